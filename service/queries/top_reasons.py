"""Why each of some accounts may be lost: the one reason that weighs most."""

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlmodel import Session, col

from models.account import Account
from models.score import RenewalRisk
from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.packed_scores import ReasonResult, unpack_reasons
from service.queries.scores import in_force
from service.queries.visibility import accounts_within

# In log-odds; below it a reason is not worth a column.
LEAST = 0.1


def top_reasons(session: Session, principal: Principal, account_ids: Sequence[int]) -> dict[int, ReasonResult]:
    """By account, the reason that adds most to the risk of its riskiest renewal; accounts without one are left out."""
    if not account_ids:
        return {}
    force = in_force(session)
    statement = (
        select(col(RenewalRisk.account_id), col(RenewalRisk.probability), col(RenewalRisk.reasons))
        .join(
            force,
            and_(
                force.c.account_id == col(RenewalRisk.account_id),
                force.c.generation_id == col(RenewalRisk.generation_id),
            ),
        )
        .join(Account, col(Account.id) == col(RenewalRisk.account_id))
        .where(col(RenewalRisk.account_id).in_(account_ids), accounts_within(principal, Resource.ACCOUNT))
        .order_by(col(RenewalRisk.account_id), col(RenewalRisk.probability))
    )
    found: dict[int, ReasonResult] = {}
    for row in session.execute(statement):
        worst = max(unpack_reasons(row.reasons, DEFAULT_RISK_PARAMETERS), key=lambda reason: reason.log_odds)
        # Rows come in the order of risk: the riskiest renewal has the last word.
        found[row.account_id] = worst
    return {account_id: reason for account_id, reason in found.items() if reason.log_odds >= LEAST}
