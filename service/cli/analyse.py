"""``linchpin analyse``: the whole analysis of decision chains from files, without a database."""

import sys
from pathlib import Path

import click
from threadpoolctl import threadpool_limits

from scoring.analysis import analyse_chain
from scoring.chain import Chain
from service.cli.analysis_page import show_analysis
from service.cli.chain_document import DocumentRefused, read_chain
from service.cli.console import note, say, show_json
from service.exports.analysis_json import analysis_as_json

_ROWS = 20
_MISUSED = 2


@click.command("analyse")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each file, in order, at full precision.")
@click.option("--all", "everybody", is_flag=True, help=f"Show every person, not only the first {_ROWS} of each table.")
@click.pass_context
def analyse(ctx: click.Context, files: tuple[str, ...], as_json: bool, everybody: bool) -> None:
    """Analyse decision chains: who decides, how they lean, whom we reach, what if someone leaves, whom to see next.

    Each FILE describes one chain as JSON; `-` reads standard input. Nothing is stored and no database is needed. All
    files are checked first: if one is wrong, every fault is named with its place, nothing is analysed, and the
    command ends with 2. The format is described in docs/analyse.md. The least that works:

    \b
      {"people": [{"id": "cfo", "role": "decision_maker", "stance": 0.5}]}
    """
    chains: list[tuple[str, Chain]] = []
    refused = False
    if files.count("-") > 1:
        raise click.UsageError("standard input can be read once only")
    for name in files:
        label = "standard input" if name == "-" else name
        try:
            chains.append((label, read_chain(_content(name))))
        except OSError as error:
            note(f"{label}: cannot be read: {error.strerror}")
            refused = True
        except DocumentRefused as refusal:
            for problem in refusal.problems:
                note(f"{label}: {problem}")
            refused = True
    if refused:
        ctx.exit(_MISUSED)
    # Many small systems of equations: threads of the linear algebra would wait for each other more than they compute.
    with threadpool_limits(limits=1, user_api="blas"):
        for number, (label, chain) in enumerate(chains):
            found = analyse_chain(chain)
            if as_json:
                show_json(analysis_as_json(found))
                continue
            if number:
                say()
            show_analysis(label, found, None if everybody else _ROWS)


def _content(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
