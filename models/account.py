"""Customer accounts and their contracts."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field

from models.base import Tracked, amount, choice, key, moment
from scoring.vocabulary import ContractOutcome, LifecycleStage


class Account(Tracked, table=True):
    """A company that buys from us, or a part of one."""

    __table_args__ = (
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        Index("ix_account_stale_since", "stale_since"),
    )

    id: int = key()
    name: str = Field(max_length=300)
    # Case-folded, accent- and form-normalised: what search and look-alike detection compare.
    name_key: str = Field(max_length=300, index=True)
    domain: str | None = Field(default=None, max_length=253, index=True)
    parent_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    segment: str | None = Field(default=None, max_length=100, index=True)
    region: str | None = Field(default=None, max_length=100)
    country: str | None = Field(default=None, max_length=2)
    industry: str | None = Field(default=None, max_length=100)
    lifecycle_stage: LifecycleStage = choice(LifecycleStage, default=LifecycleStage.ONBOARDING)
    language: str = Field(default="en", max_length=20)
    time_zone: str = Field(default="UTC", max_length=64)
    owner_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    csm_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    territory_id: int | None = Field(default=None, foreign_key="territory.id", index=True)
    customer_since: date | None = None
    # Free marks in one spelling (service.surveys.branching.tag_key); surveys and audiences go by them.
    tags: list[str] = Field(default_factory=list, sa_type=JSON)
    # Set when anything that a score depends on has changed; cleared by the scoring that takes it in.
    stale_since: datetime | None = moment(default=None)
    archived_at: datetime | None = moment(default=None)


class Contract(Tracked, table=True):
    """One term of business with an account: its end is one renewal."""

    __table_args__ = (
        CheckConstraint("ends_on > starts_on", name="ends_after_it_starts"),
        CheckConstraint("arr >= 0", name="arr_not_negative"),
        Index("ix_contract_ends_on_outcome", "ends_on", "outcome"),
    )

    id: int = key()
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    name: str = Field(default="", max_length=300)
    # Annual recurring revenue, in the contract's own currency.
    arr: Decimal = amount()
    currency: str = Field(max_length=3)
    starts_on: date
    ends_on: date
    notice_days: int = Field(default=90, ge=0)
    notice_given_on: date | None = None
    auto_renews: bool = Field(default=False)
    outcome: ContractOutcome = choice(ContractOutcome, default=ContractOutcome.OPEN)
    # When the outcome became known to us: a backtest must not look past it.
    outcome_recorded_at: datetime | None = moment(default=None)
    closed_on: date | None = None
    lost_reason: str | None = Field(default=None, max_length=500)
