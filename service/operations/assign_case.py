"""Give a case to somebody: to the one whose it is by the rules, or to a colleague who was named."""

from datetime import datetime

from sqlmodel import Session

from models.account import Account
from models.case import Case, CaseEvent
from models.user import User
from models.vocabulary import CaseOrigin
from service.auth.principal import Principal
from service.cases.assignment import Assignment, assign
from service.inputs.case import CaseChange
from service.operations.change_case import change_case
from service.queries.case_candidates import case_candidates


def whose_case(session: Session, account: Account, origin: CaseOrigin, *, now: datetime) -> Assignment | None:
    """The one to whom a case of this origin goes; None where nobody may work the account's cases."""
    return assign(origin, case_candidates(session, account), now=now)


def assign_case(
    session: Session,
    principal: Principal,
    case_id: int,
    user_id: int | None,
    *,
    version: int | None = None,
    now: datetime,
) -> Case:
    """Give a case to a colleague, who is told; None: to nobody for now.

    :raises NotFound: absent, or not within reach; :raises StaleVersion: changed in between.
    :raises Invalid: the colleague may not work the account's cases.
    """
    change = CaseChange.model_validate({"assignee_id": user_id})
    return change_case(session, principal, case_id, change, version=version, now=now)


def note_cover(session: Session, case: Case, covers_for: int | None, *, now: datetime) -> None:
    """Write into the case for whom its assignee stands in, so that it can go back later."""
    if covers_for is None:
        return
    name = session.get_one(User, covers_for).name
    session.add(CaseEvent(case_id=case.id, at=now, kind="covers", text=name))
    session.flush()
