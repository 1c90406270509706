"""Who listens to whom, and how well we know them."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlmodel import Session, col

from models.chain import Relationship, Tie
from models.user import User
from scoring.parameters import ChainParameters
from scoring.vocabulary import Strength, TieKind
from service.queries.known_on import KnownOn
from service.queries.portfolio_frames.as_of import When
from service.queries.portfolio_frames.numbers import Floats, code, day, day_of, identity, numbers, unit
from service.queries.portfolio_frames.people import PeopleFrame
from service.queries.portfolio_frames.reading import Reading
from service.queries.portfolio_frames.selection import Indices, Selection

KINDS = tuple(TieKind)
STRENGTHS = tuple(Strength)


@dataclass(frozen=True, eq=False)
class TiesFrame:
    """Listening and conflicts as :class:`scoring.batch_chains.ChainBatch` takes them."""

    listener: Indices
    heard: Indices
    weight: Floats
    apart: Indices


@cache
def _ties(known: When) -> Reading:
    table = Tie
    return Reading(
        col(table.account_id),
        [
            code(col(table.kind), KINDS),
            identity(col(table.source_id)),
            identity(col(table.target_id)),
            unit(col(table.strength)),
        ],
        lambda statement: statement.where(known.effective(table)),
        when=known,
    )


def ties_frame(
    session: Session, selection: Selection, people: PeopleFrame, known: KnownOn, parameters: ChainParameters
) -> TiesFrame:
    """The ties between people who are in the chain; see :func:`scoring.listening.listening_from_ties`."""
    rows = _ties(selection.when).rows(session, selection, known)
    source, target = people.positions(rows[:, 0], rows[:, 2]), people.positions(rows[:, 0], rows[:, 3])
    present = (source >= 0) & (target >= 0)
    kind, strength = rows[present, 1].astype(np.intp), rows[present, 4]
    source, target = source[present], target[present]
    up, mutual = kind == KINDS.index(TieKind.REPORTS_TO), kind == KINDS.index(TieKind.WORKS_WITH)
    down = kind == KINDS.index(TieKind.INFLUENCES)
    forth, back = up | mutual, up | mutual | down
    listener = np.concatenate([source[forth], target[back]])
    heard = np.concatenate([target[forth], source[back]])
    returned = np.where(up, strength * parameters.reporting_back, strength)
    weight = np.concatenate([strength[forth], returned[back]])
    order = np.argsort(listener, kind="stable")
    conflicts = kind == KINDS.index(TieKind.CONFLICTS)
    apart = np.column_stack([source[conflicts], target[conflicts]])
    return TiesFrame(listener[order], heard[order], weight[order], apart[np.argsort(apart[:, 0], kind="stable")])


@dataclass(frozen=True, eq=False)
class RelationshipsFrame:
    """Relationships as :class:`scoring.batch_chains.ChainBatch` takes them."""

    knower: Indices
    known: Indices
    strength: Floats
    colleague_account: Indices


@cache
def _relationships(known: When) -> Reading:
    table = Relationship
    return Reading(
        col(table.account_id),
        [
            identity(col(table.user_id)),
            identity(col(table.person_id)),
            code(col(table.strength), STRENGTHS),
            day(col(table.confirmed_on)),
        ],
        lambda statement: statement.where(known.effective(table)),
        when=known,
    )


def relationships_frame(
    session: Session, selection: Selection, people: PeopleFrame, known: KnownOn, parameters: ChainParameters
) -> RelationshipsFrame:
    """How well active colleagues know people of the chain, as worth today; of two statements the stronger stands."""
    rows = _relationships(selection.when).rows(session, selection, known)
    active = numbers(session, select(col(User.id)).where(col(User.active)))[:, 0]
    rows = rows[np.isin(rows[:, 1], active)]
    position = people.positions(rows[:, 0], rows[:, 2])
    rows, position = rows[position >= 0], position[position >= 0]
    values = np.array([strength.value_on_scale for strength in STRENGTHS])
    age = np.maximum(day_of(known.day) - rows[:, 4], 0.0)
    strength = values[rows[:, 3].astype(np.intp)] * 2.0 ** (-age / parameters.strength_half_life)
    users = rows[:, 1].astype(np.int64)
    most = int(users.max(initial=0)) + 1
    accounts = people.place[rows[:, 0].astype(np.intp)]
    ours, knower = np.unique(accounts * most + users, return_inverse=True)
    pair, known_by = _strongest(knower * len(people.keys) + position, strength)
    return RelationshipsFrame(
        knower=(pair // max(1, len(people.keys))).astype(np.intp),
        known=(pair % max(1, len(people.keys))).astype(np.intp),
        strength=known_by,
        colleague_account=(ours // most).astype(np.intp),
    )


def _strongest(keys: NDArray[np.intp], strength: Floats) -> tuple[NDArray[np.intp], Floats]:
    order = np.argsort(keys, kind="stable")
    keys, strength = keys[order], strength[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[first], np.maximum.reduceat(strength, first) if len(first) else strength
