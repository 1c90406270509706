"""What may be written about waves: whom they are for, what they wait for, and how they are sent."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from scoring.vocabulary import LifecycleStage, OrganisationSide, Role, SubRole
from service.inputs.base import Change, Input
from service.inputs.fields import Id, Label, Language, Moment, Title
from service.sending.audience import MOST_NAMED
from service.sending.rules import RANGES
from service.sending.triggers import MOST_DAYS_BEFORE, TriggerKind

_Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_Hour = Annotated[int, Field(ge=0, le=24)]


def _within(name: str) -> object:
    least, most = RANGES[name]
    return Field(ge=least, le=most)


class WaveTrigger(Input):
    """What a wave waits for; people are asked as it fires, each on every occasion once."""

    kind: TriggerKind
    stage: LifecycleStage | None = Field(default=None, description="The stage that is waited for.")
    days: int = Field(default=120, ge=1, le=MOST_DAYS_BEFORE, description="How many days before a contract ends.")
    wait_hours: int = Field(default=0, ge=0, le=720, description="How long to wait after a ticket or a stage.")

    @model_validator(mode="after")
    def _names_its_stage(self) -> Self:
        if self.kind is TriggerKind.STAGE_REACHED and self.stage is None:
            raise ValueError("stage must be given")
        return self


class WaveAudience(Input):
    """Whom a wave is for: every part that names something must hold."""

    roles: list[Role | SubRole] = Field(default_factory=list, max_length=50)
    sides: list[OrganisationSide] = Field(default_factory=list, max_length=10)
    segments: list[Label] = Field(default_factory=list, max_length=100)
    account_ids: list[Id] = Field(default_factory=list, max_length=MOST_NAMED)
    stages: list[LifecycleStage] = Field(default_factory=list, max_length=20)
    tags: list[Annotated[str, Field(min_length=1, max_length=60)]] = Field(default_factory=list, max_length=50)
    touchpoint_id: Id | None = Field(default=None, description="Accounts at the stage of this touchpoint.")
    trigger: WaveTrigger | None = None


class WaveWindow(Input):
    """Days of the week and hours in which mails go out, in the time zone of each respondent."""

    days: list[_Day] = Field(default=["tue", "wed", "thu"], min_length=1, max_length=7)
    opens: _Hour = 9
    closes: _Hour = 16

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("closes must lie after opens")
        return self


class WaveRules(Input):
    """How a wave is sent."""

    quarantine_days: Annotated[int, _within("quarantine_days")] = 30
    account_share: float = Field(default=1.0, gt=0, le=1, allow_inf_nan=False)
    reminders: Annotated[int, _within("reminders")] = 1
    reminder_after_days: Annotated[int, _within("reminder_after_days")] = 7
    expires_after_days: Annotated[int, _within("expires_after_days")] = 30
    repeat_months: Annotated[int, _within("repeat_months")] = 0
    window: WaveWindow = Field(default_factory=WaveWindow)


class NewWave(Input):
    """A survey to be sent to the people of an audience."""

    survey_id: Id
    name: Title
    audience: WaveAudience = Field(default_factory=WaveAudience)
    rules: WaveRules = Field(default_factory=WaveRules)


class WaveChange(Change):
    """What may be set until a wave has begun; a start that has passed is now. What is given replaces what was."""

    name: Title = ""
    audience: WaveAudience = Field(default_factory=WaveAudience)
    rules: WaveRules = Field(default_factory=WaveRules)
    starts_at: Moment | None = None


class WaveStart(Input):
    """When a wave begins; without a moment, or with one that has passed, at once."""

    starts_at: Moment | None = None


class WaveEnd(Input):
    """How a wave is cancelled."""

    close_links: bool = Field(default=False, description="Links that were sent open nothing any more.")


class WaveTest(Input):
    """In which language oneself is sent the mail of a wave."""

    language: Language
