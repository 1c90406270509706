"""What may be written about accounts and contracts."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from scoring.vocabulary import ContractOutcome, LifecycleStage
from service.inputs.base import Input, changes_of
from service.inputs.fields import (
    Amount,
    Count,
    Country,
    Currency,
    Day,
    Domain,
    Id,
    Label,
    Language,
    MaybeName,
    Name,
    Subject,
    Tags,
    TimeZone,
)


class NewAccount(Input):
    """A company that buys from us, or a part of one (``parent_id``).

    ``owner_id`` and ``csm_id`` are our people; whoever is neither reaches it through ``team_id`` or ``territory_id``.
    """

    name: Name
    domain: Domain | None = None
    parent_id: Id | None = None
    segment: Label | None = None
    region: Label | None = None
    country: Country | None = None
    industry: Label | None = None
    lifecycle_stage: LifecycleStage = LifecycleStage.ONBOARDING
    language: Language = "en"
    time_zone: TimeZone = "UTC"
    owner_id: Id | None = None
    csm_id: Id | None = None
    team_id: Id | None = None
    territory_id: Id | None = None
    customer_since: Day | None = None
    tags: Tags = Field(default_factory=list)


AccountChange = changes_of(NewAccount)


class NewContract(Input):
    """One term of business: from ``starts_on`` up to ``ends_on``, worth ``arr`` a year in ``currency``."""

    account_id: Id
    name: MaybeName = ""
    arr: Amount
    currency: Currency
    starts_on: Day
    ends_on: Day
    notice_days: Count = 90
    notice_given_on: Day | None = None
    auto_renews: bool = False
    outcome: ContractOutcome = ContractOutcome.OPEN
    closed_on: Day | None = None
    lost_reason: Subject | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        check_term(self.starts_on, self.ends_on)
        return self


def check_term(starts_on: date, ends_on: date) -> None:
    """Refuse a term that ends before it starts.

    :raises ValueError: it does.
    """
    if ends_on <= starts_on:
        raise ValueError("ends_on must lie after starts_on")


ContractChange = changes_of(NewContract, but=frozenset({"account_id"}))
