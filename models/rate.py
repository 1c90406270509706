"""How much of what is limited was taken: counted in the database, so that every process sees the same."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.base import moment


class RateWindow(SQLModel, table=True):
    """What somebody took within one window of time; forgotten soon after it."""

    __tablename__ = "rate_window"

    # A keyed digest of what is limited and for whom: no token and no address stands here.
    digest: str = Field(max_length=64, primary_key=True)
    ends_at: datetime = moment(primary_key=True)
    taken: int = Field(default=0)
