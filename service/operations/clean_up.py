"""Clear what nobody needs any more."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlmodel import Session, col

from models.audit import IdempotencyKey
from models.job import Run
from models.rate import RateWindow
from models.sign_in import BrowserSession, SignInFailure
from models.vocabulary import RunState
from service.auth.attempts import WINDOW
from service.operations.abandon_generations import abandon_generations
from service.operations.take_allowance import KEPT

# A client that has not repeated its request within two days will not.
IDEMPOTENCY_KEPT = timedelta(days=2)
# Kinds of which there are many a day.
_FREQUENT = ("score_accounts", "check_cases", "escalate_cases", "tell_notices", "send_digests", "send_to_channel")
SINGLE_SCORINGS_KEPT = timedelta(days=14)


def clean_up(session: Session, *, now: datetime) -> dict[str, int]:
    """Delete spent keys, ended sign-ins, runs of single scorings and dead generations; gives how many of each."""
    keys = session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.created_at) < now - IDEMPOTENCY_KEPT))
    runs = session.execute(
        delete(Run).where(
            col(Run.kind).in_(_FREQUENT),
            col(Run.state) == RunState.DONE,
            col(Run.finished_at) < now - SINGLE_SCORINGS_KEPT,
        )
    )
    sign_ins = session.execute(
        delete(BrowserSession).where(or_(col(BrowserSession.expires_at) < now, col(BrowserSession.ended_at) < now))
    )
    session.execute(delete(RateWindow).where(col(RateWindow.ends_at) < now - KEPT))
    session.execute(delete(SignInFailure).where(col(SignInFailure.at) <= now - WINDOW))
    generations = abandon_generations(session, now=now)
    return {
        "idempotency_keys": getattr(keys, "rowcount", 0),
        "sign_ins": getattr(sign_ins, "rowcount", 0),
        "runs": getattr(runs, "rowcount", 0),
        "generations": generations,
    }
