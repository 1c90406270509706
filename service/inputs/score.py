"""What may be written about scores: a person's own judgement, and exchange rates."""

from typing import Annotated

from pydantic import Field

from service.inputs.base import Input, changes_of
from service.inputs.fields import Currency, Day, Id, Name, Remark, Score100

Rate = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]


class NewOverride(Input):
    """A score that a person sets over the computed one, with the reason, up to ``expires_on`` (at most 60 days)."""

    account_id: Id
    score: Score100
    reason: Remark
    expires_on: Day


OverrideChange = changes_of(NewOverride, but=frozenset({"account_id"}))


class NewExchangeRate(Input):
    """How many units of the company's own currency one unit of ``currency`` is worth, on a day, by a source."""

    currency: Currency
    rate: Rate
    as_of: Day
    source: Name


ExchangeRateChange = changes_of(NewExchangeRate, but=frozenset({"currency"}))
