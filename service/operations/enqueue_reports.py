"""Enqueue the reports of a month: one run an account that its people should look at."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from models.account import Account, Contract
from models.score import RenewalRisk
from scoring.vocabulary import ContractOutcome, RiskBand
from service.operations.enqueue_run import enqueue_run
from service.queries.scores import in_force

KIND = "issue_report"
# A renewal this near is reported whatever its risk; one at risk is reported whenever it comes.
NEAR_DAYS = 120
_AT_RISK: Sequence[RiskBand] = (RiskBand.HIGH, RiskBand.MEDIUM)


def enqueue_reports(session: Session, *, month: str, today: date, now: datetime, schedule_id: int | None = None) -> int:
    """Enqueue the renewal-risk report of every account with a renewal at risk or near; gives how many were new.

    ``month`` ("2026-11") is the period: asked twice, nothing is enqueued again.
    """
    enqueued = 0
    for account_id in accounts_to_report(session, today):
        run_id = enqueue_run(
            session,
            KIND,
            f"account:{account_id}",
            month,
            now=now,
            payload={"account_id": account_id},
            schedule_id=schedule_id,
        )
        enqueued += run_id is not None
    return enqueued


def accounts_to_report(session: Session, today: date) -> list[int]:
    """The accounts whose renewal is near, or at risk in the scores in force."""
    force = in_force(session)
    statement = (
        select(col(Contract.account_id))
        .join(Account, col(Account.id) == col(Contract.account_id))
        .outerjoin(force, force.c.account_id == col(Contract.account_id))
        .outerjoin(
            RenewalRisk,
            and_(
                col(RenewalRisk.generation_id) == force.c.generation_id,
                col(RenewalRisk.contract_id) == col(Contract.id),
            ),
        )
        .where(
            col(Account.archived_at).is_(None),
            col(Contract.outcome) == ContractOutcome.OPEN,
            col(Contract.starts_on) <= today,
            or_(
                col(Contract.ends_on) <= today + timedelta(days=NEAR_DAYS),
                col(RenewalRisk.band).in_(_AT_RISK),
            ),
        )
        .distinct()
        .order_by(col(Contract.account_id))
    )
    return list(session.execute(statement).scalars())
