"""Scoring as jobs: all accounts every night, single ones as soon as they change."""

from sqlmodel import Session

from service.auth.principal import the_service
from service.database import writing
from service.jobs.cases import enqueue_check
from service.jobs.context import JobContext
from service.operations.abandon_generations import abandon_generations
from service.operations.claim_run import Claim, extend_lease, finish_run
from service.operations.learn_comments import enqueue_reading
from service.operations.score_accounts import score_accounts
from service.operations.score_portfolio import score_portfolio
from service.queries.comment_basis import has_new_comments


def run_score_accounts(context: JobContext, claim: Claim) -> None:
    """Score the accounts of the payload; scores and the end of the run become visible together."""
    now = context.clock()
    with writing(context.factory) as session:
        ids = [int(account_id) for account_id in claim.payload["account_ids"]]
        generation_id = score_accounts(session, the_service("scoring"), ids, now=now, run_id=claim.run_id)
        enqueue_check(session, generation_id, ids, now=now)
        if has_new_comments(session, ids):
            enqueue_reading(session, f"generation:{generation_id}", ids, now=now)
        finish_run(session, claim, now=context.clock(), result={"generation_id": generation_id, "accounts": len(ids)})


def run_score_portfolio(context: JobContext, claim: Claim) -> None:
    """Score all accounts. What an earlier attempt left unpublished is cleared first."""
    now = context.clock()
    with writing(context.factory) as session:
        abandon_generations(session, now=now, run_id=claim.run_id)

    def note(done: int, total: int) -> None:
        with writing(context.factory) as session:
            extend_lease(session, claim, now=context.clock(), done=done, total=total)

    def finish(session: Session, generation_id: int) -> None:
        enqueue_check(session, generation_id, None, now=context.clock())
        finish_run(session, claim, now=context.clock(), result={"generation_id": generation_id})

    score_portfolio(
        context.factory,
        now=now,
        run_id=claim.run_id,
        progress=note,
        finish=finish,
        processes=context.settings.scoring_processes,
    )
