"""What opens cases, the steps they begin with, and the root causes that can be named."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from models.case import Playbook
from models.vocabulary import CaseOrigin
from service.auth.policy import Resource
from service.cases.rules import BOUNDS, DELIVERED
from service.edge.current import current_principal, current_session, now
from service.edge.permits import needs
from service.errors import Conflict, Invalid, NotFound
from service.i18n.labels import options
from service.i18n.languages import LANGUAGES
from service.inputs.case import NewPlaybook, NewRootCause, PlaybookChange, RootCauseChange
from service.operations.add_delivered_playbooks import add_delivered_playbooks
from service.operations.add_delivered_root_causes import add_delivered_root_causes
from service.operations.set_case_rule import set_case_rule
from service.operations.shared_entries import PLAYBOOKS, ROOT_CAUSES
from service.queries.case_choices import playbooks, root_causes
from service.queries.case_rules import case_rules
from service.web.form_errors import form_errors
from service.web.form_input import form_input

closed_loop = Blueprint("admin_cases", __name__, url_prefix="/admin/cases")
needs(closed_loop, Resource.ADMIN)

#: What each number of a rule says, in the order of its form.
NUMBERS: dict[str, Any] = {
    "nps_at_most": _l("NPS at most (0–10)"),
    "share_at_most": _l("CSAT and CES at most (0 = bad end, 1 = good end)"),
    "weight_at_least": _l("Share of the decision at least (0–1)"),
    "after_days": _l("Silent for at least (days)"),
    "points": _l("Fallen by at least (points of 100)"),
    "confidence": _l("Scores at least so sure (0–1)"),
    "tickets": _l("Tickets of one category at least"),
    "within_days": _l("Within (days)"),
}


@closed_loop.get("")
def index() -> str:
    """All of it on one page."""
    return _page()


@closed_loop.post("/rules")
def rule() -> Response | tuple[str, int]:
    """Switch one rule on or off and set its numbers."""
    form = request.form
    origin = next((one for one in DELIVERED if one.value == form.get("origin")), None)
    if origin is None:
        return _page(errors={"": _("There is no such rule.")}), 422
    try:
        numbers = {name: _number(name, form[name]) for name in vars(DELIVERED[origin]) if form.get(name, "").strip()}
        set_case_rule(
            current_session(),
            current_principal(),
            origin,
            enabled=form.get("enabled") == "1",
            numbers=numbers,
            now=now(),
        )
    except Invalid as refusal:
        current_session().rollback()
        return _page(errors=form_errors(refusal), at=origin.value), 422
    return _saved(_("The rule was saved. It holds from its next look on."))


@closed_loop.post("/causes")
def add_cause() -> Response | tuple[str, int]:
    """Name one more root cause."""
    try:
        wanted = form_input(NewRootCause, name=request.form.get("name", "").strip())
        ROOT_CAUSES.create(current_session(), current_principal(), wanted, now=now())
    except (Invalid, Conflict) as refusal:
        current_session().rollback()
        return _page(errors=form_errors(refusal), at="causes"), refusal.status
    return _saved(_("The root cause was added."))


@closed_loop.post("/causes/delivered")
def delivered_causes() -> Response | tuple[str, int]:
    """Add the delivered root causes in one language."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        return _page(errors={"": _("There is no such language.")}), 422
    add_delivered_root_causes(current_session(), current_principal(), language, now=now())
    return _saved(_("The root causes were added."))


@closed_loop.post("/causes/<int:root_cause_id>")
def change_cause(root_cause_id: int) -> Response | tuple[str, int]:
    """Rename a root cause, or remove one that no case has."""
    session, principal = current_session(), current_principal()
    try:
        if request.form.get("remove"):
            ROOT_CAUSES.remove(session, principal, root_cause_id, now=now())
        else:
            wanted = form_input(RootCauseChange, name=request.form.get("name", "").strip())
            ROOT_CAUSES.change(session, principal, root_cause_id, wanted, now=now())
    except (Invalid, Conflict) as refusal:
        session.rollback()
        return _page(errors=form_errors(refusal), at="causes"), refusal.status
    return _saved(_("The root causes were saved."))


@closed_loop.post("/playbooks/delivered")
def delivered() -> Response | tuple[str, int]:
    """Add the delivered playbooks in one language."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        return _page(errors={"": _("There is no such language.")}), 422
    add_delivered_playbooks(current_session(), current_principal(), language, now=now())
    return _saved(_("The playbooks were added."))


@closed_loop.get("/playbooks/new")
def new_playbook() -> str:
    """The form of a new playbook."""
    return _playbook_form(None)


@closed_loop.get("/playbooks/<int:playbook_id>")
def playbook(playbook_id: int) -> str:
    """The form of a playbook."""
    held = current_session().get(Playbook, playbook_id)
    if held is None:
        raise NotFound
    return _playbook_form(held)


@closed_loop.post("/playbooks")
def add_playbook() -> Response | tuple[str, int]:
    """Add a playbook."""
    try:
        PLAYBOOKS.create(current_session(), current_principal(), _entered(NewPlaybook), now=now())
    except (Invalid, Conflict) as refusal:
        current_session().rollback()
        return _playbook_form(None, form_errors(refusal)), refusal.status
    return _saved(_("The playbook was added."))


@closed_loop.post("/playbooks/<int:playbook_id>")
def change_playbook(playbook_id: int) -> Response | tuple[str, int]:
    """Change a playbook: cases that have its steps keep them. Or remove one that no case has."""
    session, principal = current_session(), current_principal()
    try:
        if request.form.get("remove"):
            PLAYBOOKS.remove(session, principal, playbook_id, now=now())
        else:
            PLAYBOOKS.change(session, principal, playbook_id, _entered(PlaybookChange), now=now())
    except (Invalid, Conflict) as refusal:
        session.rollback()
        return _playbook_form(session.get(Playbook, playbook_id), form_errors(refusal)), refusal.status
    return _saved(_("The playbooks were saved."))


def _entered(kind: Any) -> Any:
    """The playbook as entered: one step a line, its working days before a colon ("3: Call back")."""
    form = request.form
    steps = []
    for line in form.get("steps", "").splitlines():
        days, colon, text = line.partition(":")
        if not line.strip():
            continue
        counted = bool(colon) and days.strip().isascii() and days.strip().isdigit() and len(days.strip()) < 5
        steps.append({"days": int(days), "text": text.strip()} if counted else {"days": 0, "text": line.strip()})
    wanted = form_input(kind, name=form.get("name", "").strip(), steps=steps, language=form.get("language"))
    origin = next((one for one in CaseOrigin if one.value == form.get("origin")), None)
    return wanted.model_copy(update={"origin": origin}) if kind is NewPlaybook else _with_origin(wanted, origin)


def _with_origin(wanted: Any, origin: CaseOrigin | None) -> Any:
    return PlaybookChange.model_validate({**wanted.model_dump(exclude_unset=True), "origin": origin})


def _number(name: str, text: str) -> float:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        number = float("nan")
    if number != number or abs(number) > 1e9:
        least, most = BOUNDS[name]
        message = _("Enter a number from %(least)g to %(most)g.", least=least, most=most)
        raise Invalid(message, [{"path": name, "message": message}])
    return number


def _saved(said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("admin_cases.index"), 303)


def _page(errors: dict[str, str] | None = None, at: str | None = None) -> str:
    session, principal = current_session(), current_principal()
    return render_template(
        "admin/cases.html",
        tab="cases",
        rules=case_rules(session, principal),
        numbers=NUMBERS,
        bounds=BOUNDS,
        playbooks=playbooks(session),
        root_causes=root_causes(session),
        errors=errors or {},
        at=at,
        entered=request.form if at else {},
    )


def _playbook_form(held: Playbook | None, errors: dict[str, str] | None = None) -> str:
    form = request.form
    steps = [] if held is None else [f"{step.get('days', 0)}: {step['text']}" for step in held.steps]
    return render_template(
        "admin/playbook.html",
        tab="cases",
        playbook=held,
        name=form.get("name", "" if held is None else held.name),
        steps=form.get("steps", "\n".join(steps)),
        origin=form.get("origin", held.origin.value if held is not None and held.origin else ""),
        language=form.get("language", "en" if held is None else held.language),
        origins=[(value, words) for value, words in options(CaseOrigin) if value != CaseOrigin.MANUAL],
        errors=errors or {},
    )
