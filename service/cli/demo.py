"""``linchpin demo``: load the made-up company."""

from datetime import UTC, date, datetime

import click

from service.cli.console import progress, say, show_json
from service.cli.context import CommandContext, pass_context
from service.cli.demo_password import demo_password, keep_password
from service.demo.company import DEFAULT_ACCOUNTS, DEFAULT_SEED
from service.operations.load_demo import load_demo


@click.command("demo")
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="Same seed, same company.")
@click.option(
    "--accounts",
    type=click.IntRange(1, 1_000_000),
    default=DEFAULT_ACCOUNTS,
    show_default=True,
    help="How many customers.",
)
@click.option(
    "--today",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day on which the two years of history end; today where left out.",
)
@click.option("--password", help="Password of the five logins; made up and shown once where left out.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@pass_context
def demo_command(
    context: CommandContext, seed: int, accounts: int, today: datetime | None, password: str | None, as_json: bool
) -> None:
    """Fill an empty database with the demo company.

    Tarnwood, which sells planning software, has a few hundred customers in ten countries with decision chains,
    answers, usage, tickets, invoices and contracts of two years. All of it is invented and follows from the seed.

    \b
    Examples:
      linchpin demo
      linchpin demo --seed 12 --accounts 50
      linchpin demo --accounts 20000 --today 2026-06-30
    """
    now = context.now()
    day: date = today.date() if today else now.astimezone(UTC).date()
    password = password or demo_password()
    with progress("Loading the demo company") as advance, context.writing() as session:
        loaded = load_demo(
            session,
            context.principal,
            now=now,
            today=day,
            seed=seed,
            accounts=accounts,
            password=password,
            progress=advance,
        )
    keep_password(context.settings.home, password)
    if as_json:
        show_json({"rows": loaded.rows, "logins": loaded.logins, "password": password})
        return
    records, people = sum(loaded.rows.values()), loaded.rows["person"]
    say(f"Loaded {accounts:,} customers with {people:,} people and {records:,} records.")
    say(f"Sign in with the password {password} as one of:")
    for login in loaded.logins:
        say(f"  {login}")
