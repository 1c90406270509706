"""Whose case it is: the account's own people first, then their team, those with the least to do before the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from models.vocabulary import CaseOrigin

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


class Standing(IntEnum):
    """How near somebody stands to an account; several may hold, the nearest counts."""

    OWNER = 1
    CSM = 2
    TEAM = 3
    TERRITORY = 4
    ADMIN = 5


@dataclass(frozen=True)
class Candidate:
    """Somebody who may work the case: they are active and may write cases of the account."""

    user_id: int
    standings: frozenset[Standing]
    away_until: datetime | None = None
    open_cases: int = 0
    last_assigned_at: datetime | None = None


@dataclass(frozen=True)
class Assignment:
    """Who gets the case; ``covers_for`` is the one whose it would be, were they not away."""

    user_id: int
    covers_for: int | None = None


#: Relations are the owner's, how it goes day by day the CSM's.
_FIRST: dict[CaseOrigin, tuple[Standing, Standing]] = {
    CaseOrigin.SILENT_DECISION_MAKER: (Standing.OWNER, Standing.CSM),
    CaseOrigin.DEPARTED_CHAMPION: (Standing.OWNER, Standing.CSM),
}
_USUALLY = (Standing.CSM, Standing.OWNER)


def assign(origin: CaseOrigin, candidates: Sequence[Candidate], *, now: datetime) -> Assignment | None:
    """The one to whom a case of this origin goes; None where there is nobody at all.

    Within the same standing it goes round: fewest open cases first, then whoever was given none for longest. Who is
    away is covered by the next; where all are away, the one who would have had it gets it.

    >>> csm = Candidate(1, frozenset({Standing.CSM}), away_until=datetime(2026, 3, 9, tzinfo=UTC))
    >>> mate = Candidate(2, frozenset({Standing.TEAM}))
    >>> assign(CaseOrigin.UNHAPPY_ANSWER, [mate, csm], now=datetime(2026, 3, 6, tzinfo=UTC))
    Assignment(user_id=2, covers_for=1)
    """
    order = _FIRST.get(origin, _USUALLY)
    rest = [standing for standing in Standing if standing not in order]
    place = {standing: at for at, standing in enumerate([*order, *rest])}

    def key(candidate: Candidate) -> tuple[int, int, datetime, int]:
        nearest = min(place[standing] for standing in candidate.standings)
        return nearest, candidate.open_cases, candidate.last_assigned_at or _NEVER, candidate.user_id

    ranked = sorted((one for one in candidates if one.standings), key=key)
    if not ranked:
        return None
    present = [one for one in ranked if one.away_until is None or one.away_until <= now]
    first = ranked[0]
    if not present:
        return Assignment(first.user_id)
    chosen = present[0]
    away = chosen is not first and bool(first.standings & {Standing.OWNER, Standing.CSM})
    return Assignment(chosen.user_id, first.user_id if away else None)
