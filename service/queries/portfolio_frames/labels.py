"""Names beside numbers: which rows carry which text, one line a text."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session

from service.queries.portfolio_frames.selection import Indices, Selection


def labels(
    session: Session, selection: Selection, account: Mapped[int], identity: Mapped[int], text: Mapped[Any]
) -> tuple[tuple[str, ...], NDArray[np.int64], Indices]:
    """The texts that rows of the selected accounts carry; the ids of those rows, ascending, and which text each has.

    Rows whose text is missing or empty are left out. A text comes once, however many rows carry it.
    """
    texts: dict[str, int] = {}
    ids: list[NDArray[np.int64]] = []
    which: list[Indices] = []
    for chosen in selection.conditions(account):
        joined = func.aggregate_strings(cast(identity, String), ",")
        for label, listed in session.connection().execute(
            select(text, joined).where(chosen, text.is_not(None), text != "").group_by(text).order_by(text)
        ):
            ids.append(np.fromstring(listed, dtype=np.int64, sep=","))
            which.append(np.full(len(ids[-1]), texts.setdefault(label, len(texts)), dtype=np.intp))
    if not ids:
        return (), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.intp)
    found, place = np.concatenate(ids), np.concatenate(which)
    order = np.argsort(found)
    return tuple(texts), found[order], place[order]


def label_of(wanted: Sequence[int] | NDArray[Any], ids: NDArray[np.int64], which: Indices) -> Indices:
    """Which text each wanted row carries, from what :func:`labels` gave; -1 for none.

    >>> label_of([7, 3, 5], np.array([3, 7]), np.array([1, 0])).tolist()
    [0, 1, -1]
    """
    if not len(ids):
        return np.full(len(wanted), -1, dtype=np.intp)
    place = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[place] == wanted, which[place], -1).astype(np.intp)
