"""The scorecards that counted on a day, and the versions that an administrator works on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.score import ScorecardVersion
from scoring.health_parameters import DEFAULT_SCORECARD, Scorecard
from scoring.scorecard_definition import scorecard_of
from scoring.scorecards import Scorecards
from service.queries.known_on import KnownOn
from service.queries.measured_accounts import DEFAULTS, Parameters


def parameters_on(session: Session, known: KnownOn) -> Parameters:
    """Everything that scores depend on, with the scorecards in force."""
    return replace(DEFAULTS, cards=scorecards_on(session, known))


def scorecards_on(session: Session, known: KnownOn) -> Scorecards:
    """The general card and those of segments, as they were in force and known."""
    statement = select(ScorecardVersion).where(
        col(ScorecardVersion.published_at) <= known.moment, col(ScorecardVersion.valid_from) <= known.day
    )
    return cards_of(in_force(session.execute(statement).scalars(), known).values())


def counts_for(session: Session, segment: str | None, known: KnownOn) -> ScorecardVersion | None:
    """The published version that counts for a segment (None: for all without their own); None where there is none."""
    same = col(ScorecardVersion.segment).is_(None) if segment is None else col(ScorecardVersion.segment) == segment
    return in_force(session.execute(select(ScorecardVersion).where(same)).scalars(), known).get(segment)


def in_force(versions: Iterable[ScorecardVersion], known: KnownOn) -> dict[str | None, ScorecardVersion]:
    """Of published versions the one that counts for each segment (None: for all without their own)."""
    latest: dict[str | None, ScorecardVersion] = {}
    for version in sorted(versions, key=_order):
        published, begins = version.published_at, version.valid_from
        if published is None or begins is None or published > known.moment or begins > known.day:
            continue
        ended = version.ended_at
        if ended is not None and ended.astimezone(UTC).date() < begins:
            # Taken back before it ever counted: what was there before goes on.
            continue
        latest[version.segment] = version
    return {
        segment: version
        for segment, version in latest.items()
        if version.ended_at is None or version.ended_at > known.moment
    }


def cards_of(versions: Iterable[ScorecardVersion]) -> Scorecards:
    """The cards that some versions describe, one a segment."""
    cards = {version.segment: card_of(version) for version in versions}
    own = tuple((segment, cards[segment]) for segment in sorted(name for name in cards if name is not None))
    return Scorecards(cards.get(None, DEFAULT_SCORECARD), own)


def card_of(version: ScorecardVersion) -> Scorecard:
    """The card that a version describes, called by its number."""
    return scorecard_of(version.definition, card_name(version.id))


def card_name(version_id: int) -> str:
    """How scores name the version that they were made by; the delivered card is called by its year.

    >>> card_name(17)
    '#17'
    """
    return f"#{version_id}"


def card_named(session: Session, name: str) -> tuple[Scorecard, ScorecardVersion | None]:
    """The card that a score names, with its version; None for the delivered one.

    A version that a score names is never removed.
    """
    number = name.removeprefix("#")
    version = session.get(ScorecardVersion, int(number)) if name.startswith("#") and number.isdigit() else None
    return (DEFAULT_SCORECARD, None) if version is None else (card_of(version), version)


def _order(version: ScorecardVersion) -> tuple[date, datetime, int]:
    """By the day from which it counts, then by when it was published; drafts come first, and never count."""
    return version.valid_from or date.min, version.published_at or version.created_at, version.id
