"""Rows of one file that carry the same id: whichever stands last counts, and people should know."""

from array import array

import numpy as np

from models.vocabulary import ImportKind
from service.imports.rows import ParsedRow, RowReader
from service.keys import name_key


class RepeatedIds:
    """Takes note of the ids of a whole file, in a few bytes a row.

    The rows of a person may repeat the id: one row for each account. They are named only where they put the person
    onto the same account again, or call them by another name.
    """

    def __init__(self, kind: ImportKind) -> None:
        self._people = kind is ImportKind.PEOPLE
        self._rows, self._ids, self._names, self._places = array("q"), array("q"), array("q"), array("q")

    def observe(self, row: ParsedRow) -> None:
        """Take one row into account."""
        external_id = row.values.get("external_id")
        if external_id is None or row.bad or row.values.get("deleted") or "merged_into" in row.values:
            return
        values = row.values
        self._rows.append(row.number)
        self._ids.append(hash(external_id))
        if self._people:
            named = values.get("name") or f"{values.get('first_name', '')} {values.get('last_name', '')}"
            self._names.append(hash(name_key(named)))
            self._places.append(hash((values.get("account_id"), values.get("account"))))

    def notes(self, reader: RowReader) -> list[ParsedRow]:
        """The rows that repeat an earlier one, as rows that carry nothing but a remark."""
        if not self._rows:
            return []
        rows, ids = np.asarray(self._rows), np.asarray(self._ids)
        order = np.argsort(ids, kind="stable")
        starts = np.flatnonzero(np.r_[True, ids[order][1:] != ids[order][:-1]])
        first = order[np.repeat(starts, np.diff(np.r_[starts, len(order)]))]
        again = order != first
        if self._people:
            names, places = np.asarray(self._names), np.asarray(self._places)
            again &= (names[order] != names[first]) | (places[order] == places[first])
        found: list[ParsedRow] = []
        for number, earlier in sorted(zip(rows[order[again]].tolist(), rows[first[again]].tolist(), strict=True)):
            note = ParsedRow(number, {})
            note.remark(
                reader.column("external_id"), None, "repeated_id",
                "Row %(row)s has the same id. They are taken as one record; what stands last counts.", row=earlier,
            )  # fmt: skip
            found.append(note)
        return found
