"""Order a piece of work by hand, or ask for a failed one once more."""

from datetime import datetime

from sqlmodel import Session

from models.job import Run
from models.vocabulary import RunState
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict
from service.operations.enqueue_run import enqueue_run, run_of
from service.operations.record_audit import record_audit
from service.operations.tracked import row_to_change

_FAILED = frozenset({RunState.FAILED, RunState.QUARANTINED})


def order_run(session: Session, principal: Principal, kind: str, *, now: datetime) -> Run:
    """Enqueue work over everything, before what nobody waits for.

    :raises Forbidden: the role orders no runs; :raises Conflict: it was ordered this very second.
    """
    require(principal, Resource.RUN, Action.WRITE, Reach.ALL)
    period = f"by hand {now.isoformat(timespec='seconds')}"
    made = enqueue_run(session, kind, "all", period, now=now, priority=5, requested_by_id=principal.user_id)
    if made is None:
        raise Conflict("This run was ordered a moment ago.")
    run = run_of(session, kind, "all", period)
    record_audit(session, principal, "ordered", "run", run.id, now=now, fields={"kind": kind})
    return run


def retry_run(session: Session, principal: Principal, run_id: int, *, now: datetime) -> Run:
    """Queue a run that failed or was quarantined, with all its attempts before it.

    :raises NotFound: there is none; :raises Conflict: it has not failed.
    """
    require(principal, Resource.RUN, Action.WRITE, Reach.ALL)
    run = row_to_change(session, Run, run_id)
    if run.state not in _FAILED:
        raise Conflict("Only a run that failed can be tried again.")
    run.state, run.attempts, run.available_at, run.error = RunState.QUEUED, 0, now, None
    run.lease_until, run.lease_owner, run.finished_at = None, None, None
    session.add(run)
    session.flush()
    record_audit(session, principal, "retried", "run", run.id, now=now)
    return run
