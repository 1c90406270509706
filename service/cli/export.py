"""``linchpin export``: one account's decision chain as a graph for other programs."""

from datetime import datetime
from pathlib import Path

import click

from service.cli.account_argument import chosen_account
from service.cli.console import say
from service.cli.context import CommandContext, pass_context
from service.operations.export_chain import FORMATS, export_chain
from service.queries.known_on import KnownOn


@click.command("export")
@click.argument("account")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(FORMATS)),
    help="GraphML (yEd, Gephi, NetworkX), CSV (people and ties in a ZIP) or JSON; else by the file's ending.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As known on this day, YYYY-MM-DD.")
@pass_context
def export_command(
    context: CommandContext, account: str, output: Path, form: str | None, as_of: datetime | None
) -> None:
    """Write the decision chain of one account as a graph.

    People come with their roles, decision weight, reach, access and gap, ties with their kind and strength. ACCOUNT
    is a number, a name or the beginning of one.

    \b
    Examples:
      linchpin export 17 -o chain.graphml
      linchpin export Otterried -o chain.zip --format csv --as-of 2026-01-01
    """
    chosen_format = form or {".graphml": "graphml", ".zip": "csv", ".json": "json"}.get(output.suffix.lower())
    if chosen_format is None:
        raise click.UsageError("Say which format: --format graphml, csv or json.")
    known = KnownOn.at(context.now()) if as_of is None else KnownOn.end_of(as_of.date())
    with context.writing() as session:
        chosen = chosen_account(session, context.principal, account)
        chain, content = export_chain(session, context.principal, chosen.id, known, chosen_format, now=context.now())
    output.write_bytes(content)
    say(f"{chosen.name}, as known on {chain.as_of}: {len(chain.people)} people, {len(chain.ties)} ties -> {output}")
