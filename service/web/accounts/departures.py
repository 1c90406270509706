"""What if somebody leaves: of theirs, or of ours."""

from typing import Any

from flask import render_template

from service.edge.current import current_principal, current_session, now
from service.queries.account_analysis import AccountAnalysis, account_analysis
from service.queries.known_on import KnownOn
from service.web.accounts.account_page import asked_day, open_account, render_account
from service.web.accounts.blueprint import accounts

Row = dict[str, Any]


@accounts.get("/<int:account_id>/departures")
def departures(account_id: int) -> str:
    """The page; its table is fetched after it, since a dense chain takes its time."""
    return render_account("departures", open_account(account_id), "departures")


@accounts.get("/<int:account_id>/departures/table")
def departures_table(account_id: int) -> str:
    """Every departure with what it changes, the worst first."""
    day = asked_day()
    known = KnownOn.at(now()) if day is None else KnownOn.end_of(day)
    found = account_analysis(current_session(), current_principal(), account_id, known)
    return render_template(
        "account/departures_table.html",
        chain=found,
        theirs=_rows(found, list(found.members)),
        ours=_rows(found, list(found.chain.team)),
        cuts=[[found.name_of(node) for node in cut] for cut in found.analysis.cuts],
        account_id=account_id,
    )


def _rows(found: AccountAnalysis, nodes: list[Any]) -> list[Row]:
    outlook, covered = found.analysis.consensus, found.analysis.coverage
    rows = []
    for node in nodes:
        after = found.analysis.departures[node]
        rows.append(
            {
                "node": node,
                "name": found.name_of(node),
                "title": found.members[node].title if node in found.members else None,
                "forecast": after.forecast,
                "forecast_change": after.forecast - outlook.forecast,
                "yes": after.probability_yes,
                "yes_change": after.probability_yes - outlook.probability_yes,
                "coverage": after.coverage,
                "coverage_change": after.coverage - covered.coverage,
                "access": after.access,
            }
        )
    return sorted(rows, key=lambda row: row["coverage_change"] + row["forecast_change"])
