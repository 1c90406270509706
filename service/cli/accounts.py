"""``linchpin accounts``: the list of accounts."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC

import click
from sqlmodel import Session

from scoring.vocabulary import RiskBand
from service.cli.console import say, show_json, show_table
from service.cli.context import CommandContext, pass_context
from service.queries.portfolio import MOST_ROWS, PortfolioFilter, PortfolioRow, PortfolioSort, portfolio


@click.command("accounts")
@click.argument("search", required=False)
@click.option("--segment", help="Only those of one segment.")
@click.option("--risk", type=click.Choice([band.value for band in RiskBand]), help="Only those in this risk band.")
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in PortfolioSort]),
    default=PortfolioSort.AT_RISK.value,
    show_default=True,
    help="By what they are ordered.",
)
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, with every field.")
@pass_context
def accounts_command(
    context: CommandContext,
    search: str | None,
    segment: str | None,
    risk: str | None,
    sort: str,
    limit: int,
    as_json: bool,
) -> None:
    """List the accounts, the most money at risk first.

    SEARCH is a part of the name. Money is in the company's own currency, a year; at risk is the amount times the
    chance that it is lost. Health is 0 to 100 (high is good), coverage the share of the decision that we reach.

    \b
    Examples:
      linchpin accounts
      linchpin accounts --risk high
      linchpin accounts otter --sort score
      linchpin accounts --segment Enterprise --limit 500 --json
    """
    wanted = PortfolioFilter(search=search, segment=segment, band=RiskBand(risk) if risk else None)
    with context.reading() as session:
        rows = list(_rows(context, session, wanted, PortfolioSort(sort), limit))
    if as_json:
        show_json([asdict(row) for row in rows])
        return
    show_table(
        ("ID", "Account", "Renews", "ARR", "At risk", "Risk", "Health", "Cover"),
        [
            (
                row.account_id,
                row.name,
                row.ends_on,
                _money(row.arr),
                _money(row.at_risk),
                _risk(row),
                None if row.score is None else f"{row.score:.0f}",
                None if row.coverage is None else f"{row.coverage:.0%}",
            )
            for row in rows
        ],
        right=("ID", "ARR", "At risk", "Health", "Cover"),
        flexible=("Account",),
        empty="There are no such accounts. `linchpin import` takes yours in, `linchpin demo` a made-up company.",
    )
    if rows:
        say(f"Amounts in {context.settings.currency}. `linchpin account ID` shows one, and why.")


def _rows(
    context: CommandContext, session: Session, wanted: PortfolioFilter, sort: PortfolioSort, limit: int
) -> Iterator[PortfolioRow]:
    for offset in range(0, limit, MOST_ROWS):
        page = portfolio(
            session,
            context.principal,
            today=context.now().astimezone(UTC).date(),
            currency=context.settings.currency,
            wanted=wanted,
            sort=sort,
            limit=min(MOST_ROWS, limit - offset),
            offset=offset,
        )
        yield from page.rows
        if len(page.rows) < MOST_ROWS:
            return


def _money(amount: float | None) -> str | None:
    return None if amount is None else f"{amount:,.0f}"


def _risk(row: PortfolioRow) -> str | None:
    """The band; the percentage too where a backtest has earned it."""
    if row.risk is None:
        return None
    return f"{row.band.value} {row.risk:.0%}" if row.calibrated else row.band.value
