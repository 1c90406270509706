"""What is done with a case on its page; each comes back to the page, with its errors where they belong."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.edge.current import current_principal, current_session, now
from service.errors import Conflict, Invalid, StaleVersion
from service.inputs.case import CaseChange, CaseComment, CaseResolution, NewCaseStep
from service.operations.apply_playbook import apply_playbook
from service.operations.assign_case import assign_case
from service.operations.change_case import add_case_step, change_case, comment_on_case, finish_case_step
from service.operations.resolve_case import reopen_case, resolve_case
from service.operations.see_notices import see_notices
from service.web.cases.blueprint import cases
from service.web.cases.case_page import case_page
from service.web.form_errors import form_errors
from service.web.form_input import form_input

Answer = Response | tuple[str, int]


@cases.post("/<int:case_id>/details")
def change(case_id: int) -> Answer:
    """Who works it, how it stands, how urgent it is, and why it came about."""

    def act() -> str:
        form = request.form
        fields = {
            "state": form.get("state") or None,
            "urgency": form.get("urgency") or None,
            "assignee_id": form.get("assignee_id"),
            "root_cause_id": form.get("root_cause_id"),
        }
        # Emptied choices mean nobody and no cause; a missing one is not touched.
        emptied = {name: None for name in ("assignee_id", "root_cause_id") if form.get(name) == ""}
        given = form_input(CaseChange, **fields)
        wanted = CaseChange.model_validate({**given.values, **emptied})
        change_case(current_session(), current_principal(), case_id, wanted, version=_version(), now=now())
        return str(_("The case was saved."))

    return _done(case_id, "details", act)


@cases.post("/<int:case_id>/take")
def take(case_id: int) -> Answer:
    """Make it one's own."""

    def act() -> str:
        principal = current_principal()
        assign_case(current_session(), principal, case_id, principal.user_id, now=now())
        return str(_("The case is yours."))

    return _done(case_id, "details", act)


@cases.post("/<int:case_id>/steps")
def add_step(case_id: int) -> Answer:
    """One more thing to do."""

    def act() -> str:
        wanted = form_input(NewCaseStep, text=request.form.get("text"))
        add_case_step(current_session(), current_principal(), case_id, wanted, now=now())
        return str(_("The step was added."))

    return _done(case_id, "step", act)


@cases.post("/<int:case_id>/steps/<int:case_step_id>")
def tick(case_id: int, case_step_id: int) -> Answer:
    """Note that a step was done, or that it was not after all."""

    def act() -> str:
        done = request.form.get("done") == "yes"
        finish_case_step(current_session(), current_principal(), case_id, case_step_id, done=done, now=now())
        return ""

    return _done(case_id, "step", act)


@cases.post("/<int:case_id>/playbook")
def playbook(case_id: int) -> Answer:
    """Add the steps of a playbook."""

    def act() -> str:
        chosen = request.form.get("playbook_id", "")
        number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
        apply_playbook(current_session(), current_principal(), case_id, number, now=now())
        return str(_("The steps were added."))

    return _done(case_id, "playbook", act)


@cases.post("/<int:case_id>/comments")
def comment(case_id: int) -> Answer:
    """Say something."""

    def act() -> str:
        said = form_input(CaseComment, text=request.form.get("text"))
        comment_on_case(current_session(), current_principal(), case_id, said.text, now=now())
        return ""

    return _done(case_id, "comment", act)


@cases.post("/<int:case_id>/resolve")
def resolve(case_id: int) -> Answer:
    """End it with what was done."""

    def act() -> str:
        names = ("resolution", "outcome", "root_cause_id", "public_note", "follow_up_survey_id")
        said = form_input(CaseResolution, **{name: request.form.get(name, "").strip() for name in names})
        resolve_case(current_session(), current_principal(), case_id, said, version=_version(), now=now())
        return str(_("The case is resolved."))

    return _done(case_id, "resolve", act)


@cases.post("/<int:case_id>/reopen")
def reopen(case_id: int) -> Answer:
    """Take it up again."""

    def act() -> str:
        reopen_case(current_session(), current_principal(), case_id, now=now())
        return str(_("The case is open again."))

    return _done(case_id, "details", act)


def _done(case_id: int, form: str, act: Callable[[], str]) -> Answer:
    try:
        said = act()
    except (Invalid, Conflict, StaleVersion) as refusal:
        current_session().rollback()
        return case_page(case_id, form_errors(refusal), form), refusal.status
    see_notices(current_session(), current_principal(), case_id=case_id, now=now())
    if said:
        flash(said, "success")
    return redirect(url_for("cases.show", case_id=case_id), 303)


def _version() -> int | None:
    return request.form.get("version", type=int)
