"""Tie two people of a chain, change the tie, or untie them."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from models.chain import Tie
from scoring.vocabulary import TieKind
from service.auth.principal import Principal
from service.errors import Conflict
from service.inputs.base import Change
from service.inputs.chain import NewTie
from service.operations.effective import add_fact, end_fact, fact_to_change, replace_fact
from service.operations.references import (
    MOST_TIES,
    account_to_write,
    check_member,
    check_room,
    check_start,
    invalid,
    standing,
)

_BOTH_WAYS = frozenset({TieKind.WORKS_WITH, TieKind.CONFLICTS})


def tie_people(session: Session, principal: Principal, values: NewTie, *, now: datetime) -> Tie:
    """A tie between two members of one chain, flushed.

    :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: one of them has no place there, both are one, reporting would run in a circle, or too many ties.
    :raises Conflict: the two are tied in this way already.
    """
    account = account_to_write(session, principal, values.account_id)
    if values.source_id == values.target_id:
        raise invalid("target_id", "A tie joins two different people.")
    check_member(session, account.id, values.source_id, "source_id")
    check_member(session, account.id, values.target_id, "target_id")
    check_room(session, Tie, account.id, MOST_TIES, "ties")
    _check_is_new(session, account.id, values.kind, values.source_id, values.target_id)
    fields = values.model_dump(exclude={"valid_from"})
    return add_fact(session, principal, Tie(**fields, valid_from=check_start(values.valid_from, now)), "tie", now=now)


def change_tie(session: Session, principal: Principal, tie_id: int, change: Change, *, now: datetime) -> Tie:
    """Replace a tie by one of another kind or strength from today on.

    :raises NotFound: absent, or not within reach; :raises Conflict: replaced, ended, or tied in this way already.
    :raises Invalid: reporting would run in a circle.
    """
    tie = fact_to_change(session, principal, Tie, tie_id)
    values = change.values
    missing = [name for name, value in values.items() if value is None]
    if missing:
        raise invalid(missing[0], "This field needs a value.")
    if values.get("kind", tie.kind) is not tie.kind:
        _check_is_new(session, tie.account_id, values["kind"], tie.source_id, tie.target_id)
    return replace_fact(session, principal, tie, "tie", values, now=now)


def untie_people(session: Session, principal: Principal, tie_id: int, *, now: datetime) -> None:
    """Let a tie end today.

    :raises NotFound: absent, or not within reach; :raises Conflict: replaced or ended already.
    """
    end_fact(session, principal, fact_to_change(session, principal, Tie, tie_id), "tie", now=now)


def _check_is_new(session: Session, account_id: int, kind: TieKind, source_id: int, target_id: int) -> None:
    same = and_(col(Tie.source_id) == source_id, col(Tie.target_id) == target_id)
    if kind in _BOTH_WAYS:
        same = or_(same, and_(col(Tie.source_id) == target_id, col(Tie.target_id) == source_id))
    statement = select(col(Tie.id)).where(*standing(Tie, account_id), col(Tie.kind) == kind, same)
    if session.execute(statement).first() is not None:
        raise Conflict("These two are tied in this way already.")
    if kind is TieKind.REPORTS_TO and _reports_to(session, account_id, target_id, source_id):
        raise invalid("target_id", "Reporting would run in a circle.")


def _reports_to(session: Session, account_id: int, who: int, whom: int) -> bool:
    """Whether ``who`` reports to ``whom``, directly or through others."""
    statement = select(col(Tie.source_id), col(Tie.target_id)).where(
        *standing(Tie, account_id), col(Tie.kind) == TieKind.REPORTS_TO
    )
    above: dict[int, list[int]] = {}
    for source, target in session.execute(statement):
        above.setdefault(source, []).append(target)
    waiting, seen = [who], set[int]()
    while waiting:
        here = waiting.pop()
        if here == whom:
            return True
        if here not in seen:
            seen.add(here)
            waiting += above.get(here, [])
    return False
