"""Clearing as a job."""

from service.database import writing
from service.jobs.context import JobContext
from service.operations.claim_run import Claim, finish_run
from service.operations.clean_up import clean_up
from service.operations.discard_stale_uploads import discard_stale_uploads


def run_clean_up(context: JobContext, claim: Claim) -> None:
    """Clear what nobody needs any more, and note how much it was."""
    now = context.clock()
    with writing(context.factory) as session:
        cleared = clean_up(session, now=now)
        cleared["uploads"] = discard_stale_uploads(session, context.settings.upload_folder, now=now)
        finish_run(session, claim, now=now, result=dict(cleared))
