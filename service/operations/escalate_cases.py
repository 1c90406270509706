"""Take overdue cases up: first the account's owner is told, then the team's lead or the administrators."""

from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlmodel import Session, col

from models.account import Account
from models.case import Case, CaseEvent
from models.user import User
from models.vocabulary import NoticeKind
from service.cases.business_hours import due_after
from service.cases.deadlines import DEADLINES
from service.operations.notify import notify
from service.operations.open_case import hours_of
from service.queries.case_candidates import OVER, leads_of

HIGHEST = 2
MOST_AT_ONCE = 500


def escalate_cases(session: Session, *, now: datetime) -> int:
    """Take each case that is overdue one step up, if it is time for that; gives how many were.

    Step 1 comes when the case is due, step 2 a working day of its assignee later. Each step is one conditional
    update, so that of two workers one takes it.
    """
    statement = (
        select(Case)
        .where(col(Case.state).not_in(OVER), col(Case.due_at) <= now, col(Case.escalation) < HIGHEST)
        .order_by(col(Case.escalation), col(Case.due_at), col(Case.id))
        .limit(MOST_AT_ONCE)
    )
    return sum(_escalate(session, case, now) for case in session.execute(statement).scalars().all())


def _escalate(session: Session, case: Case, now: datetime) -> bool:
    account, step = session.get_one(Account, case.account_id), case.escalation + 1
    if step > 1 and case.due_at is not None:
        hours = hours_of(session, account, case.assignee_id)
        since = max(case.due_at, case.escalated_at or case.due_at)
        if due_after(since, DEADLINES.next_step_up, hours) > now:
            return False
    taken = session.execute(
        update(Case)
        .where(col(Case.id) == case.id, col(Case.escalation) == step - 1, col(Case.state).not_in(OVER))
        .values(escalation=step, escalated_at=now, version=col(Case.version) + 1, updated_at=now)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(taken, CursorResult)  # noqa: S101 - an update always gives one; tells the type checker
    if taken.rowcount != 1:
        return False
    session.refresh(case)
    told = _above(session, case, account, step)
    names = session.execute(select(col(User.name)).where(col(User.id).in_(told)).order_by(col(User.name))).scalars()
    session.add(CaseEvent(case_id=case.id, at=now, kind="escalated", text=", ".join(names)[:5000]))
    session.flush()
    mark = f"{step}:{case.due_at.isoformat() if case.due_at else ''}"
    if step == 1 and case.assignee_id is not None:
        notify(session, NoticeKind.OVERDUE, case, case.assignee_id, mark, now=now)
    for user_id in told:
        notify(session, NoticeKind.ESCALATED, case, user_id, mark, now=now)
    return True


def _above(session: Session, case: Case, account: Account, step: int) -> list[int]:
    """Who is called in: the owner, or where the case is the owner's own or at the second step, the leads."""
    if step == 1 and account.owner_id is not None and account.owner_id != case.assignee_id:
        owner = session.get(User, account.owner_id)
        if owner is not None and owner.active:
            return [owner.id]
    return [user_id for user_id in leads_of(session, account) if user_id != case.assignee_id]
