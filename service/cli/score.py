"""``linchpin score``: compute the scores now."""

from datetime import UTC, datetime

import click

from service.cli.account_argument import chosen_account
from service.cli.console import progress, say, show_json
from service.cli.context import CommandContext, pass_context
from service.operations.score_accounts import score_accounts, score_portfolio


@click.command("score")
@click.argument("accounts", nargs=-1, metavar="[ACCOUNT]...")
@click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="Score as known at the end of a past day, for its history.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@pass_context
def score_command(context: CommandContext, accounts: tuple[str, ...], as_of: datetime | None, as_json: bool) -> None:
    """Score all accounts, or the named ones.

    The chain measures, the health score and the renewal risk of each account are computed from what is known now
    and shown at once when all are done. This also happens every night, and within seconds of a change.

    ACCOUNT is a number, a name, or the beginning of a name that fits one account only.

    \b
    Examples:
      linchpin score
      linchpin score 17 "Otterried Software"
      linchpin score --as-of 2026-06-30
    """
    now = context.now()
    if as_of and accounts:
        raise click.UsageError("--as-of scores all accounts; leave out the names.")
    if as_of and as_of.date() >= now.astimezone(UTC).date():
        raise click.UsageError("--as-of needs a day in the past.")
    if accounts:
        with context.writing() as session:
            ids = [chosen_account(session, context.principal, text).id for text in accounts]
            generation = score_accounts(session, context.principal, ids, now=now)
        count = len(set(ids))
    else:
        counted: list[int] = [0]
        with progress("Scoring accounts") as advance:

            def note(done: int, total: int) -> None:
                counted[0] = total
                advance(done, total)

            generation = score_portfolio(context.factory, now=now, as_of=as_of.date() if as_of else None, progress=note)
        count = counted[0]
    if as_json:
        show_json({"generation_id": generation, "accounts": count})
        return
    say(f"Scored {count:,} {'account' if count == 1 else 'accounts'}.")
