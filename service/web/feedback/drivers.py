"""What drives promoters and detractors: importance beside satisfaction."""

from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from scoring.vocabulary import Role, ScoreFamily
from service.edge.current import current_principal, current_session, now
from service.i18n.labels import options
from service.queries.feedback.choices import feedback_choices
from service.queries.feedback.driver_figures import DriverAnalysis, DriverFigure, LeftOut
from service.queries.feedback.drivers import feedback_drivers
from service.surveys.wording import text_in
from service.web.feedback.address import shown, wanted_in
from service.web.feedback.blueprint import feedback
from service.web.feedback.words import PERIODS
from service.web.formatting import number, percent, percent_range
from service.web.page import page_language


@feedback.get("/drivers")
def drivers() -> Response:
    """Rated questions and touchpoints by how much they explain, beside how satisfied people are with them."""
    session, principal = current_session(), current_principal()
    wanted = wanted_in(request.args)
    found = feedback_drivers(session, principal, wanted, now=now())
    return shown(
        render_template(
            "feedback/drivers.html",
            found=found,
            wanted=wanted,
            choices=feedback_choices(session, principal),
            periods=PERIODS,
            families=options(ScoreFamily),
            roles=options(Role),
            parts=[
                ("questions", found.questions, _chart(found.questions)),
                ("touchpoints", found.touchpoints, _chart(found.touchpoints)),
            ],
            name_of=name_of,
            filtered=any(request.args.values()),
        )
    )


def name_of(driver: DriverFigure | LeftOut) -> str:
    """The words of a question in the reader's language, or the name of a touchpoint."""
    return (text_in(driver.names, page_language()) or driver.key).rstrip(".。")


def _chart(analysis: DriverAnalysis) -> dict[str, Any] | None:
    """Satisfaction against importance; the lines are the averages: low and far right there is most to gain."""
    if not analysis.drivers:
        return None
    first = analysis.most_to_gain
    points = [
        {
            "name": name_of(one),
            "x": round(one.importance, 4),
            "y": round(one.satisfied.share or 0.0, 4),
            "low": round(one.satisfied.low, 4),
            "high": round(one.satisfied.high, 4),
            "n": one.satisfied.answers,
            "tone": "high" if one is first else "accent",
        }
        for one in analysis.drivers
    ]
    spec = {
        "kind": "scatter",
        "x": _("Importance (share explained)"),
        "y": _("Satisfied"),
        "points": points,
        "format": "percent",
        "x_format": "percent",
        "min": 0,
        "max": 1,
        "x_reference": round(analysis.average_importance, 4),
        "y_reference": round(analysis.average_satisfied, 4),
    }
    rows = [
        [
            name_of(one),
            percent(one.importance),
            percent_range(one.low, one.high),
            percent(one.satisfied.share),
            percent_range(one.satisfied.low, one.satisfied.high),
            number(one.satisfied.answers),
        ]
        for one in analysis.drivers
    ]
    head = [_("Driver"), _("Importance"), _("Interval"), _("Satisfied"), _("Interval"), _("Answers")]
    return {"spec": spec, "columns": head, "rows": rows}
