"""Let a case speak of the answer as it now stands: its giver has changed it."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.case import Case, CaseEvent
from models.survey import Response
from models.vocabulary import NoticeKind
from service.operations.notify import notify
from service.queries.case_candidates import OVER


def note_amended_answer(session: Session, former: Response, amended: Response, *, now: datetime) -> int:
    """Turn the cases about ``former`` to ``amended``, and tell who works them; gives how many they were.

    An open case stays open: whether a better number settles it is for the one who works it to say.
    """
    statement = select(Case).where(col(Case.response_id) == former.id).order_by(col(Case.id)).with_for_update()
    cases = session.execute(statement).scalars().all()
    for case in cases:
        evidence = f"response:{amended.id}"
        case.response_id, case.updated_at = amended.id, now
        case.version += 1
        session.add(case)
        # What it was changed to stands on the answer itself, which fewer people may read.
        session.add(CaseEvent(case_id=case.id, at=now, kind="amended", evidence=evidence))
        session.flush()
        if case.state not in OVER and case.assignee_id is not None:
            notify(session, NoticeKind.JOINED, case, case.assignee_id, evidence, now=now)
    return len(cases)
