"""What one currency is worth in another: an assumption with a source, editable like every other."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.base import Tracked


class ExchangeRate(Tracked, table=True):
    """How many units of the company's own currency one unit of ``currency`` is worth."""

    __tablename__ = "exchange_rate"
    __table_args__ = (CheckConstraint("rate > 0", name="rate_above_0"),)

    currency: str = Field(max_length=3, primary_key=True)
    rate: float
    as_of: date
    source: str = Field(max_length=300)
