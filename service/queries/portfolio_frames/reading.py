"""One table read of the selected accounts: the statement is put together once and only bound anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Integer, Select, bindparam, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session

from service.queries.known_on import KnownOn
from service.queries.portfolio_frames.as_of import ONE_DAY, When, bounds
from service.queries.portfolio_frames.numbers import Field, Floats, Kind
from service.queries.portfolio_frames.packing import Packing
from service.queries.portfolio_frames.selection import Selection

Rest = Callable[[Select[*tuple[Any, ...]]], Select[*tuple[Any, ...]]]

AS_OF = ONE_DAY
"""The day and the moment of a statement, to be bound to each run."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What is read of a table: the column that holds the account, the fields, and the rest of the statement.

    ``rest`` adds joins, conditions and order, in terms of ``when`` (:data:`AS_OF`, or ``as_of.EACH_ITS_DAY``): it is
    called once for all days. What else it binds by name is given to :meth:`rows`. Putting a statement together costs
    as much as reading a few accounts; bound anew, that is paid once.
    """

    account: Mapped[int] | ColumnElement[int]
    fields: Sequence[Field]
    rest: Rest
    when: When = ONE_DAY
    _packings: dict[tuple[int, str], Packing] = field(default_factory=dict)
    _statements: dict[tuple[int, str, bool], Select[*tuple[Any, ...]]] = field(default_factory=dict)

    def rows(self, session: Session, selection: Selection, known: KnownOn, **bound: object) -> Floats:
        """Rows (rows, 1 + fields) of the selected accounts: the account's place in the selection, then the fields.

        Rows of accounts that only lie between the selected ones are left out. Of accounts that are looked at on days
        of their own the days read are moved to the one day ``known``.
        """
        dialect = session.connection().dialect.name
        packing = self._packing(selection.bits, dialect)
        if selection.moved is not None:
            return self._moved(
                packing.read(session, self._statement(packing, selection.bits, None), bound), selection.moved
            )
        given = {"first_account": selection.first, **bounds(known), **bound}
        parts: list[Floats] = []
        for ids in selection.runs():
            statement = self._statement(packing, selection.bits, close=isinstance(ids, range))
            parts.append(packing.read(session, statement, {**given, **_chosen(ids)}))
        if not parts:
            return np.zeros((0, len(packing.fields)))
        rows = parts[0] if len(parts) == 1 else np.concatenate(parts)
        places = selection.places(rows[:, 0] + selection.first)
        rows[:, 0] = places
        return rows if (places >= 0).all() else rows[places >= 0]

    def _moved(self, rows: Floats, moved: Floats) -> Floats:
        if len(rows):
            by = moved[rows[:, 0].astype(np.intp)]
            for place, each in enumerate(self.fields, 1):
                if each.kind is Kind.DAY:
                    rows[:, place] += np.where(rows[:, place] >= 0, by, 0.0)
        return rows

    def _packing(self, bits: int, dialect: str) -> Packing:
        if (bits, dialect) not in self._packings:
            place = Field(self.when.place(self.account), Kind.WHOLE, bits)
            self._packings[bits, dialect] = Packing.of([place, *self.fields], dialect)
        return self._packings[bits, dialect]

    def _statement(self, packing: Packing, bits: int, close: bool | None) -> Select[*tuple[Any, ...]]:
        """The statement for ids that lie close together (a range), apart (a list), or are looked at one by one."""
        key = (bits, packing.dialect, bool(close))
        if key not in self._statements:
            chosen: ColumnElement[bool]
            if close is None:
                chosen = self.when.is_looked_at(self.account)
            elif close:
                lowest, highest = bindparam("lowest", type_=Integer), bindparam("highest", type_=Integer)
                chosen = self.account.between(lowest, highest)
            else:
                chosen = self.account.in_(bindparam("account_ids", type_=Integer, expanding=True))
            self._statements[key] = self.rest(select(*(each.column for each in packing.columns))).where(chosen)
        return self._statements[key]


def _chosen(ids: range | Sequence[int]) -> Mapping[str, object]:
    return {"lowest": ids[0], "highest": ids[-1]} if isinstance(ids, range) else {"account_ids": ids}
