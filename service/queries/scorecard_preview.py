"""What a scorecard would change before it is published: how many accounts change band, judged as scoring would."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.score import ScorecardVersion
from scoring.health import PortfolioHealth
from scoring.health_parameters import HealthBand, Scorecard
from scoring.scorecards import Scorecards, score_by_cards
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.queries.health_records import sources
from service.queries.known_on import KnownOn
from service.queries.measured_accounts import DEFAULTS
from service.queries.portfolio_frames.measured import measure_shard, shards
from service.queries.score_basis import basis_in_force
from service.queries.scorecards import card_of, in_force

MOST_ACCOUNTS = 10_000
"""More accounts than these are not looked at; these lie evenly among all."""
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Mover:
    """An account that would be judged otherwise: both scores (0-100, high is good; None: nothing observed)."""

    account_id: int
    name: str
    before: float | None
    after: float | None
    band_before: HealthBand
    band_after: HealthBand


@dataclass(frozen=True, slots=True)
class ScorecardPreview:
    """What would change: ``moves`` counts accounts by (band before, band after); ``movers`` change the most.

    ``accounts`` were looked at of the ``meant`` that the card is for; ``changed`` of them would be in another band.
    """

    meant: int
    accounts: int
    changed: int
    moves: Mapping[tuple[HealthBand, HealthBand], int]
    movers: tuple[Mover, ...]


def scorecard_preview(
    session: Session, principal: Principal, version: ScorecardVersion, *, now: datetime
) -> ScorecardPreview:
    """Judge the accounts that ``version`` is for by the cards in force and by those with it, from what is known now.

    Both are judged by the norms of the segments that are in force; what a person set over a score is left aside.

    :raises Forbidden: the role does not administer.
    """
    require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    known = KnownOn.at(now)
    held = in_force(session.execute(select(ScorecardVersion)).scalars(), known)
    before, after = (_cards(cards) for cards in (held, {**held, version.segment: version}))
    ids = _meant(session, version.segment, {name for name in held if name is not None})
    looked = ids if len(ids) <= MOST_ACCOUNTS else [ids[i] for i in _evenly(len(ids))]
    basis, heard = basis_in_force(session, DEFAULTS.risk), sources(session, known)
    moves: Counter[tuple[HealthBand, HealthBand]] = Counter()
    changes: list[tuple[int, float, float, HealthBand, HealthBand]] = []
    for shard in shards(looked):
        judged = []
        for cards in (before, after):
            measured = measure_shard(session, shard, known, heard, replace(DEFAULTS, cards=cards))
            health = score_by_cards(measured.table, cards, basis.norms)
            judged.append((health, _bands(health, cards, measured.segments)))
        (old, old_bands), (new, new_bands) = judged
        moves.update(zip(old_bands, new_bands, strict=True))
        rows = zip(measured.account_ids.tolist(), old.raw_score, new.raw_score, old_bands, new_bands, strict=True)
        changes.extend(row for row in rows if row[3] is not row[4])
    return ScorecardPreview(
        meant=len(ids),
        accounts=sum(moves.values()),
        changed=len(changes),
        moves=dict(sorted(moves.items(), key=lambda one: -one[1])),
        movers=_movers(session, changes),
    )


def _cards(held: Mapping[str | None, ScorecardVersion]) -> Scorecards:
    cards = {segment: card_of(version) for segment, version in held.items()}
    own = tuple((segment, card) for segment, card in cards.items() if segment is not None)
    return Scorecards(cards.get(None, DEFAULTS.cards.general), own)


def _meant(session: Session, segment: str | None, with_their_own: set[str]) -> list[int]:
    """The living accounts that a card of ``segment`` is for, in order."""
    statement = select(col(Account.id), col(Account.segment)).where(col(Account.archived_at).is_(None))
    if segment is not None:
        statement = statement.where(col(Account.segment) == segment)
    rows = session.execute(statement.order_by(col(Account.id)))
    return [account_id for account_id, name in rows if segment is not None or name not in with_their_own]


def _evenly(count: int) -> list[int]:
    return [int(place) for place in np.linspace(0, count - 1, MOST_ACCOUNTS).round()]


def _bands(health: PortfolioHealth, cards: Scorecards, segments: Sequence[str]) -> list[HealthBand]:
    by_segment: dict[str, Scorecard] = {segment: cards.card(segment) for segment in set(segments)}
    rows = zip(segments, health.raw_score.tolist(), health.confidence.tolist(), strict=True)
    return [by_segment[name].band(None if np.isnan(score) else score, sure) for name, score, sure in rows]


def _movers(session: Session, changes: Sequence[tuple[int, float, float, HealthBand, HealthBand]]) -> tuple[Mover, ...]:
    def far(row: tuple[int, float, float, HealthBand, HealthBand]) -> tuple[float, int]:
        return -abs(float(np.nan_to_num(row[2]) - np.nan_to_num(row[1]))), row[0]

    shown = sorted(changes, key=far)[:MOST_SHOWN]
    statement = select(col(Account.id), col(Account.name)).where(col(Account.id).in_([row[0] for row in shown]))
    names: dict[int, str] = dict(session.execute(statement).all())
    return tuple(Mover(row[0], names[row[0]], _known(row[1]), _known(row[2]), row[3], row[4]) for row in shown)


def _known(score: float) -> float | None:
    return None if np.isnan(score) else float(score)
