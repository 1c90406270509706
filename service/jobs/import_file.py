"""Importing a long uploaded file, a short transaction at a time."""

from models.user import User
from service.auth.identify import principal_of
from service.database import reading, writing
from service.errors import NotFound
from service.imports.house import House
from service.jobs.context import JobContext
from service.operations.claim_run import Claim, extend_lease, finish_run
from service.operations.upload_import import finish_upload


def run_import_file(context: JobContext, claim: Claim) -> None:
    """Go on with the payload's batch, with the reach that its user has now; a killed run is simply continued."""
    now = context.clock()
    with writing(context.factory) as session:
        user = session.get(User, claim.payload["user_id"])
        if user is None or not user.active:
            raise NotFound
        principal = principal_of(session, user, now=now)

    def note(done: int, total: int) -> None:
        with writing(context.factory) as session:
            extend_lease(session, claim, now=context.clock(), done=done, total=total)

    result = finish_upload(
        lambda: reading(context.factory),
        lambda: writing(context.factory),
        principal,
        int(claim.payload["batch_id"]),
        context.settings.upload_folder,
        clock=context.clock,
        note=note,
        house=House.of(context.settings),
    )
    with writing(context.factory) as session:
        fields = {"batch_id": result.batch_id, "state": result.state.value, "created": result.created}
        finish_run(session, claim, now=context.clock(), result=fields)
