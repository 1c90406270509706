"""State how an account decides: votes, vetoes and the quota; or that it is not known any more."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlmodel import col
from werkzeug.wrappers import Response

from models.chain import DecisionRule
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.edge.permits import allows
from service.errors import Conflict, Invalid, NotFound, Refusal
from service.inputs.chain import DecisionRuleChange, NewDecisionRule
from service.operations.references import standing
from service.operations.set_decision_rule import change_decision_rule, end_decision_rule, set_decision_rule
from service.web.accounts.account_page import AccountPage, open_account
from service.web.accounts.blueprint import accounts
from service.web.accounts.people import people_page
from service.web.form_errors import form_errors
from service.web.form_input import form_input
from service.web.translated import translated


@accounts.post("/<int:account_id>/decision-rule")
@allows(Resource.ACCOUNT, Action.WRITE)
def state_rule(account_id: int) -> Response | tuple[str, int]:
    """State the rule, or change the one that is stated."""
    page, session, principal = open_account(account_id), current_session(), current_principal()
    given: dict[str, Any] = {"quota": _decimal("quota"), "votes": _votes(page)}
    try:
        held = _standing_rule(account_id)
        if held is None:
            set_decision_rule(
                session, principal, form_input(NewDecisionRule, account_id=account_id, **given), now=now()
            )
        else:
            values = form_input(NewDecisionRule, account_id=account_id, **given)
            change = form_input(DecisionRuleChange, quota=values.quota, votes=values.votes)
            change_decision_rule(session, principal, held, change, now=now())
    except (Invalid, Conflict) as refusal:
        session.rollback()
        return people_page(open_account(account_id), request.form.to_dict(), _errors(refusal, given["votes"])), 422
    flash(_("How they decide is stated from today on."), "success")
    return redirect(url_for("accounts.people", account_id=account_id), 303)


@accounts.post("/<int:account_id>/decision-rule/end")
@allows(Resource.ACCOUNT, Action.WRITE)
def forget_rule(account_id: int) -> Response:
    """Say that the rule is not known any more; one is assumed in its place."""
    open_account(account_id)
    held = _standing_rule(account_id)
    if held is None:
        raise NotFound
    try:
        end_decision_rule(current_session(), current_principal(), held, now=now())
        flash(_("How they decide is assumed from today on."), "success")
    except Conflict as refusal:
        current_session().rollback()
        flash(translated(refusal.detail), "info")
    return redirect(url_for("accounts.people", account_id=account_id), 303)


def _standing_rule(account_id: int) -> int | None:
    statement = select(col(DecisionRule.id)).where(*standing(DecisionRule, account_id))
    return current_session().execute(statement.order_by(col(DecisionRule.id).desc()).limit(1)).scalar_one_or_none()


def _decimal(name: str) -> str:
    return request.form.get(name, "").strip().replace(",", ".")


def _votes(page: AccountPage) -> list[dict[str, Any]]:
    """The votes of all who have one or a veto; whoever has neither stays out of the rule."""
    found = []
    for person_id in page.chain.members:
        votes, veto = _decimal(f"votes_{person_id}") or "0", f"veto_{person_id}" in request.form
        if veto or votes.strip("0.") or not votes.replace(".", "").isdigit():
            found.append({"person_id": person_id, "votes": votes, "veto": veto})
    return found


def _errors(refusal: Refusal, votes: list[dict[str, Any]]) -> dict[str, str]:
    """Each message at the control that it is about: a vote is named by its person."""
    controls = {f"votes.{at}.{part}": f"votes_{vote['person_id']}" for at, vote in enumerate(votes)
                for part in ("votes", "person_id")}  # fmt: skip
    return form_errors(refusal, {**controls, "votes": ""})
