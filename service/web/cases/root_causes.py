"""The outer loop: root causes over all customers."""

from typing import Any

from flask import render_template
from flask_babel import format_date
from flask_babel import gettext as _

from service.auth.policy import Action, Reach, Resource, reach
from service.edge.current import current_principal, current_session, today
from service.edge.state import settings
from service.queries.outer_loop import CauseRow, outer_loop
from service.web.cases.blueprint import cases

# More series than that cannot be told apart at a glance; the table above holds all.
MOST_DRAWN = 4


@cases.get("/causes")
def causes() -> str:
    """Root causes by count, with the money they touch and their trend."""
    principal = current_principal()
    found = outer_loop(current_session(), principal, today=today(), currency=settings().currency)
    named = [row for row in found.rows if row.root_cause_id is not None]
    return render_template(
        "cases/causes.html",
        found=found,
        named=named,
        unnamed=sum(row.cases for row in found.rows if row.root_cause_id is None),
        revenue=reach(principal, Resource.REVENUE, Action.READ) >= Reach.OWN,
        may_name=reach(principal, Resource.ADMIN, Action.WRITE) is Reach.ALL,
        chart=_chart(named[:MOST_DRAWN], [str(format_date(month, "MMM y")) for month in found.months]),
    )


def _chart(rows: list[CauseRow], months: list[str]) -> dict[str, Any]:
    """The cases of the most frequent causes by month, with the same figures as a table."""
    series = [{"name": row.name, "values": list(row.trend)} for row in rows]
    return {
        "spec": {"kind": "columns", "x": months, "series": series, "stacked": True},
        "columns": [_("Month"), *(row.name for row in rows)],
        "rows": [[month, *(row.trend[place] for row in rows)] for place, month in enumerate(months)],
    }
