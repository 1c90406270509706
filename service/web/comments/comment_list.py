"""Comments as they were written, with search, filters, tone and themes."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from scoring.comment_values import Tone
from scoring.vocabulary import Role
from service.auth.policy import Action, Reach, Resource, reach
from service.edge.current import current_principal, current_session, now
from service.edge.permits import allows
from service.i18n.labels import label, options
from service.queries.comment_basis import themes_in_force
from service.queries.comment_choices import comment_choices
from service.queries.comments import PAGE, CommentSort
from service.queries.comments import comments as comments_query
from service.web.comments.blueprint import comments
from service.web.comments.comment_request import PERIODS, comment_request
from service.web.comments.theme_words import language_name, theme_names
from service.web.page import query_with

_FILTERS = ("q", "theme", "role", "segment", "account", "touchpoint", "language", "period", "corrected")


@comments.get("")
@allows(Resource.RESPONSE, Action.READ, least=Reach.AGGREGATE)
def index() -> Response | AnyResponse:
    """The list; who may see figures only is led to the themes."""
    session, principal = current_session(), current_principal()
    if reach(principal, Resource.RESPONSE, Action.READ) < Reach.OWN:
        return redirect(url_for("feedback_comments.themes"))
    asked = comment_request(request.args)
    found = comments_query(
        session, principal, asked.wanted, now=now(), sort=asked.sort, limit=PAGE, offset=asked.offset
    )
    choices = comment_choices(session, principal)
    page = render_template(
        "comments/index.html",
        found=found,
        asked=asked,
        tones=_tones(found.tones, found.total),
        pages=max(1, -(-found.total // PAGE)),
        filtered=any(request.args.get(name) for name in (*_FILTERS, "tone")),
        choices=choices,
        segments=[(segment, segment) for segment in choices.segments],
        spoken=[(code, language_name(code)) for code in choices.languages],
        roles=options(Role),
        sorts=[(CommentSort.WORST.value, _("Most unhappy first")), (CommentSort.BEST.value, _("Happiest first"))],
        periods=[(days, _("Last %(days)s days", days=days)) for days in PERIODS],
        **row_context(),
    )
    answer = make_response(page)
    if request.headers.get("HX-Request"):
        answer.headers["HX-Push-Url"] = query_with({name: None for name, value in request.args.items() if not value})
    return answer


def row_context() -> dict[str, Any]:
    """What the row of one comment is drawn with."""
    names = theme_names(themes_in_force(current_session()))
    return {
        "themes": names,
        "theme_by_id": dict(names),
        "tone_options": options(Tone),
        "may_correct": reach(current_principal(), Resource.RESPONSE, Action.WRITE) >= Reach.OWN,
    }


def _tones(counts: dict[Tone, int], total: int) -> list[tuple[str, str, str, int | None]]:
    """The tabs above the list: all comments, and those of each tone; with a tone chosen the others are not counted."""
    chosen = request.args.get("tone") or "all"
    tabs: list[tuple[str, str, str, int | None]] = [
        ("all", str(_("All")), query_with({"tone": None, "page": None}), total if chosen == "all" else None)
    ]
    for tone in (Tone.NEGATIVE, Tone.NEUTRAL, Tone.POSITIVE):
        shown = counts.get(tone, 0) if chosen in {"all", tone.value} else None
        tabs.append((tone.value, str(label(tone)), query_with({"tone": tone.value, "page": None}), shown))
    return tabs
