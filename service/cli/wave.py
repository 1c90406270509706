"""``linchpin wave``: surveys on their way."""

from typing import Any

import click

from service.cli.console import say, show_json, show_table
from service.cli.context import CommandContext, pass_context
from service.operations.cancel_wave import cancel_wave
from service.operations.start_wave import start_wave
from service.queries.wave_decisions import Decided
from service.queries.wave_dry_run import wave_dry_run
from service.queries.waves import WaveRow, waves
from service.secret_key import secret_keys


@click.group("wave")
def wave_command() -> None:
    """Surveys on their way: list waves, see whom one would ask, start it, cancel it.

    Waves are planned on the pages, under Feedback.
    """


@wave_command.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@pass_context
def list_command(context: CommandContext, limit: int, as_json: bool) -> None:
    """List the waves, the latest first."""
    with context.reading() as session:
        rows, _total = waves(session, context.principal, now=context.now(), limit=limit)
    if as_json:
        show_json([_listed(row) for row in rows])
        return
    show_table(
        ("Wave", "Name", "Survey", "State", "Asked", "Sent", "Answered", "Bounced"),
        [
            (
                row.wave.id,
                row.wave.name,
                row.survey.name,
                row.state.value,
                row.progress.asked,
                row.progress.sent,
                row.progress.answered,
                row.progress.bounced,
            )
            for row in rows
        ],
    )


@wave_command.command("preview")
@click.argument("wave_id", type=int, metavar="WAVE")
@click.option("--json", "as_json", is_flag=True, help="Print sums and people as JSON.")
@pass_context
def preview_command(context: CommandContext, wave_id: int, as_json: bool) -> None:
    """Show whom a wave would ask now, and why somebody is left out; nothing is sent."""
    keys = secret_keys(context.settings)
    with context.reading() as session:
        dry = wave_dry_run(session, context.principal, wave_id, keys, now=context.now())
    left = {reason.value: count for reason, count in dry.left_out.items()}
    if as_json:
        people = [_person(one) for one in dry.rows]
        show_json({"asked": dry.asked, "accounts": dry.accounts, "left_out": left, "people": people})
        return
    say(f"{dry.asked} people on {dry.accounts} accounts would be asked.")
    show_table(("Left out", "People"), list(left.items()), empty="Nobody is left out.")


@wave_command.command("start")
@click.argument("wave_id", type=int, metavar="WAVE")
@pass_context
def start_command(context: CommandContext, wave_id: int) -> None:
    """Start a wave now; the job process sends it."""
    with context.writing() as session:
        name = start_wave(session, context.principal, wave_id, now=context.now()).name
    say(f"Started {name}.")


@wave_command.command("cancel")
@click.argument("wave_id", type=int, metavar="WAVE")
@click.option("--close-links", is_flag=True, help="Links that were sent open nothing any more.")
@pass_context
def cancel_command(context: CommandContext, wave_id: int, close_links: bool) -> None:
    """Send nothing more of a wave."""
    with context.writing() as session:
        name = cancel_wave(session, context.principal, wave_id, now=context.now(), close_links=close_links).name
    say(f"Cancelled {name}.")


def _listed(row: WaveRow) -> dict[str, Any]:
    done = row.progress
    return {
        "id": row.wave.id,
        "name": row.wave.name,
        "survey": row.survey.name,
        "state": row.state.value,
        "starts_at": row.wave.starts_at,
        "started_at": row.wave.started_at,
        "asked": done.asked,
        "waiting": done.waiting,
        "sent": done.sent,
        "answered": done.answered,
        "bounced": done.bounced,
        "failed": done.failed,
    }


def _person(decided: Decided) -> dict[str, Any]:
    decision, person = decided.decision, decided.person
    return {
        "account_id": person.account_id,
        "person_id": person.person_id,
        "name": person.name,
        "send_at": decision.send_at,
        "left_out": None if decision.reason is None else decision.reason.value,
        "until": decision.until,
    }
