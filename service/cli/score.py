"""``linchpin score``: compute the scores now, or for past days."""

from datetime import UTC, date, datetime

import click

from service.cli.account_argument import chosen_account
from service.cli.console import progress, say, show_json
from service.cli.context import CommandContext, pass_context
from service.cli.month_ends import unscored_month_ends
from service.operations.score_accounts import score_accounts
from service.operations.score_portfolio import score_portfolio


@click.command("score")
@click.argument("accounts", nargs=-1, metavar="[ACCOUNT]...")
@click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Score as known at the end of a past day, for its history.",
)
@click.option(
    "--history",
    type=click.IntRange(1, 120),
    metavar="MONTHS",
    help="Score as known at the end of each of the last months, where that has not been done.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@pass_context
def score_command(
    context: CommandContext, accounts: tuple[str, ...], as_of: datetime | None, history: int | None, as_json: bool
) -> None:
    """Score all accounts, or the named ones.

    The chain measures, the health score and the renewal risk of each account are computed from what is known now
    and shown at once when all are done. This also happens every night, and within seconds of a change.

    ACCOUNT is a number, a name, or the beginning of a name that fits one account only.

    \b
    Examples:
      linchpin score
      linchpin score 17 "Otterried Software"
      linchpin score --as-of 2026-06-30
      linchpin score --history 12
    """
    today = context.now().astimezone(UTC).date()
    if (as_of or history) and accounts:
        raise click.UsageError("Past days are scored for all accounts; leave out the names.")
    if as_of and history:
        raise click.UsageError("Give either --as-of or --history.")
    if as_of and as_of.date() >= today:
        raise click.UsageError("--as-of needs a day in the past.")
    if accounts:
        done = [_score_some(context, accounts)]
    elif history:
        with context.reading() as session:
            days = unscored_month_ends(session, today, history)
        done = [_score_all(context, day) for day in days]
    else:
        done = [_score_all(context, as_of.date() if as_of else None)]
    if as_json:
        show_json([{"as_of": day or today, "generation_id": generation, "accounts": n} for day, generation, n in done])
        return
    if not done:
        say("All of these months have been scored already.")
    for day, _generation, count in done:
        counted = f"{count:,} {'account' if count == 1 else 'accounts'}"
        say(f"Scored {counted}{f' as known on {day}' if day else ''}.")


def _score_some(context: CommandContext, accounts: tuple[str, ...]) -> tuple[date | None, int, int]:
    """Score the named accounts now: no day, the generation and how many accounts."""
    with context.writing() as session:
        ids = sorted({chosen_account(session, context.principal, text).id for text in accounts})
        return None, score_accounts(session, context.principal, ids, now=context.now()), len(ids)


def _score_all(context: CommandContext, day: date | None) -> tuple[date | None, int, int]:
    """Score everything as known on a day (None: now): the day, the generation and how many accounts."""
    count = 0
    with progress(f"Scoring accounts{f' as known on {day}' if day else ''}") as advance:

        def note(done: int, total: int) -> None:
            nonlocal count
            count = total
            advance(done, total)

        generation = score_portfolio(context.factory, now=context.now(), as_of=day, progress=note)
    return day, generation, count
