"""How much of the decision has answered lately, over many accounts."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam
from sqlmodel import Session, col

from models.base import UtcDateTime
from models.survey import Response
from scoring.feedback_parameters import DEFAULT_FEEDBACK, FeedbackParameters
from service.queries.feedback.people import ByPerson, person_keys, places_and_people
from service.queries.feedback.rows import Context
from service.queries.feedback.wanted import Dimension, Wanted
from service.queries.known_on import KnownOn
from service.queries.portfolio_frames.numbers import identity
from service.queries.portfolio_frames.reading import AS_OF, Reading

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Coverage:
    """Everybody in a chain (p,): place of the account, role (-1: none), and whether a valid answer is there.

    ``decision_weight`` adds up to 1 for each account, ``weight`` to what the account counts.
    """

    account: Indices
    role: Indices
    decision_weight: Floats
    weight: Floats
    valid: Flags

    def chosen(self, context: Context, wanted: Wanted) -> Flags:
        """Those whom the filters of accounts and roles let through; which survey was answered does not matter."""
        keep = np.ones(len(self.account), dtype=np.bool_)
        for dimension, value in wanted.restricted.items():
            group = self.group(context, dimension)
            if group is not None:
                keep &= group == context.code_of(dimension, value)
        return keep

    def group(self, context: Context, dimension: Dimension) -> Indices | None:
        """The code of everybody in a dimension of accounts or roles; None for another one."""
        accounts = context.accounts
        codes = {Dimension.SEGMENT: accounts.segment, Dimension.REGION: accounts.region, Dimension.TEAM: accounts.team}
        if dimension is Dimension.ROLE:
            return self.role
        return codes[dimension].code[self.account] if dimension in codes else None

    def shares(self, keep: Flags, group: Indices, groups: int) -> list[float | None]:
        """The share in [0, 1] of each group's weight that has a valid answer; None without any weight."""
        keep = keep & (group >= 0) & (group < groups)
        weight = np.bincount(group[keep], weights=self.weight[keep], minlength=groups)
        answered = np.bincount(group[keep], weights=(self.weight * self.valid)[keep], minlength=groups)
        return [
            good / whole if whole > 0 else None for good, whole in zip(answered.tolist(), weight.tolist(), strict=True)
        ]


@cache
def _valid() -> Reading:
    table = Response
    return Reading(
        col(table.account_id),
        [identity(col(table.person_id))],
        lambda statement: statement.where(
            AS_OF.recorded(table),
            col(table.answered_at) >= bindparam("valid_from", type_=UtcDateTime),
            col(table.answered_at) <= AS_OF.moment,
            col(table.person_id).is_not(None),
        ),
    )


def coverage(
    session: Session,
    context: Context,
    weights: ByPerson,
    account_weight: Floats,
    known: KnownOn,
    parameters: FeedbackParameters = DEFAULT_FEEDBACK,
) -> Coverage:
    """Who of all chains has answered anything within the days that an answer is valid."""
    begin = datetime.combine(known.day - timedelta(days=parameters.valid_days), time(0), UTC)
    rows = _valid().rows(session, context.accounts.selection, known, valid_from=begin)
    answered = np.unique(person_keys(rows[:, 0].astype(np.intp), rows[:, 1].astype(np.int64)))
    account, _people = places_and_people(weights.keys)
    return Coverage(
        account=account,
        role=context.roles.of(weights.keys, -1.0).astype(np.intp),
        decision_weight=weights.values,
        weight=weights.values * account_weight[account],
        valid=np.isin(weights.keys, answered, assume_unique=True),
    )
