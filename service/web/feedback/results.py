"""The results of surveys: the total, by role, segment and touchpoint, over time, and where roles disagree."""

from math import ceil, floor
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from models.vocabulary import SurveyPurpose
from scoring.vocabulary import Role, ScoreFamily
from service.auth.policy import Action, Reach, Resource, reach
from service.edge.current import current_principal, current_session, now
from service.edge.state import settings
from service.i18n.labels import options
from service.queries.feedback.choices import feedback_choices
from service.queries.feedback.figures import FeedbackResults, Stretch
from service.queries.feedback.results import feedback_results
from service.queries.feedback.wanted import AccountWeight
from service.web.feedback.address import bucket_in, shown, wanted_in, weighting_in
from service.web.feedback.blueprint import feedback
from service.web.feedback.words import BUCKETS, HEADS, PERIODS, TITLES, WEIGHTINGS, group_name, stretch_name
from service.web.formatting import ABSENT, number, percent, signed


@feedback.get("/", strict_slashes=False)
def index() -> Response:
    """What was asked, who answered and what they said, within the reader's reach."""
    session, principal = current_session(), current_principal()
    wanted, weighting = wanted_in(request.args), weighting_in(request.args)
    found = feedback_results(
        session,
        principal,
        wanted,
        now=now(),
        currency=settings().currency,
        weighting=weighting,
        bucket=bucket_in(request.args),
    )
    return shown(
        render_template(
            "feedback/results.html",
            found=found,
            wanted=wanted,
            choices=feedback_choices(session, principal),
            periods=PERIODS,
            families=options(ScoreFamily),
            purposes=options(SurveyPurpose),
            roles=options(Role),
            weightings=WEIGHTINGS if reach(principal, Resource.REVENUE, Action.READ) >= Reach.OWN else [],
            buckets=BUCKETS,
            by_arr=found.weighting is AccountWeight.ARR,
            titles=TITLES,
            heads=HEADS,
            group_name=group_name,
            course=_course(found) if _worth_drawing(found.course) else None,
            role_columns=[
                {"key": "account", "label": _("Account")},
                *({"key": role, "label": words, "numeric": True} for role, words in options(Role)),
                {
                    "key": "gap",
                    "label": _("Points apart"),
                    "numeric": True,
                    "hint": _("Points between the happiest and the unhappiest role; low is good"),
                },
            ],
            filtered=any(request.args.get(name) for name in request.args if name not in {"by", "weight"}),
        )
    )


def _worth_drawing(course: list[Stretch]) -> bool:
    """Whether at least two stretches have an NPS: one point is no course."""
    return sum(stretch.figures.nps is not None for stretch in course) > 1


def _course(found: FeedbackResults) -> dict[str, Any]:
    """The NPS over time with its interval, beside the influence-weighted one, and the same figures as a table."""
    names = [stretch_name(stretch, found.bucket) for stretch in found.course]
    reported = [stretch.figures.nps for stretch in found.course]
    weighted = [stretch.figures.nps_weighted for stretch in found.course]
    ends = [end for one in reported if one is not None for end in (one.low, one.high)]
    spec = {
        "kind": "line",
        "x": names,
        "series": [
            {
                "name": _("As reported"),
                "values": [None if one is None else round(one.score, 1) for one in reported],
                "low": [None if one is None else round(one.low, 1) for one in reported],
                "high": [None if one is None else round(one.high, 1) for one in reported],
            },
            {"name": _("By influence"), "values": [None if one is None else round(one.score, 1) for one in weighted]},
        ],
        # Round ends around the intervals: NPS has no zero to begin at.
        "min": max(-100, 20 * floor(min(ends) / 20)),
        "max": min(100, 20 * ceil(max(ends) / 20)),
    }
    head = [_("From"), _("NPS"), _("Interval"), _("Answers"), _("By influence"), _("Satisfied"), _("Little effort")]
    return {"spec": spec, "columns": head, "rows": [_row(*pair) for pair in zip(names, found.course, strict=True)]}


def _row(name: str, stretch: Stretch) -> list[str]:
    figures = stretch.figures
    name = name if stretch.complete else _("%(when)s (in part)", when=name)
    if figures.withheld:
        return [name, *[_("too few")] * 6]
    nps, weighted = figures.nps, figures.nps_weighted
    return [
        name,
        ABSENT if nps is None else signed(nps.score),
        ABSENT if nps is None else f"{signed(nps.low)} … {signed(nps.high)}",
        number(figures.answers),
        ABSENT if weighted is None else signed(weighted.score),
        percent(figures.csat.share if figures.csat else None),
        percent(figures.ces.share if figures.ces else None),
    ]
