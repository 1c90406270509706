"""One table read of the selected accounts: the statement is put together once and only bound anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Integer, Select, bindparam, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session

from service.queries.known_on import AsOf, KnownOn
from service.queries.portfolio_frames.numbers import Field, Floats, numbers, packed, unpacked
from service.queries.portfolio_frames.selection import Selection

Rest = Callable[[Select[*tuple[Any, ...]]], Select[*tuple[Any, ...]]]

AS_OF = AsOf()
"""The day and the moment of a statement, to be bound to each run."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What is read of a table: the column that holds the account, the fields, and the rest of the statement.

    ``rest`` adds joins, conditions and order, in terms of :data:`AS_OF`: it is called once for all days. What else it
    binds by name is given to :meth:`rows`. Putting a statement together costs
    about as much as reading the few accounts of one past week; bound anew, that is paid once.
    """

    account: Mapped[int] | ColumnElement[int]
    fields: Sequence[Field]
    rest: Rest
    _statements: dict[tuple[int, bool], tuple[Select[*tuple[Any, ...]], list[list[int]]]] = field(default_factory=dict)

    def rows(self, session: Session, selection: Selection, known: KnownOn, **bound: object) -> Floats:
        """Rows (rows, 1 + fields) of the selected accounts: the account's place in the selection, then the fields.

        Rows of accounts that only lie between the selected ones are left out.
        """
        whole = self._whole(selection.bits)
        given = {"first_account": selection.first, "day": known.day, "moment": known.moment, **bound}
        parts: list[Floats] = []
        words: list[list[int]] = []
        for ids in selection.runs():
            statement, words = self._statement(selection.bits, isinstance(ids, range))
            chosen: dict[str, object] = (
                {"lowest": ids[0], "highest": ids[-1]} if isinstance(ids, range) else {"account_ids": ids}
            )
            parts.append(numbers(session, statement, given | chosen))
        if not parts:
            return np.zeros((0, len(whole)))
        rows = unpacked(np.concatenate(parts), whole, words)
        places = selection.places(rows[:, 0] + selection.first)
        rows[:, 0] = places
        return rows if (places >= 0).all() else rows[places >= 0]

    def _whole(self, bits: int) -> list[Field]:
        return [Field(self.account - bindparam("first_account", type_=Integer), bits), *self.fields]

    def _statement(self, bits: int, close: bool) -> tuple[Select[*tuple[Any, ...]], list[list[int]]]:
        """The statement for ids of so many bits that lie close together (a range) or apart (a list)."""
        if (bits, close) not in self._statements:
            columns, words = packed(self._whole(bits))
            chosen = (
                self.account.between(bindparam("lowest", type_=Integer), bindparam("highest", type_=Integer))
                if close
                else self.account.in_(bindparam("account_ids", type_=Integer, expanding=True))
            )
            self._statements[bits, close] = self.rest(select(*columns)).where(chosen), words
        return self._statements[bits, close]
