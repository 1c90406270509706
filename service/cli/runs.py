"""``linchpin runs``: what happened by itself."""

from dataclasses import asdict
from datetime import datetime

import click

from models.vocabulary import RunState
from service.cli.console import show_json, show_table
from service.cli.context import CommandContext, pass_context
from service.queries.runs import RunLine, latest_runs


@click.command("runs")
@click.option("--state", type=click.Choice([state.value for state in RunState]), help="Only those in this state.")
@click.option("--kind", help="Only those of this kind, such as score_portfolio.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, with every field.")
@pass_context
def runs_command(context: CommandContext, state: str | None, kind: str | None, limit: int, as_json: bool) -> None:
    """List what happened by itself, the latest first.

    Times are in UTC. A run that failed three times is in quarantine: it is not tried again by itself.

    \b
    Examples:
      linchpin runs
      linchpin runs --state quarantined
      linchpin runs --kind score_portfolio --json
    """
    with context.reading() as session:
        lines = latest_runs(
            session, context.principal, state=RunState(state) if state else None, kind=kind, limit=limit
        )
    if as_json:
        show_json([asdict(line) for line in lines])
        return
    show_table(
        ("Run", "Kind", "For", "State", "Started", "Took", "Error"),
        [
            (
                line.id,
                line.kind,
                f"{line.scope} {line.period}",
                line.state.value,
                _moment(line.started_at),
                _took(line),
                line.error,
            )
            for line in lines
        ],
        right=("Run", "Took"),
        flexible=("For", "Error"),
        empty="There are no such runs."
        if state or kind
        else "Nothing has run yet. `linchpin jobs` starts what happens by itself.",
    )


def _moment(at: datetime | None) -> str | None:
    return f"{at:%Y-%m-%d %H:%M}" if at else None


def _took(line: RunLine) -> str | None:
    if line.started_at is None or line.finished_at is None:
        return f"{line.done}/{line.total}" if line.total and line.state is RunState.RUNNING else None
    return f"{(line.finished_at - line.started_at).total_seconds():.1f} s"
