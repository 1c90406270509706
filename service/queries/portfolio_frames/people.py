"""Who is in which chain, what they are, and what each account decides by."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, or_, select, type_coerce
from sqlmodel import Session, col

from models.chain import DecisionRule, Vote
from models.person import Membership, Person, RequiredRole, RoleAssignment
from scoring.vocabulary import Role, SubRole
from service.queries.kept_people import kept_people
from service.queries.known_on import KnownOn
from service.queries.portfolio_frames.as_of import When
from service.queries.portfolio_frames.numbers import Floats, code, flag, identity, number, unit
from service.queries.portfolio_frames.reading import Reading
from service.queries.portfolio_frames.selection import Indices, Selection

ROLES = tuple(Role)
SUB_ROLES = tuple(SubRole)
AMOUNT_UNITS = 10_000.0
# An account's place and a person's id in one whole number.
_ID_BITS = 40

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class PeopleFrame:
    """The people of the selected accounts, accounts in the order of their size.

    ``order`` : (a,) the place in the selection of the account at each place here; ``place`` is its inverse. ``sizes``
    : (a,) ascending. ``keys`` : (N,) ascending, one for each person of an account; ``ids`` and ``openness`` beside it.
    """

    order: Indices
    place: Indices
    sizes: Indices
    keys: NDArray[np.int64]
    ids: NDArray[np.int64]
    openness: Floats

    def positions(self, accounts: Floats, persons: Floats) -> Indices:
        """Where each person of an account (by its place in the selection) stands; -1 for one who is not there."""
        if not len(self.keys):
            return np.full(len(accounts), -1, dtype=np.intp)
        wanted = _keys(self.place[accounts.astype(np.intp)], persons)
        found = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[found] == wanted, found, -1).astype(np.intp)


def _keys(places: Indices, persons: Floats) -> NDArray[np.int64]:
    return (places.astype(np.int64) << _ID_BITS) | persons.astype(np.int64)


@cache
def _members(known: When) -> Reading:
    left = or_(
        col(Person.left_on).is_(None),
        col(Person.left_on) > known.day,
        col(Person.left_recorded_at) > known.moment,
    )
    here = (known.effective(Membership), left, kept_people())
    return Reading(
        col(Membership.account_id),
        [identity(col(Membership.person_id)), unit(col(Membership.openness))],
        lambda statement: (
            statement.select_from(Membership).join(Person, col(Person.id) == col(Membership.person_id)).where(*here)
        ),
        when=known,
    )


def people_frame(session: Session, selection: Selection, known: KnownOn) -> PeopleFrame:
    """Everybody who is in a chain; ValueError where somebody is in the same one twice."""
    rows = _members(selection.when).rows(session, selection, known)
    sizes = np.bincount(rows[:, 0].astype(np.intp), minlength=len(selection.ids))
    order = np.argsort(sizes, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    keys = _keys(place[rows[:, 0].astype(np.intp)], rows[:, 1])
    sorting = np.argsort(keys)
    keys = keys[sorting]
    if (np.diff(keys) == 0).any():
        raise ValueError("somebody is in the same chain twice")
    return PeopleFrame(order, place, sizes[order], keys, rows[sorting, 1].astype(np.int64), rows[sorting, 2])


@dataclass(frozen=True, eq=False)
class RolesFrame:
    """(N,) ``deciders`` and ``buyers``; (a,) ``missing``: whether a required role is held by nobody."""

    deciders: Flags
    buyers: Flags
    missing: Flags


@cache
def _roles(known: When) -> Reading:
    table = RoleAssignment
    return Reading(
        col(table.account_id),
        [identity(col(table.person_id)), code(col(table.role), ROLES), code(col(table.sub_role), SUB_ROLES)],
        lambda statement: statement.where(known.effective(table), col(table.suggested).is_(False)),
        when=known,
    )


def roles_frame(
    session: Session, selection: Selection, people: PeopleFrame, segments: tuple[str, ...], known: KnownOn
) -> RolesFrame:
    """Roles that somebody confirmed. ``segments`` in the order of the selection."""
    rows = _roles(selection.when).rows(session, selection, known)
    position = people.positions(rows[:, 0], rows[:, 1])
    rows, position = rows[position >= 0], position[position >= 0]
    role, sub = rows[:, 2].astype(np.intp), rows[:, 3].astype(np.intp)
    role_of_sub = np.array([ROLES.index(sub_role.role) for sub_role in SUB_ROLES] + [-1])
    deciding = ROLES.index(Role.DECISION_MAKER)
    deciders, buyers = np.zeros(len(people.keys), dtype=np.bool_), np.zeros(len(people.keys), dtype=np.bool_)
    deciders[position[(role == deciding) | (role_of_sub[sub] == deciding)]] = True
    buyers[position[sub == SUB_ROLES.index(SubRole.ECONOMIC_BUYER)]] = True
    held = np.zeros((len(selection.ids), len(SUB_ROLES) + 1), dtype=np.bool_)
    held[rows[:, 0].astype(np.intp), sub] = True
    required = _required(session, segments)
    missing = np.asarray((required & ~held[:, :-1]).any(axis=1), dtype=np.bool_)
    return RolesFrame(deciders, buyers, missing[people.order])


def _required(session: Session, segments: tuple[str, ...]) -> Flags:
    """(a, sub-roles) which sub-roles each account should have filled."""
    required = np.zeros((len(segments), len(SUB_ROLES)), dtype=np.bool_)
    for row in session.execute(select(col(RequiredRole.segment), col(RequiredRole.sub_role))):
        concerned = [row.segment is None or row.segment == segment for segment in segments]
        required[concerned, SUB_ROLES.index(row.sub_role)] = True
    return required


@dataclass(frozen=True, eq=False)
class VotesFrame:
    """Stated rules: ``votes`` (N,), NaN = nothing said; ``veto`` (N,); ``quota`` (a,), NaN = no rule on record."""

    votes: Floats
    veto: Flags
    quota: Floats


@cache
def _rules(known: When) -> Reading:
    table = DecisionRule
    return Reading(
        col(table.account_id),
        [identity(col(table.id)), number(type_coerce(col(table.quota), BigInteger))],
        lambda statement: statement.where(known.effective(table)),
        when=known,
    )


@cache
def _votes(known: When) -> Reading:
    table = DecisionRule
    return Reading(
        col(table.account_id),
        [
            identity(col(table.id)),
            identity(col(Vote.person_id)),
            number(type_coerce(col(Vote.votes), BigInteger)),
            flag(col(Vote.veto)),
        ],
        lambda statement: (
            statement.select_from(table).join(Vote, col(Vote.rule_id) == col(table.id)).where(known.effective(table))
        ),
        when=known,
    )


def votes_frame(session: Session, selection: Selection, people: PeopleFrame, known: KnownOn) -> VotesFrame:
    """The newest rule in force of each account; the quota stands whoever has left."""
    rules = _rules(selection.when).rows(session, selection, known)
    rules = rules[np.argsort(rules[:, 1])]
    newest = np.full(len(selection.ids), -1.0)
    newest[rules[:, 0].astype(np.intp)] = rules[:, 1]
    quota = np.full(len(selection.ids), np.nan)
    quota[rules[:, 0].astype(np.intp)] = rules[:, 2] / AMOUNT_UNITS
    rows = _votes(selection.when).rows(session, selection, known)
    rows = rows[newest[rows[:, 0].astype(np.intp)] == rows[:, 1]]
    position = people.positions(rows[:, 0], rows[:, 2])
    rows, position = rows[position >= 0], position[position >= 0]
    votes, veto = np.full(len(people.keys), np.nan), np.zeros(len(people.keys), dtype=np.bool_)
    votes[position] = rows[:, 3] / AMOUNT_UNITS
    veto[position] = rows[:, 4] > 0
    return VotesFrame(votes, veto, quota[people.order])
