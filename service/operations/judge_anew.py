"""Have accounts judged anew because the scorecard that counts for them is another one."""

from datetime import datetime

from sqlalchemy import and_, true, update
from sqlmodel import Session, col

from models.account import Account
from models.score import ScorecardVersion
from service.operations.enqueue_run import enqueue_run

SCORE_PORTFOLIO = "score_portfolio"


def judge_anew(session: Session, version: ScorecardVersion, *, now: datetime, requested_by_id: int | None) -> None:
    """Mark the accounts that ``version`` is for as due for scoring, and order one run over all of them.

    The run judges the whole portfolio at once, so that the averages of segments are those of the new card too.
    """
    segment = true() if version.segment is None else col(Account.segment) == version.segment
    meant = and_(segment, col(Account.archived_at).is_(None), col(Account.stale_since).is_(None))
    session.execute(update(Account).where(meant).values(stale_since=now).execution_options(synchronize_session=False))
    period = f"scorecard {version.id}.{version.version}"
    enqueue_run(session, SCORE_PORTFOLIO, "all", period, now=now, priority=5, requested_by_id=requested_by_id)
