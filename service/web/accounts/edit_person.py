"""Changes to one person's part in an account: roles, stance, relationships, ties, and that they have left."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlmodel import Session, col
from werkzeug.wrappers import Response

from models.chain import Relationship, Tie
from models.person import RoleAssignment
from scoring.vocabulary import Strength
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.edge.permits import allows
from service.errors import Conflict, Invalid, NotFound, Refusal, StaleVersion
from service.inputs.chain import NewRelationship, NewStance, NewTie, RelationshipChange
from service.inputs.person import NewRole, PersonChange
from service.operations.assign_role import assign_role, end_role
from service.operations.change_person import change_person
from service.operations.confirm_roles import confirm_roles, reject_roles
from service.operations.note_relationship import change_relationship, note_relationship
from service.operations.observe_stance import observe_stance
from service.operations.references import standing
from service.operations.tie_people import tie_people, untie_people
from service.web.accounts.blueprint import accounts
from service.web.accounts.people import changed_person, open_person, person_fragment, sent_by_script
from service.web.accounts.role_options import chosen_role
from service.web.accounts.tie_options import chosen_tie
from service.web.form_input import form_input

Answer = Response | tuple[str, int]


@accounts.post("/<int:account_id>/people/<int:person_id>/roles")
@allows(Resource.ACCOUNT, Action.WRITE)
def add_role(account_id: int, person_id: int) -> Answer:
    """Give the person a role."""

    def act(session: Session) -> Any:
        role, sub_role = chosen_role(request.form.get("role", ""))
        values = form_input(NewRole, account_id=account_id, person_id=person_id, role=role, sub_role=sub_role)
        assign_role(session, current_principal(), values, now=now())
        return _("The role was added.")

    return _change(account_id, person_id, act)


@accounts.post("/<int:account_id>/people/<int:person_id>/roles/<int:role_id>/<decision>")
@allows(Resource.ACCOUNT, Action.WRITE)
def decide_role(account_id: int, person_id: int, role_id: int, decision: str) -> Answer:
    """Confirm or drop a suggested role, or end one: ``decision`` is ``confirm``, ``drop`` or ``end``."""

    def act(session: Session) -> Any:
        _belongs(session, RoleAssignment, role_id, account_id, person_id)
        if decision == "confirm":
            confirm_roles(session, current_principal(), [role_id], now=now())
            return _("The role was confirmed.")
        if decision == "drop":
            reject_roles(session, current_principal(), [role_id], now=now())
            return _("The suggestion was dropped.")
        if decision != "end":
            raise NotFound
        end_role(session, current_principal(), role_id, now=now())
        return _("The role ends today.")

    return _change(account_id, person_id, act)


@accounts.post("/<int:account_id>/people/<int:person_id>/stance")
@allows(Resource.OPINION, Action.WRITE)
def set_stance(account_id: int, person_id: int) -> Answer:
    """Note where somebody of ours believes the person to stand."""

    def act(session: Session) -> Any:
        form = request.form
        values = form_input(
            NewStance, account_id=account_id, person_id=person_id, stance=form.get("stance"), note=form.get("note")
        )
        observe_stance(session, current_principal(), values, now=now())
        return _("The stance was noted.")

    return _change(account_id, person_id, act)


@accounts.post("/<int:account_id>/people/<int:person_id>/relationship")
@allows(Resource.ACCOUNT, Action.WRITE)
def set_relationship(account_id: int, person_id: int) -> Answer:
    """Note how well one of ours knows the person, or confirm it anew."""

    def act(session: Session) -> Any:
        values = form_input(
            NewRelationship,
            account_id=account_id,
            person_id=person_id,
            user_id=request.form.get("user_id", type=int),
            strength=request.form.get("strength"),
        )
        held = session.execute(
            select(col(Relationship.id)).where(
                *standing(Relationship, account_id),
                col(Relationship.person_id) == person_id,
                col(Relationship.user_id) == values.user_id,
            )
        ).scalar_one_or_none()
        if held is None:
            note_relationship(session, current_principal(), values, now=now())
        else:
            change = form_input(RelationshipChange, strength=Strength(values.strength))
            change_relationship(session, current_principal(), held, change, now=now())
        return _("The relationship was noted as of today.")

    return _change(account_id, person_id, act)


@accounts.post("/<int:account_id>/people/<int:person_id>/ties")
@allows(Resource.ACCOUNT, Action.WRITE)
def add_tie(account_id: int, person_id: int) -> Answer:
    """Tie the person to another one."""

    def act(session: Session) -> Any:
        form = request.form
        kind, is_source = chosen_tie(form.get("kind", ""))
        other = form.get("other", type=int)
        source, target = (person_id, other) if is_source else (other, person_id)
        values = form_input(
            NewTie,
            account_id=account_id,
            kind=kind,
            source_id=source,
            target_id=target,
            strength=form.get("strength"),
        )
        tie_people(session, current_principal(), values, now=now())
        return _("The tie was drawn.")

    return _change(account_id, person_id, act)


@accounts.post("/<int:account_id>/people/<int:person_id>/ties/<int:tie_id>/end")
@allows(Resource.ACCOUNT, Action.WRITE)
def end_tie(account_id: int, person_id: int, tie_id: int) -> Answer:
    """Let a tie end today."""

    def act(session: Session) -> Any:
        _belongs(session, Tie, tie_id, account_id, person_id)
        untie_people(session, current_principal(), tie_id, now=now())
        return _("The tie ends today.")

    return _change(account_id, person_id, act)


@accounts.post("/<int:account_id>/people/<int:person_id>/left")
@allows(Resource.ACCOUNT, Action.WRITE)
def note_departure(account_id: int, person_id: int) -> Answer:
    """Note that the person has left; the map no longer shows them from that day on."""
    open_person(account_id, person_id)
    session = current_session()
    try:
        change = form_input(PersonChange, left_on=request.form.get("left_on"))
        if "left_on" not in change.model_fields_set:
            message = _("Enter a date, such as 2026-03-31.")
            raise Invalid(message, [{"path": "left_on", "message": message}])
        left = change_person(session, current_principal(), person_id, change, now=now())
    except (Invalid, Conflict, StaleVersion) as refusal:
        return _refused(account_id, person_id, refusal)
    flash(_("%(name)s is noted as having left.", name=left.name), "success")
    address = url_for("accounts.show", account_id=account_id)
    if sent_by_script():
        return Response(status=204, headers={"HX-Redirect": address})
    return redirect(address, 303)


def _change(account_id: int, person_id: int, act: Callable[[Session], Any]) -> Answer:
    """Carry out one change, and answer with the person as they are now.

    :raises NotFound: nobody of this account, whatever was sent.
    """
    open_person(account_id, person_id)
    session = current_session()
    try:
        said = act(session)
    except (Invalid, Conflict, StaleVersion) as refusal:
        return _refused(account_id, person_id, refusal)
    if sent_by_script():
        return changed_person(account_id, person_id)
    flash(said, "success")
    return redirect(url_for("accounts.person", account_id=account_id, person_id=person_id), 303)


def _refused(account_id: int, person_id: int, refusal: Refusal) -> Answer:
    current_session().rollback()
    problem = " ".join(dict.fromkeys(one["message"] for one in refusal.problems)) or refusal.detail
    if sent_by_script():
        return person_fragment(open_person(account_id, person_id), problem), 422
    flash(problem, "danger")
    return redirect(url_for("accounts.person", account_id=account_id, person_id=person_id), 303)


def _belongs(
    session: Session, table: type[RoleAssignment] | type[Tie], number: int, account_id: int, person_id: int
) -> None:
    """Refuse a role or a tie of somebody else, as if it did not exist.

    :raises NotFound: it is none of this person's on this account.
    """
    row: Any = session.get(table, number)
    if row is None or row.account_id != account_id:
        raise NotFound
    if person_id not in ((row.person_id,) if table is RoleAssignment else (row.source_id, row.target_id)):
        raise NotFound
