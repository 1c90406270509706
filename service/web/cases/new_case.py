"""Open a case by hand."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.vocabulary import Urgency
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.edge.permits import allows
from service.errors import Conflict, Invalid
from service.i18n.labels import options
from service.inputs.case import NewCase
from service.operations.open_case import open_case
from service.queries.account_choice import accounts_called
from service.queries.case_candidates import colleagues_for
from service.queries.case_choices import playbooks
from service.queries.visibility import visible_account
from service.web.cases.blueprint import cases
from service.web.form_errors import form_errors
from service.web.form_input import form_input


@cases.get("/new")
@allows(Resource.CASE, Action.WRITE)
def new() -> str:
    """The form; ``account`` in the address chooses the account, else its name is entered first."""
    return _form(request.args)


@cases.post("")
def create() -> Response | tuple[str, int]:
    """Open it, and go to its page."""
    form, session = request.form, current_session()
    names = ("account_id", "title", "urgency", "assignee_id", "playbook_id")
    try:
        values = form_input(NewCase, **{name: form.get(name, "").strip() for name in names})
        case = open_case(session, current_principal(), values, now=now())
    except (Invalid, Conflict) as refusal:
        session.rollback()
        return _form({"account": form.get("account_id", "")}, form_errors(refusal), form), refusal.status
    flash(_("The case is open."), "success")
    return redirect(url_for("cases.show", case_id=case.id), 303)


def _form(asked: Any, errors: dict[str, str] | None = None, entered: Any = None) -> str:
    session, principal = current_session(), current_principal()
    text = (asked.get("account") or "").strip()[:200]
    account, matches = None, []
    if text.isascii() and text.isdigit() and len(text) < 10:
        account = visible_account(session, principal, int(text), Resource.CASE, Action.WRITE)
    elif text:
        matches = accounts_called(session, principal, text)
    return render_template(
        "cases/new.html",
        account=account,
        matches=matches,
        searched=text,
        colleagues=colleagues_for(session, account) if account is not None else [],
        playbooks=[(one.id, one.name) for one in playbooks(session)],
        urgencies=options(Urgency),
        me=principal.user_id,
        errors=errors or {},
        entered=entered or {},
    )
