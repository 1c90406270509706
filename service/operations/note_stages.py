"""Note when accounts reach a stage, however their stage was set: by hand, by a program, by an import or its undoing."""

from datetime import UTC, datetime

from sqlalchemy import insert, literal, select, update
from sqlmodel import Session, col

from models.account import Account
from models.base import UtcDateTime
from models.survey import StageReached

# Since when accounts stand at the stage that they were first seen at: before anything waited for it.
_BEFORE = datetime(1970, 1, 1, tzinfo=UTC)


def note_stages(session: Session, *, now: datetime) -> None:
    """Compare the stage of every account with the one it was last seen at.

    An account that is seen for the first time was there already: it came into our books, it did not move.
    """
    session.execute(
        update(StageReached)
        .where(
            select(col(Account.id))
            .where(
                col(Account.id) == col(StageReached.account_id), col(Account.lifecycle_stage) != col(StageReached.stage)
            )
            .exists()
        )
        .values(
            stage=select(col(Account.lifecycle_stage))
            .where(col(Account.id) == col(StageReached.account_id))
            .scalar_subquery(),
            since=now,
        )
        .execution_options(synchronize_session=False)
    )
    unseen = select(col(Account.id), col(Account.lifecycle_stage), literal(_BEFORE, UtcDateTime())).where(
        ~select(col(StageReached.account_id)).where(col(StageReached.account_id) == col(Account.id)).exists()
    )
    session.execute(insert(StageReached).from_select(["account_id", "stage", "since"], unseen))
