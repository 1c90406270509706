"""Who matters and has not answered: everybody in a decision chain without a valid answer, over many accounts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import or_, select
from sqlmodel import Session, col

from models.account import Account
from models.person import Membership, Person
from models.survey import Response
from scoring.feedback_parameters import DEFAULT_FEEDBACK, FeedbackParameters
from scoring.response_coverage import has_valid_answer
from scoring.vocabulary import Role
from service.auth.policy import Action, Reach, Resource, reach, require
from service.auth.principal import Principal
from service.errors import Invalid
from service.queries.feedback.account_money import account_money
from service.queries.feedback.accounts import AccountsFrame, accounts_frame
from service.queries.feedback.people import ROLES, decision_weights, leading_roles, person_keys, places_and_people
from service.queries.feedback.silent_people import Silent, SilentRow, silent_rows
from service.queries.kept_people import kept_people
from service.queries.known_on import KnownOn
from service.queries.portfolio_frames.numbers import day, days, identity
from service.queries.portfolio_frames.reading import AS_OF, Reading
from service.queries.portfolio_frames.selection import Selection

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
Keys = NDArray[np.int64]

MOST_ROWS = 100


class SilenceSort(StrEnum):
    """By what the silent are ordered, the most first."""

    WEIGHT = "weight"
    MONEY = "money"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class SilenceWanted:
    """Which of the silent are wanted; what is None does not restrict. ``mine``: accounts that I own or look after."""

    role: Role | None = None
    segment: str | None = None
    region: str | None = None
    team_id: int | None = None
    mine: bool = False
    never: bool | None = None


EVERYBODY = SilenceWanted()


@dataclass(frozen=True, slots=True)
class Silence:
    """One page of the silent, and what all of them come to.

    ``total`` people on ``accounts`` accounts, ``deciders`` of them decision makers; ``share`` in [0, 1] is the part of
    the wanted accounts' decisions that they carry, each account counting the same; None without scored accounts.
    ``at_risk``: the money at risk in accounts of which a decision maker is silent, None without the permission for it.
    """

    rows: list[SilentRow]
    total: int
    accounts: int
    deciders: int
    share: float | None
    at_risk: float | None
    currency: str
    sort: SilenceSort
    valid_days: int
    scored_accounts: int


def silence(
    session: Session,
    principal: Principal,
    wanted: SilenceWanted = EVERYBODY,
    *,
    now: datetime,
    currency: str,
    sort: SilenceSort = SilenceSort.WEIGHT,
    limit: int = 50,
    offset: int = 0,
    parameters: FeedbackParameters = DEFAULT_FEEDBACK,
) -> Silence:
    """Everybody with decision weight whose latest answer is missing or no longer valid.

    Ordered by decision weight, by decision weight times the account's money at risk, or by the days since the last
    answer (those who never answered first). Archived accounts and people whom we do not know yet are left out.

    :raises Forbidden: the role may not see who has answered.
    :raises Invalid: a limit or an offset out of range.
    """
    require(principal, Resource.RESPONSE, Action.READ)
    if not 1 <= limit <= MOST_ROWS or not 0 <= offset <= 10_000_000:
        raise Invalid("A page has 1 to 100 rows.", [{"path": "limit", "message": "out of range"}])
    known = KnownOn.at(now)
    revenue = reach(principal, Resource.REVENUE, Action.READ) >= Reach.OWN
    sort = SilenceSort.WEIGHT if sort is SilenceSort.MONEY and not revenue else sort
    accounts = accounts_frame(session, principal)
    everybody = _Everybody.read(session, principal, accounts, known, currency, revenue)
    keep = everybody.wanted(session, principal, accounts, wanted)
    silent = keep & ~has_valid_answer(everybody.answered_on, known.day, parameters)
    if wanted.never is not None:
        silent &= np.isnat(everybody.answered_on) == wanted.never
    order = everybody.order(silent, sort)
    deciders = silent & (everybody.role == ROLES.index(Role.DECISION_MAKER))
    weight = float(everybody.weight[keep].sum())
    page = [everybody.one(int(row), accounts.selection, revenue) for row in order[offset : offset + limit]]
    return Silence(
        rows=silent_rows(session, page, known),
        total=int(silent.sum()),
        accounts=len(np.unique(everybody.account[silent])),
        deciders=int(deciders.sum()),
        share=float(everybody.weight[silent].sum()) / weight if weight > 0 else None,
        at_risk=float(everybody.at_risk[np.unique(everybody.account[deciders])].sum()) if revenue else None,
        currency=currency,
        sort=sort,
        valid_days=parameters.valid_days,
        scored_accounts=len(np.unique(everybody.account)),
    )


@dataclass(frozen=True, eq=False)
class _Everybody:
    """Everybody in a chain (p,), and money at risk by account (a,)."""

    account: NDArray[np.intp]
    person: Keys
    role: NDArray[np.intp]
    weight: Floats
    answered_on: Days
    at_risk: Floats

    @classmethod
    def read(
        cls,
        session: Session,
        principal: Principal,
        accounts: AccountsFrame,
        known: KnownOn,
        currency: str,
        revenue: bool,
    ) -> "_Everybody":
        selection = accounts.selection
        weights = decision_weights(session, selection)
        account, person = places_and_people(weights.keys)
        here = np.isin(weights.keys, _known_people(session, selection, known))
        here &= (weights.values > 0) & ~accounts.archived[account]
        keys = weights.keys[here]
        at_risk = np.zeros(len(selection.ids))
        if revenue:
            at_risk = account_money(session, principal, selection, known.day, currency)[1]
        return cls(
            account=account[here],
            person=person[here],
            role=leading_roles(session, selection, known).of(keys, -1.0).astype(np.intp),
            weight=weights.values[here],
            answered_on=_last_answers(session, selection, known, keys),
            at_risk=at_risk,
        )

    def wanted(self, session: Session, principal: Principal, accounts: AccountsFrame, wanted: SilenceWanted) -> Flags:
        """Who passes the filter."""
        keep = np.ones(len(self.account), dtype=np.bool_)
        if wanted.role is not None:
            keep &= self.role == ROLES.index(wanted.role)
        for codes, value in (
            (accounts.segment, wanted.segment),
            (accounts.region, wanted.region),
            (accounts.team, wanted.team_id),
        ):
            if value is not None:
                keep &= codes.code[self.account] == codes.place(value)
        if wanted.mine:
            statement = select(col(Account.id)).where(
                or_(col(Account.owner_id) == principal.user_id, col(Account.csm_id) == principal.user_id)
            )
            own = np.array(session.execute(statement).scalars().all(), dtype=np.int64)
            keep &= np.isin(accounts.selection.ids[self.account], own)
        return keep

    def order(self, silent: Flags, sort: SilenceSort) -> NDArray[np.intp]:
        """The rows of the silent in the order asked for; those who decide more come first among equals."""
        rows = np.flatnonzero(silent)
        weight = self.weight[rows]
        first = {
            SilenceSort.WEIGHT: -weight,
            SilenceSort.MONEY: -weight * self.at_risk[self.account[rows]],
            # Never answered lies before every day.
            SilenceSort.DAYS: np.where(
                np.isnat(self.answered_on[rows]), -np.inf, self.answered_on[rows].astype(np.int64).astype(np.float64)
            ),
        }[sort]
        return rows[np.lexsort((self.person[rows], self.account[rows], self.role[rows], -weight, first))]

    def one(self, row: int, selection: Selection, revenue: bool) -> Silent:
        """One of the silent, as far as the list knows them."""
        place, role = int(self.account[row]), int(self.role[row])
        return Silent(
            account_id=int(selection.ids[place]),
            person_id=int(self.person[row]),
            role=ROLES[role] if role >= 0 else None,
            decision_weight=float(self.weight[row]),
            account_at_risk=float(self.at_risk[place]) if revenue else None,
            last_answered_on=_date(self.answered_on[row]),
        )


def _date(day_: np.datetime64) -> date | None:
    found: date | None = day_.astype(object)
    return found


@cache
def _members() -> Reading:
    table = Membership
    left = or_(col(Person.left_on).is_(None), col(Person.left_on) > AS_OF.day)
    here = (AS_OF.effective(table), left, kept_people(), col(table.placeholder).is_(False))
    return Reading(
        col(table.account_id),
        [identity(col(table.person_id))],
        lambda statement: statement.join(Person, col(Person.id) == col(table.person_id)).where(*here),
    )


def _known_people(session: Session, selection: Selection, known: KnownOn) -> Keys:
    """Those who are there now and have a name: scores may be older than a departure."""
    rows = _members().rows(session, selection, known)
    return person_keys(rows[:, 0].astype(np.intp), rows[:, 1].astype(np.int64))


@cache
def _answers() -> Reading:
    table = Response
    return Reading(
        col(table.account_id),
        [identity(col(table.person_id)), day(col(table.answered_at))],
        lambda statement: statement.where(
            AS_OF.recorded(table), col(table.answered_at) <= AS_OF.moment, col(table.person_id).is_not(None)
        ),
    )


def _last_answers(session: Session, selection: Selection, known: KnownOn, keys: Keys) -> Days:
    """The day of the latest answer of each of these people; NaT where there is none. ``keys`` ascend."""
    rows = _answers().rows(session, selection, known)
    found = person_keys(rows[:, 0].astype(np.intp), rows[:, 1].astype(np.int64))
    latest = np.full(len(keys), -1.0)
    if len(keys):
        place = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
        met = keys[place] == found
        np.maximum.at(latest, place[met], rows[met, 2])
    return days(latest)
