"""Add somebody to the chain of an account."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from scoring.vocabulary import OrganisationSide
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.edge.permits import allows
from service.errors import Conflict, Invalid
from service.i18n.labels import options
from service.inputs.person import NewPerson, NewRole
from service.operations.add_person import add_person
from service.operations.assign_role import assign_role
from service.web.accounts.account_page import open_account, render_account
from service.web.accounts.blueprint import accounts
from service.web.accounts.role_options import chosen_role, role_options
from service.web.form_errors import form_errors
from service.web.form_input import form_input


@accounts.get("/<int:account_id>/people/new")
@allows(Resource.ACCOUNT, Action.WRITE)
def new_person(account_id: int) -> str:
    """The form for somebody new."""
    return _form(account_id, {"role": _option(request.args.get("role", ""))}, {})


@accounts.post("/<int:account_id>/people")
@allows(Resource.ACCOUNT, Action.WRITE)
def add(account_id: int) -> Response | tuple[str, int]:
    """Add somebody, with a role where one was chosen."""
    session, principal, form = current_session(), current_principal(), request.form
    try:
        values = form_input(
            NewPerson,
            account_id=account_id,
            name=form.get("name"),
            title=form.get("title"),
            email=form.get("email"),
            organisation=form.get("organisation"),
            side=form.get("side"),
        )
        added = add_person(session, principal, values, now=now())
        if form.get("role"):
            role, sub_role = chosen_role(form["role"])
            chosen = form_input(NewRole, account_id=account_id, person_id=added.id, role=role, sub_role=sub_role)
            assign_role(session, principal, chosen, now=now())
    except (Invalid, Conflict) as refusal:
        session.rollback()
        return _form(account_id, form.to_dict(), form_errors(refusal)), 422
    flash(_("%(name)s was added.", name=added.name), "success")
    return redirect(url_for("accounts.person", account_id=account_id, person_id=added.id), 303)


def _form(account_id: int, entered: dict[str, str], errors: dict[str, str]) -> str:
    return render_account(
        "new_person",
        open_account(account_id),
        "people",
        role_options=role_options(),
        sides=options(OrganisationSide),
        entered=entered,
        errors=errors,
    )


def _option(role: str) -> str:
    """The option of a role or a sub-role by its own value; what is neither chooses nothing."""
    return next((value for value, _label in role_options() if role and role in {value, value.partition("/")[2]}), "")
