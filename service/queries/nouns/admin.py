"""Users, teams, territories, tokens, schedules, runs and the audit trail, as they are listed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from models.audit import AuditEvent
from models.job import Run, Schedule
from models.team import Team, TeamMember, Territory, TerritoryMember
from models.user import ApiToken, User
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.listing import Listing, Part, contains, everything, shown


def _numbers(table: Any, of: str, listed: str) -> Part:
    """The numbers that a table of pairs gives for each row."""

    def read(session: Session, _principal: Principal, ids: list[Any]) -> Mapping[Any, list[int]]:
        key, value = col(getattr(table, of)), col(getattr(table, listed))
        found: dict[int, list[int]] = {}
        for number, other in session.execute(select(key, value).where(key.in_(ids)).order_by(value)):
            found.setdefault(number, []).append(other)
        return found

    return Part(int, read)


USERS = Listing(
    name="users",
    source=User,
    shown=shown(
        User,
        *("id", "email", "name", "title", "active", "role", "sees_names", "language", "time_zone", "away_until"),
        *("last_signed_in_at", "created_at", "updated_at", "version"),
    ),
    within=everything,
    filters=("email", "role", "active"),
    sorts=("id", "-id", "name", "-name", "email", "-email"),
    searched=lambda word: contains([User.name, User.email], word),
    parts={
        "team_ids": _numbers(TeamMember, "user_id", "team_id"),
        "territory_ids": _numbers(TerritoryMember, "user_id", "territory_id"),
    },
)

TEAMS = Listing(
    name="teams",
    source=Team,
    shown=shown(Team, "id", "name", "created_at", "updated_at", "version"),
    within=everything,
    sorts=("name", "-name", "id", "-id"),
    searched=lambda word: contains([Team.name], word),
    parts={"member_ids": _numbers(TeamMember, "team_id", "user_id")},
)

TERRITORIES = Listing(
    name="territories",
    source=Territory,
    shown=shown(Territory, "id", "name", "created_at", "updated_at", "version"),
    within=everything,
    sorts=("name", "-name", "id", "-id"),
    searched=lambda word: contains([Territory.name], word),
    parts={"member_ids": _numbers(TerritoryMember, "territory_id", "user_id")},
)


def _ones_own(principal: Principal) -> ColumnElement[bool]:
    return col(ApiToken.user_id) == principal.user_id


TOKENS = Listing(
    name="tokens",
    source=ApiToken,
    shown=shown(ApiToken, "id", "name", "prefix", "scopes", "created_at", "expires_at", "revoked_at", "last_used_at"),
    within=_ones_own,
    ranges=("created_at", "expires_at", "revoked_at", "last_used_at"),
    sorts=("-id", "id", "name", "-name", "last_used_at", "-last_used_at"),
    searched=lambda word: contains([ApiToken.name], word),
)

SCHEDULES = Listing(
    name="schedules",
    source=Schedule,
    shown=shown(
        Schedule,
        *("id", "name", "kind", "scope", "month", "day", "day_of_week", "hour", "minute", "time_zone", "enabled"),
        *("created_at", "updated_at", "version"),
    ),
    within=everything,
    filters=("kind", "enabled"),
    sorts=("id", "-id", "name", "-name"),
)

RUNS = Listing(
    name="runs",
    source=Run,
    # Payloads and results can name accounts: they are for those who administer.
    shown=shown(
        Run,
        *("id", "kind", "scope", "period", "state", "priority", "attempts", "max_attempts", "available_at"),
        *("enqueued_at", "started_at", "finished_at", "done", "total", "error", "schedule_id", "requested_by_id"),
        *("payload", "result"),
        needs={"payload": Resource.ADMIN, "result": Resource.ADMIN},
    ),
    within=everything,
    filters=("kind", "scope", "state", "schedule_id"),
    ranges=("enqueued_at", "finished_at"),
    sorts=("-id", "id"),
)

AUDIT_EVENTS = Listing(
    name="audit-events",
    source=AuditEvent,
    shown=shown(
        AuditEvent,
        *("id", "at", "actor_user_id", "actor_token_id", "actor_label", "action", "target_kind", "target_id"),
        *("account_id", "fields", "request_id", "hash", "previous_hash"),
    ),
    within=everything,
    filters=("actor_user_id", "action", "target_kind", "target_id", "account_id", "request_id"),
    ranges=("at",),
    sorts=("-id", "id"),
)
