"""One step of the worker: claim a run, do it, and say whether there was one."""

import traceback

import structlog

from service.database import writing
from service.errors import Refusal
from service.jobs.cases import OUTSIDE
from service.jobs.context import JobContext
from service.jobs.kinds import KINDS
from service.operations.claim_run import Claim, LeaseLost, claim_run, fail_run

log = structlog.get_logger()


def work_once(context: JobContext, *, outside: bool = False) -> bool:
    """Do the next run that is due; False where there was none.

    ``outside``: one of those that wait for others' servers, which the ordinary worker leaves alone.

    A run that fails is tried again later and set aside after three attempts, while the rest goes on. Its error is
    kept without the values that were at hand: they may be about people.
    """
    with writing(context.factory) as session:
        only, but = (OUTSIDE, frozenset[str]()) if outside else (frozenset[str](), OUTSIDE)
        claim = claim_run(session, context.owner, now=context.clock(), only=only, but=but)
    if claim is None:
        return False
    log.info("run started", kind=claim.kind, scope=claim.scope, period=claim.period, attempt=claim.attempt)
    try:
        handler = KINDS.get(claim.kind)
        if handler is None:
            raise Refusal(f"No worker knows the kind {claim.kind!r}.")
        handler(context, claim)
    except LeaseLost:
        # Somebody else does it by now; what this worker computed was not committed.
        log.warning("lease lost", kind=claim.kind, scope=claim.scope, run_id=claim.run_id)
    except Exception as error:  # the boundary of one run: whatever it is, the other runs must go on
        _note_failure(context, claim, error)
    else:
        log.info("run done", kind=claim.kind, scope=claim.scope, run_id=claim.run_id)
    return True


def _note_failure(context: JobContext, claim: Claim, error: Exception) -> None:
    where = traceback.extract_tb(error.__traceback__)[-1]
    said = error.detail if isinstance(error, Refusal) else type(error).__name__
    log.exception("run failed", kind=claim.kind, scope=claim.scope, run_id=claim.run_id, attempt=claim.attempt)
    try:
        with writing(context.factory) as session:
            fail_run(session, claim, f"{said} ({where.name}, line {where.lineno})", now=context.clock())
    except LeaseLost:
        log.warning("lease lost", kind=claim.kind, scope=claim.scope, run_id=claim.run_id)
