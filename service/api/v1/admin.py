"""Users, teams, territories, tokens, schedules, runs and the audit trail."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from models.user import User
from service.api.answers import Answer
from service.api.noun import Noun
from service.api.schemas import row_model
from service.auth.policy import Action, Reach, Resource
from service.auth.principal import Principal
from service.edge.current import current_principal, current_session, now
from service.errors import Invalid
from service.inputs.admin import (
    GroupChange,
    NewGroup,
    NewRun,
    NewSchedule,
    NewToken,
    NewUser,
    ScheduleChange,
    UserChange,
)
from service.inputs.base import Change
from service.operations.change_team import change_team, create_team, remove_team
from service.operations.change_territory import change_territory, create_territory, remove_territory
from service.operations.change_user import change_user
from service.operations.create_user import create_user
from service.operations.issue_token import issue_token, revoke_token
from service.operations.order_run import order_run, retry_run
from service.operations.shared_entries import SCHEDULES
from service.queries.listing import one
from service.queries.nouns import admin as listed
from service.queries.users import colleagues

Write = Callable[..., Any]


def _create_user(session: Session, principal: Principal, values: NewUser, *, now: datetime) -> User:
    return create_user(session, principal, **values.model_dump(), now=now)


def _change_user(session: Session, principal: Principal, user_id: int, change: Change, *, now: datetime) -> User:
    values = change.values
    _have_values(values, "team_ids", "territory_ids")
    teams, territories = values.pop("team_ids", None), values.pop("territory_ids", None)
    return change_user(session, principal, user_id, values, team_ids=teams, territory_ids=territories, now=now)


def _disable_user(session: Session, principal: Principal, user_id: int, *, now: datetime) -> User:
    return change_user(session, principal, user_id, {"active": False}, now=now)


def _created(create: Write) -> Write:
    def do(session: Session, principal: Principal, values: NewGroup, *, now: datetime) -> Any:
        return create(session, principal, values.name, member_ids=values.member_ids, now=now)

    return do


def _changed(change: Write) -> Write:
    def do(session: Session, principal: Principal, group_id: int, values: Change, *, now: datetime) -> Any:
        _have_values(values.values, "name", "member_ids")
        return change(session, principal, group_id, **values.values, now=now)

    return do


def _have_values(values: dict[str, Any], *names: str) -> None:
    empty = [name for name in names if name in values and values[name] is None]
    if empty:
        raise Invalid("A value is missing.", [{"path": name, "message": "This field needs a value."} for name in empty])


users = Noun(
    name="users",
    singular="user",
    about="Our own people. Removing one disables them; what they wrote keeps its author.",
    listing=listed.USERS,
    resource=Resource.ADMIN,
    least=Reach.ALL,
    parameter="user_id",
    create=(NewUser, _create_user),
    change=(UserChange, _change_user),
    remove=_disable_user,
)


class Colleague(BaseModel):
    """One of our people, by number and name."""

    id: int
    name: str


class Colleagues(BaseModel):
    """All of our people who are active."""

    items: list[Colleague]


def list_colleagues() -> dict[str, Any]:
    """Number and name of all active users, to choose one from."""
    found = colleagues(current_session(), current_principal())
    return {"items": [{"id": number, "name": name} for number, name in found]}


users.routes.get(
    "/colleagues",
    list_colleagues,
    "List colleagues",
    answer=Colleagues,
    needs=(Resource.ACCOUNT, Action.READ),
    operation_id="list_colleagues",
)

teams = Noun(
    name="teams",
    singular="team",
    about="Groups of our people who share accounts.",
    listing=listed.TEAMS,
    resource=Resource.ADMIN,
    least=Reach.ALL,
    parameter="team_id",
    create=(NewGroup, _created(create_team)),
    change=(GroupChange, _changed(change_team)),
    remove=remove_team,
)

territories = Noun(
    name="territories",
    singular="territory",
    about="Slices of the market whose accounts belong together, across teams.",
    listing=listed.TERRITORIES,
    resource=Resource.ADMIN,
    least=Reach.ALL,
    parameter="territory_id",
    create=(NewGroup, _created(create_territory)),
    change=(GroupChange, _changed(change_territory)),
    remove=remove_territory,
)

tokens = Noun(
    name="tokens",
    singular="token",
    about="One's own keys for programs. A token cannot make or see tokens: sign in. Removing one revokes it.",
    listing=listed.TOKENS,
    resource=Resource.SELF,
    parameter="token_id",
    remove=revoke_token,
)


class IssuedToken(row_model(listed.TOKENS, "TokenRow")):  # type: ignore[misc]  # the fields are those of the list
    """A token, with the one and only time that its text is seen."""

    token: str


def issue(body: NewToken) -> Answer:
    """Issue a token for oneself. Its text is in this answer only, and is kept nowhere: not even for a repeated key."""
    session, principal = current_session(), current_principal()
    made = issue_token(session, principal, **body.model_dump(), now=now())
    row = one(session, principal, listed.TOKENS, made.row.id)
    return Answer({**row, "token": made.text}, 201)


tokens.routes.post(
    "/tokens", issue, "Issue a token", body=NewToken, answer=IssuedToken, once=False, operation_id="create_token"
)

schedules = Noun(
    name="schedules",
    singular="schedule",
    about="When something happens by itself, in local time.",
    listing=listed.SCHEDULES,
    resource=Resource.ADMIN,
    least=Reach.ALL,
    parameter="schedule_id",
    create=(NewSchedule, SCHEDULES.create),
    change=(ScheduleChange, SCHEDULES.change),
    remove=SCHEDULES.remove,
)


def _order(session: Session, principal: Principal, values: NewRun, *, now: datetime) -> Any:
    return order_run(session, principal, values.kind, now=now)


runs = Noun(
    name="runs",
    singular="run",
    about="Pieces of work that happen by themselves or by order, and how they went.",
    listing=listed.RUNS,
    resource=Resource.RUN,
    parameter="run_id",
    create=(NewRun, _order),
)


def retry(run_id: int) -> Answer:
    """Try a run that failed once more."""
    session, principal = current_session(), current_principal()
    retry_run(session, principal, run_id, now=now())
    return runs.answer(session, principal, run_id)


runs.routes.post(
    f"{runs.address}/retry", retry, "Retry a failed run", answer=runs.row, status=200, operation_id="retry_run"
)

audit_events = Noun(
    name="audit-events",
    singular="audit event",
    about="Who did what to what. Rows are only ever added; no token reaches them.",
    listing=listed.AUDIT_EVENTS,
    resource=Resource.AUDIT,
    least=Reach.ALL,
    parameter="event_id",
)

ROUTES = tuple(noun.routes for noun in (users, teams, territories, tokens, schedules, runs, audit_events))
