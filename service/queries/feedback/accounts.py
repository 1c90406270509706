"""The accounts whose answers a reader may see, one by one or in sums only."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.queries.portfolio_frames.selection import Selection
from service.queries.visibility import accounts_within

Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Codes:
    """A value of each row as a number: ``code`` (n,) points into ``values``; -1 where there is none."""

    code: Indices
    values: list[str | int]

    @classmethod
    def of(cls, column: list[str | int | None]) -> "Codes":
        """Every value once, in order.

        >>> found = Codes.of(["b", None, "a", "b"])
        >>> found.code.tolist(), found.values
        ([1, -1, 0, 1], ['a', 'b'])
        """
        code, values = pd.factorize(pd.Series(column, dtype=object), sort=True)
        return cls(code.astype(np.intp), values.tolist())

    def of_rows(self, rows: Indices) -> Indices:
        """The codes of rows that point to these; -1 for a row that points nowhere."""
        return np.append(self.code, -1)[rows]

    def place(self, value: str | int) -> int:
        """The number of a value; -2, which no row has, for one that does not occur."""
        return self.values.index(value) if value in self.values else -2


@dataclass(frozen=True, eq=False)
class AccountsFrame:
    """Accounts in ascending order of their ids. ``attributed``: single people's answers may be seen."""

    selection: Selection
    segment: Codes
    region: Codes
    team: Codes
    archived: Flags
    attributed: bool


def accounts_frame(session: Session, principal: Principal) -> AccountsFrame:
    """All accounts within the reader's reach for answers, archived ones too: what was said there was said.

    :raises Forbidden: the role sees no answers, not even in sums.
    """
    got = require(principal, Resource.RESPONSE, Action.READ, Reach.AGGREGATE)
    within = accounts_within(principal, Resource.ACCOUNT)
    statement = select(
        col(Account.id),
        col(Account.segment),
        col(Account.region),
        col(Account.team_id),
        col(Account.archived_at).is_not(None),
    ).where(within)
    if got > Reach.AGGREGATE:
        statement = statement.where(accounts_within(principal, Resource.RESPONSE))
    rows = session.execute(statement.order_by(col(Account.id))).all()
    ids, segments, regions, teams, archived = ([list(column) for column in zip(*rows, strict=True)] or [[]] * 5)[:5]
    return AccountsFrame(
        selection=Selection.of(ids),
        segment=Codes.of(segments),
        region=Codes.of(regions),
        team=Codes.of(teams),
        archived=np.array(archived, dtype=np.bool_),
        attributed=got > Reach.AGGREGATE,
    )
