"""Cases by due time: one's own, the team's, nobody's, or all."""

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _

from models.vocabulary import CaseOrigin, CaseState, Urgency
from service.auth.policy import Action, Reach, Resource, reach
from service.edge.current import current_principal, current_session, now
from service.i18n.labels import options
from service.queries.case_choices import root_causes
from service.queries.cases import PAGE, Show, Whose, case_counts
from service.queries.cases import cases as cases_query
from service.web.cases.blueprint import cases
from service.web.cases.case_request import case_request
from service.web.page import query_with


@cases.get("")
def index() -> Response:
    """The list, one's own cases first where the reader works cases, else all."""
    session, principal = current_session(), current_principal()
    works = reach(principal, Resource.CASE, Action.WRITE) >= Reach.OWN
    asked = case_request(request.args, Whose.MINE if works else Whose.ALL)
    found = cases_query(session, principal, asked.wanted, now=now(), limit=PAGE, offset=asked.offset)
    counts = case_counts(session, principal, now=now())
    tabs: list[tuple[str, str, str, int | None]] = [
        (Whose.ALL.value, _("All"), query_with({"whose": "all", "page": None}), counts.open),
        (Whose.NOBODY.value, _("Nobody's"), query_with({"whose": "nobody", "page": None}), counts.nobody),
    ]
    if principal.team_ids:
        tabs.insert(0, (Whose.TEAM.value, _("Team"), query_with({"whose": "team", "page": None}), None))
    if works:
        tabs.insert(0, (Whose.MINE.value, _("Mine"), query_with({"whose": "mine", "page": None}), counts.mine))
    filters = {"q", "urgency", "origin", "state", "overdue", "cause", "account", "show"}
    page = render_template(
        "cases/index.html",
        found=found,
        asked=asked,
        counts=counts,
        works=works,
        tabs=tabs,
        now=now(),
        pages=max(1, -(-found.total // PAGE)),
        urgencies=options(Urgency),
        origins=options(CaseOrigin),
        states=options(CaseState),
        shows=[(Show.SOLVED.value, _("Solved")), (Show.ALL.value, _("Open and solved"))],
        causes=[("none", _("Not said yet")), *root_causes(session)],
        filtered=any(request.args.get(name) for name in filters),
    )
    answer = make_response(page)
    if request.headers.get("HX-Request"):
        answer.headers["HX-Push-Url"] = query_with({name: None for name, value in request.args.items() if not value})
    return answer
