"""The versions of all scorecards as the administration shows them, each with where it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.score import ScorecardVersion
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import NotFound
from service.queries.known_on import KnownOn
from service.queries.scorecards import in_force


class ScorecardStanding(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    PLANNED = "planned"  # published, and counts from a later day
    IN_FORCE = "in_force"
    SUCCEEDED = "succeeded"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ScorecardRow:
    """One version, and where it stands."""

    version: ScorecardVersion
    standing: ScorecardStanding


def scorecard_list(session: Session, principal: Principal, *, now: datetime) -> list[ScorecardRow]:
    """All versions, by segment (the general card first), the latest first.

    :raises Forbidden: the role does not administer.
    """
    require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    known = KnownOn.at(now)
    versions = list(session.execute(select(ScorecardVersion)).scalars())
    counting = {version.id for version in in_force(versions, known).values()}
    versions.sort(key=lambda one: (one.segment is not None, one.segment or "", -one.number))
    return [ScorecardRow(version, _standing(version, counting, known)) for version in versions]


def scorecard_row(session: Session, principal: Principal, scorecard_id: int, *, now: datetime) -> ScorecardRow:
    """One version.

    :raises Forbidden: the role does not administer; :raises NotFound: there is none.
    """
    rows = scorecard_list(session, principal, now=now)
    found = next((row for row in rows if row.version.id == scorecard_id), None)
    if found is None:
        raise NotFound
    return found


def segments_in_use(session: Session) -> list[str]:
    """The segments that accounts have, in order."""
    statement = select(col(Account.segment)).distinct().where(col(Account.segment).is_not(None))
    return sorted(name for name in session.execute(statement).scalars() if name)


def _standing(version: ScorecardVersion, counting: set[int], known: KnownOn) -> ScorecardStanding:
    if version.published_at is None or version.valid_from is None:
        return ScorecardStanding.DRAFT
    if version.id in counting:
        return ScorecardStanding.IN_FORCE
    if version.ended_at is not None:
        return ScorecardStanding.ENDED
    return ScorecardStanding.PLANNED if version.valid_from > known.day else ScorecardStanding.SUCCEEDED
