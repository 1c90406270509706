"""What comments speak of, in figures."""

from typing import Any

from flask import render_template
from flask_babel import format_date
from flask_babel import gettext as _

from service.auth.policy import Action, Reach, Resource, reach
from service.edge.current import current_principal, current_session, now, today
from service.edge.permits import allows
from service.edge.state import settings
from service.queries.account_feedback import ANONYMITY_THRESHOLD
from service.queries.comment_dictionary import learned
from service.queries.comment_figures import CommentFigures, ThemeFigure, comment_figures
from service.web.comments.blueprint import comments
from service.web.comments.theme_words import theme_name

# More series than that cannot be told apart at a glance; the table above holds all.
MOST_DRAWN = 4


@comments.get("/themes")
@allows(Resource.RESPONSE, Action.READ, least=Reach.AGGREGATE)
def themes() -> str:
    """Themes by how many unhappy comments speak of them, with trend, money and roles."""
    session, principal = current_session(), current_principal()
    found = comment_figures(session, principal, today=today(), now=now(), currency=settings().currency)
    return render_template(
        "comments/themes.html",
        found=found,
        spoken=[one for one in found.themes if one.comments or one.withheld],
        unspoken=", ".join(
            theme_name(one.theme) for one in found.themes if one.theme and not one.comments and not one.withheld
        ),
        revenue=reach(principal, Resource.REVENUE, Action.READ) >= Reach.OWN,
        may_edit=reach(principal, Resource.SURVEY, Action.READ) >= Reach.OWN,
        learned=learned(session),
        threshold=ANONYMITY_THRESHOLD,
        theme_name=theme_name,
        chart=_chart(found),
    )


def _chart(found: CommentFigures) -> dict[str, Any] | None:
    """The unhappy comments of the most criticised themes by month, with the same figures as a table."""
    drawn: list[ThemeFigure] = [one for one in found.themes if one.negative.hits][:MOST_DRAWN]
    if not drawn:
        return None
    months = [str(format_date(month, "MMM y")) for month in found.months]
    names = [theme_name(one.theme) for one in drawn if one.theme is not None]
    series = [{"name": name, "values": list(one.unhappy)} for name, one in zip(names, drawn, strict=True)]
    return {
        "spec": {"kind": "columns", "x": months, "series": series, "stacked": False},
        "columns": [_("Month"), *names],
        "rows": [[month, *(one.unhappy[place] for one in drawn)] for place, month in enumerate(months)],
    }
