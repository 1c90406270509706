"""How an account came to stand where it stands: scores over time, what we learnt, and any past day."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from service.edge.current import current_principal, current_session, today
from service.queries.account_timeline import account_activity, account_changes
from service.queries.chain_difference import ChainDifference, chain_difference
from service.queries.known_on import KnownOn
from service.queries.scores import ScorePoint, score_history
from service.web.accounts.account_page import FURTHEST_BACK, AccountPage, day_in_address, open_account, render_account
from service.web.accounts.blueprint import accounts
from service.web.accounts.difference import changed_figures, changed_lines
from service.web.accounts.event_words import timeline
from service.web.dates import day as written_day
from service.web.formatting import number, percent, signed

TREND = timedelta(days=730)
COMPARED = timedelta(days=90)
MOST_CHANGES = 60
MOST_EVENTS = 100


@accounts.get("/<int:account_id>/history")
def history(account_id: int) -> str:
    """Scores over two years, what changed between two days, and what we learnt of the chain."""
    page = open_account(account_id)
    session, principal = current_session(), current_principal()
    points = score_history(session, principal, account_id, page.known.day - TREND)
    points = [point for point in points if point.as_of <= page.known.day]
    changes = account_changes(session, principal, account_id, page.known, MOST_CHANGES)
    difference = _difference(page)
    return render_account(
        "history",
        page,
        "history",
        difference=difference,
        figures=changed_figures(difference, page.chain.opinions_visible),
        lines=changed_lines(difference),
        points=points,
        charts=_charts(points),
        rows=[_row(point) for point in points],
        changes=timeline(changes, f"/accounts/{account_id}"),
        earliest=today() - FURTHEST_BACK,
    )


@accounts.get("/<int:account_id>/activity")
def activity(account_id: int) -> str:
    """Contacts, answers, notes, tickets and cases, the latest first."""
    page = open_account(account_id)
    events = account_activity(current_session(), current_principal(), account_id, page.known, MOST_EVENTS)
    lines = timeline(events, f"/accounts/{account_id}")
    return render_account("activity", page, "activity", events=lines, full=len(events) == MOST_EVENTS)


def _difference(page: AccountPage) -> ChainDifference:
    """The chain on the two days that were asked for, whichever came first; else on this day and a quarter before."""
    after = day_in_address("to") or page.known.day
    before = day_in_address("from") or after - COMPARED
    before, after = sorted((before, after))
    known = page.known if after == page.known.day else KnownOn.end_of(after)
    return chain_difference(current_session(), current_principal(), page.id, KnownOn.end_of(before), known)


def _charts(points: list[ScorePoint]) -> dict[str, Any]:
    days = [written_day(point.as_of) for point in points]
    return {
        "health": {
            "kind": "line",
            "x": days,
            "series": [{"name": _("Health"), "values": [point.score for point in points]}],
            "min": 0,
            "max": 100,
        },
        "consensus": {
            "kind": "line",
            "x": days,
            "series": [
                {
                    "name": _("Consensus"),
                    "values": [point.forecast for point in points],
                    "low": [max(-1.0, point.forecast_low) for point in points],
                    "high": [min(1.0, point.forecast_high) for point in points],
                }
            ],
            "min": -1,
            "max": 1,
        },
        "coverage": {
            "kind": "line",
            "x": days,
            "series": [{"name": _("Reached"), "values": [point.coverage for point in points]}],
            "min": 0,
            "max": 1,
            "format": "percent",
        },
    }


def _row(point: ScorePoint) -> list[str]:
    return [
        written_day(point.as_of),
        number(point.score),
        percent(point.confidence),
        signed(point.forecast, 2),
        percent(point.coverage),
    ]
