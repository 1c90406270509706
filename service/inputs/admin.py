"""What may be written about users, teams, territories, tokens, schedules and runs."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from models.vocabulary import UserRole
from service.inputs.base import Input, changes_of
from service.inputs.fields import Email, Id, Moment, TimeZone, Title

Ids = Annotated[list[Id], Field(max_length=1000)]
Cron = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9*,/ -]{1,60}$")]
ScheduledKind = Literal["score_portfolio", "issue_reports", "clean_up"]


class NewUser(Input):
    """One of our people. Without a password they choose one by a link."""

    email: Email
    name: Title
    role: UserRole
    title: Title | None = None
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    sees_names: bool = False
    language: Literal["en", "zh"] = "en"
    time_zone: TimeZone = "UTC"
    team_ids: Ids = Field(default=[])
    territory_ids: Ids = Field(default=[])


class UserFields(Input):
    """What an administrator changes of a user."""

    email: Email
    name: Title
    role: UserRole
    title: Title | None = None
    active: bool = True
    sees_names: bool = False
    language: Literal["en", "zh"] = "en"
    time_zone: TimeZone = "UTC"
    team_ids: Ids = Field(default=[])
    territory_ids: Ids = Field(default=[])


UserChange = changes_of(UserFields)


class NewGroup(Input):
    """A team or a territory with its members."""

    name: Title
    member_ids: Ids = Field(default=[])


GroupChange = changes_of(NewGroup)


class NewToken(Input):
    """A key for a program; it acts for its owner within its scopes, at most a year."""

    name: Title
    scopes: Annotated[list[Annotated[str, StringConstraints(max_length=60)]], Field(min_length=1, max_length=100)]
    expires_at: Moment | None = None


class NewSchedule(Input):
    """When something happens by itself, on the wall clock of a time zone; weekdays by name, month end as “last”."""

    name: Title
    kind: ScheduledKind
    month: Cron = "*"
    day: Cron = "*"
    day_of_week: Cron = "*"
    hour: Cron = "0"
    minute: Cron = "0"
    time_zone: TimeZone = "UTC"
    enabled: bool = True


ScheduleChange = changes_of(NewSchedule)


class NewRun(Input):
    """A piece of work to be done now, once."""

    kind: ScheduledKind
