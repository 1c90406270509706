"""Comments as jobs: new ones are read at once, all of them again after something was learned."""

from service.database import reading, writing
from service.jobs.context import JobContext
from service.operations.claim_run import Claim, extend_lease, finish_run
from service.operations.enqueue_run import enqueue_run
from service.operations.learn_comments import (
    LEARN,
    enqueue_learning,
    is_worth_learning,
    keep_model,
    learn_how_to_read,
)
from service.operations.read_comments import CHUNK, read_comments_again, read_new_comments
from service.queries.comment_basis import latest_model, rated_comments, reader_now

#: Chunks that one run reads before it lets others go first: nobody's score waits longer than a few seconds.
CHUNKS_A_RUN = 6


def run_read_comments(context: JobContext, claim: Claim) -> None:
    """Read the new comments of some accounts; where many ratings came with them, learning is asked for."""
    accounts = [int(number) for number in claim.payload["account_ids"]]
    with reading(context.factory) as session:
        reader = reader_now(session)
    read, count = 0, CHUNK
    while count == CHUNK:
        now = context.clock()
        with writing(context.factory) as session:
            count = read_new_comments(session, reader, accounts, now=now)
            extend_lease(session, claim, now=now, done=read + count)
        read += count
    with writing(context.factory) as session:
        now, rated = context.clock(), rated_comments(session)
        if is_worth_learning(latest_model(session), rated):
            enqueue_learning(session, f"rated:{rated}", now=now)
        finish_run(session, claim, now=now, result={"read": read})


def run_learn_comments(context: JobContext, claim: Claim) -> None:
    """Learn where there is something new, then read all comments anew, a part of them in each run."""
    with reading(context.factory) as session:
        learned = learn_how_to_read(session, now=context.clock())
    if learned is not None:
        with writing(context.factory) as session:
            keep_model(session, learned)
    with reading(context.factory) as session:
        reader = reader_now(session)
    read, count = 0, CHUNK
    for _ in range(CHUNKS_A_RUN):
        now = context.clock()
        with writing(context.factory) as session:
            count = read_comments_again(session, reader, now=now)
            extend_lease(session, claim, now=now, done=read + count)
        read += count
        if count < CHUNK:
            break
    with writing(context.factory) as session:
        now = context.clock()
        if count == CHUNK:
            enqueue_run(session, LEARN, "all", f"after:{claim.run_id}", now=now, priority=-1)
        finish_run(session, claim, now=now, result={"learned": learned is not None, "read": read})
