"""The tags of an account and of its people, on one page: surveys and audiences go by them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlmodel import col
from werkzeug.wrappers import Response

from models.account import Account
from models.person import Person
from service.auth.policy import Action, Resource
from service.edge.current import abandon, current_principal, current_session, now
from service.edge.permits import allows
from service.errors import Invalid
from service.inputs.account import AccountChange
from service.inputs.person import PersonChange
from service.operations.change_account import change_account
from service.operations.change_person import change_person
from service.operations.references import members_of
from service.queries.visibility import visible_account
from service.web.form_errors import form_errors
from service.web.form_input import form_input

tags = Blueprint("tags", __name__, url_prefix="/accounts")


@tags.get("/<int:account_id>/tags")
@allows(Resource.ACCOUNT)
def show(account_id: int) -> str:
    """The tags as they are."""
    return _page(visible_account(current_session(), current_principal(), account_id), {})


@tags.post("/<int:account_id>/tags")
@allows(Resource.ACCOUNT, Action.WRITE)
def change(account_id: int) -> Response | tuple[str, int]:
    """Set the tags of the account and of each of its people, where they differ."""
    session, principal = current_session(), current_principal()
    account = visible_account(session, principal, account_id, action=Action.WRITE)
    try:
        _set(account)
    except Invalid as refusal:
        abandon()
        account = visible_account(session, principal, account_id)
        return _page(account, form_errors(refusal)), refusal.status
    flash(_("The tags are saved."), "success")
    return redirect(url_for("tags.show", account_id=account_id), 303)


def _set(account: Account) -> None:
    session, principal = current_session(), current_principal()
    # A tag is kept in one spelling; only what differs in it is a change.
    wanted = form_input(AccountChange, tags=_entered("account"))
    if wanted.values["tags"] != account.tags:
        change_account(session, principal, account.id, wanted, now=now())
    for person in _people(account.id):
        if f"person-{person.id}" in request.form:
            entered = form_input(PersonChange, tags=_entered(f"person-{person.id}"))
            if entered.values["tags"] != person.tags:
                change_person(session, principal, person.id, entered, now=now())


def _entered(name: str) -> list[str]:
    text = request.form.get(name, "").replace("，", ",").replace("、", ",")
    return [tag.strip() for tag in text.split(",") if tag.strip()]


def _people(account_id: int) -> list[Person]:
    ids = members_of(current_session(), account_id)
    statement = select(Person).where(col(Person.id).in_(ids)).order_by(col(Person.name))
    return list(current_session().execute(statement).scalars())


def _page(account: Account, errors: dict[str, str]) -> str:
    return render_template("surveys/tags.html", account=account, people=_people(account.id), errors=errors)
