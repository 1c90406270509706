"""What each person of an account is and weighs: leading role and decision weight."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import and_, select
from sqlmodel import Session, col

from models.person import RoleAssignment
from models.score import ChainScore
from scoring.vocabulary import Role
from service.queries.known_on import KnownOn
from service.queries.packed_scores import PERSON_COLUMNS
from service.queries.portfolio_frames.numbers import code, identity
from service.queries.portfolio_frames.reading import AS_OF, Reading
from service.queries.portfolio_frames.selection import Selection
from service.queries.scores import in_force

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Keys = NDArray[np.int64]

ROLES = tuple(Role)
_ID_BITS = 40
_WORDS_OF_A_PERSON = 1 + len(PERSON_COLUMNS)


def person_keys(account: Indices, person: NDArray[np.int64]) -> Keys:
    """One number for a person of an account, by the account's place; negative for nobody."""
    keys: Keys = np.where(person < 0, -1, (account.astype(np.int64) << _ID_BITS) | person)
    return keys


def places_and_people(keys: Keys) -> tuple[Indices, NDArray[np.int64]]:
    """Account places and person ids of keys.

    >>> [part.tolist() for part in places_and_people(person_keys(np.array([3]), np.array([7])))]
    [[3], [7]]
    """
    return (keys >> _ID_BITS).astype(np.intp), keys & ((1 << _ID_BITS) - 1)


@dataclass(frozen=True, eq=False)
class ByPerson:
    """A number for each person of an account: ``keys`` ascending, ``values`` beside them."""

    keys: Keys
    values: Floats

    def of(self, keys: Keys, otherwise: float) -> Floats:
        """The values of these people, in their order."""
        if not len(self.keys):
            return np.full(len(keys), otherwise)
        found = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[found] == keys, self.values[found], otherwise)


@cache
def _roles() -> Reading:
    table = RoleAssignment
    return Reading(
        col(table.account_id),
        [identity(col(table.person_id)), code(col(table.role), ROLES)],
        lambda statement: statement.where(AS_OF.effective(table), col(table.suggested).is_(False)),
    )


def leading_roles(session: Session, selection: Selection, known: KnownOn) -> ByPerson:
    """The place in :data:`ROLES` of the confirmed role of each person that decides most."""
    rows = _roles().rows(session, selection, known)
    keys = person_keys(rows[:, 0].astype(np.intp), rows[:, 1].astype(np.int64))
    order = np.lexsort((rows[:, 2], keys))
    keys, roles = keys[order], rows[order, 2]
    first = np.ones(len(keys), dtype=np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    return ByPerson(keys[first], roles[first])


def decision_weights(session: Session, selection: Selection) -> ByPerson:
    """The decision weight of everybody in a chain, from the scores in force; they add up to 1 for each account."""
    force = in_force(session)
    counts = and_(
        force.c.account_id == col(ChainScore.account_id), force.c.generation_id == col(ChainScore.generation_id)
    )
    rows = [
        row
        for condition in selection.conditions(ChainScore.account_id)  # type: ignore[arg-type]  # a mapped column
        for row in session.execute(
            select(col(ChainScore.account_id), col(ChainScore.people)).join(force, counts).where(condition)
        )
    ]
    if not rows:
        return ByPerson(np.zeros(0, dtype=np.int64), np.zeros(0))
    accounts = selection.places(np.array([row.account_id for row in rows], dtype=np.float64))
    people = np.array([len(row.people) // (8 * _WORDS_OF_A_PERSON) for row in rows], dtype=np.intp)
    # All blobs as one: first the ids of an account's people, then their columns, person by person.
    packed = b"".join(row.people for row in rows)
    begin = np.concatenate(([0], np.cumsum(people * _WORDS_OF_A_PERSON)[:-1]))
    within = np.arange(people.sum()) - np.repeat(np.cumsum(people) - people, people)
    ids = np.frombuffer(packed, dtype="<i8")[np.repeat(begin, people) + within]
    at = np.repeat(begin + people, people) + within * len(PERSON_COLUMNS) + PERSON_COLUMNS.index("weight")
    weights = np.frombuffer(packed, dtype="<f8")[at]
    keys = person_keys(np.repeat(accounts, people), ids)
    kept = np.repeat(accounts, people) >= 0
    order = np.argsort(keys[kept])
    return ByPerson(keys[kept][order], weights[kept][order])
