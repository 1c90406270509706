"""One case: what it is about, what to do, what happened."""

from typing import Any

from flask import render_template, request

from models.vocabulary import CaseState, Urgency
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.i18n.labels import options
from service.queries.case_candidates import OVER, colleagues_for
from service.queries.case_choices import playbooks, root_causes
from service.queries.case_detail import case_detail, follow_up_surveys
from service.queries.visibility import may
from service.web.cases.blueprint import cases
from service.web.cases.case_words import event_words

_WORKING = (CaseState.OPEN, CaseState.IN_PROGRESS, CaseState.WAITING)


@cases.get("/<int:case_id>")
def show(case_id: int) -> str:
    """The case."""
    return case_page(case_id)


def case_page(case_id: int, errors: dict[str, str] | None = None, at: str | None = None) -> str:
    """The page of a case; ``errors`` belong to the form ``at``, which shows what was entered."""
    session, principal = current_session(), current_principal()
    detail = case_detail(session, principal, case_id)
    colleagues = colleagues_for(session, detail.account)
    names = {str(number): name for number, name in colleagues}
    account_id = detail.account.id
    context: dict[str, Any] = {
        "detail": detail,
        "case": detail.case,
        "over": detail.case.state in OVER,
        "works": may(session, principal, account_id, Resource.CASE, Action.WRITE),
        "asks": may(session, principal, account_id, Resource.SURVEY, Action.WRITE),
        "colleagues": colleagues,
        "events": [{"when": event.at, "text": event_words(event, names), "by": event.actor} for event in detail.events],
        "root_causes": root_causes(session),
        "playbooks": [(one.id, one.name) for one in playbooks(session) if one.id != detail.case.playbook_id],
        "surveys": follow_up_surveys(session) if detail.person is not None else [],
        "states": [(value, words) for value, words in options(CaseState) if value in set(_WORKING)],
        "urgencies": options(Urgency),
        "errors": errors or {},
        "at": at,
        "entered": request.form if at else {},
        "now": now(),
    }
    return render_template("cases/case.html", **context)
