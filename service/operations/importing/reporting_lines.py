"""Who reports to whom, as a file says it: managers who are nowhere, not to be told apart, or in a circle.

A file can hold a million people, and a manager may stand behind all who report to them. Names are therefore kept as
hashes of eight bytes, and only the end of the file shows what is wrong.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.keys import email_key, name_key
from service.operations.importing.records import Item

Numbers = NDArray[np.int64]
_NOWHERE, _SEVERAL = -1, -2
_ = str  # marks texts for extraction; they are translated where the reader's language is known
_SENTENCES = {
    "unknown_manager": _("This manager is neither in the file nor on record: the reporting line is left out."),
    "ambiguous_manager": _(
        "Several people on this account have this name: the reporting line is left out. Use ids or addresses."
    ),
    "manager_elsewhere": _("This manager does not stand on the account of this row: the reporting line is left out."),
    "own_manager": _("The row names the person as their own manager: the reporting line is left out."),
    "manager_cycle": _("Reporting runs in a circle (rows %(rows)s): the line of this row is left out."),
}


@dataclass(frozen=True)
class Finding:
    """What is wrong with the manager of one row.

    ``code`` is unknown_manager, ambiguous_manager, manager_elsewhere (on another account of the file), own_manager
    or manager_cycle. ``place`` is the account where that is one of ours, else a number that says nothing.
    """

    row: int
    manager: str
    code: str
    place: int
    # The rows of the circle, lowest first; empty for the other codes.
    circle: tuple[int, ...] = ()

    @property
    def template(self) -> str:
        """What is wrong and what becomes of it, for people."""
        return _SENTENCES[self.code]

    @property
    def words(self) -> dict[str, str]:
        """What the places of the sentence are filled with."""
        if self.code != "manager_cycle":
            return {}
        return {"rows": ", ".join(map(str, self.circle[:20])) + (" …" if len(self.circle) > 20 else "")}


class ReportingLines:
    """Collects the people of a file with the names by which they can be meant, and their managers."""

    def __init__(self) -> None:
        self._handles, self._owners = array("q"), array("q")
        self._rows, self._people, self._places, self._managers = array("q"), array("q"), array("q"), array("q")
        self._standing = array("q")
        self._texts: dict[str, int] = {}

    def observe(self, item: Item, number: int, places: Sequence[int | str], manager: str | None) -> None:
        """Take one row into account: a person, the accounts they stand on, and whom they report to."""
        person = hash(item.key)
        handles = [hash(("i", item.key))]
        if item.values.get("email_key"):
            handles.append(hash(("e", item.values["email_key"])))
        for place in places or ("",):
            handles.append(hash(("n", hash(place), item.values["name_key"])))
            self._standing.append(hash((person, hash(place))))
            if manager is not None:
                self._rows.append(number)
                self._people.append(person)
                self._places.append(hash(place))
                self._managers.append(self._texts.setdefault(manager, len(self._texts)))
        self._handles.extend(handles)
        self._owners.extend([person] * len(handles))

    def findings(self, merged: dict[str, str]) -> list[Finding]:
        """What is wrong, by row; ``merged`` tells which ids were merged into which."""
        if not self._rows:
            return []
        texts = list(self._texts)
        managers, rows, places = np.asarray(self._managers), np.asarray(self._rows), np.asarray(self._places)
        bosses = self._resolve([("i", merged.get(t, t)) for t in texts])[managers]
        by_email = self._resolve([("e", email_key(t)) if "@" in t else None for t in texts])[managers]
        bosses = np.where(bosses == _NOWHERE, by_email, bosses)
        open_rows = np.flatnonzero(bosses == _NOWHERE)
        keys = [name_key(t) for t in texts]
        named: list[tuple[object, ...] | None] = [("n", int(places[at]), keys[managers[at]]) for at in open_rows]
        bosses[open_rows] = self._resolve(named)
        wrong = {"unknown_manager": bosses == _NOWHERE, "ambiguous_manager": bosses == _SEVERAL}
        wrong["manager_elsewhere"] = (
            ~wrong["unknown_manager"] & ~wrong["ambiguous_manager"] & ~self._stand(bosses, places)
        )
        wrong["own_manager"] = bosses == np.asarray(self._people)
        found = [
            Finding(int(rows[at]), texts[managers[at]], code, int(places[at]))
            for code, where in wrong.items()
            for at in np.flatnonzero(where)
        ]
        return found + self._circles(bosses, texts)

    def _stand(self, people: Numbers, places: Numbers) -> NDArray[np.bool_]:
        """Whether each of these people stands on that account in the file."""
        pairs = zip(people.tolist(), places.tolist(), strict=True)
        return np.isin(np.array([hash(pair) for pair in pairs], dtype=np.int64), np.asarray(self._standing))

    def _resolve(self, wanted: list[tuple[object, ...] | None]) -> Numbers:
        """The person that each handle means, or that it means nobody or several."""
        handles, owners = np.asarray(self._handles), np.asarray(self._owners)
        order = np.lexsort((owners, handles))
        handles, owners = handles[order], owners[order]
        sought = np.array([0 if w is None else hash(w) for w in wanted], dtype=np.int64)
        low = np.searchsorted(handles, sought, "left")
        high = np.searchsorted(handles, sought, "right")
        there = (high > low) & np.array([w is not None for w in wanted], dtype=np.bool_)
        first, last = owners[np.minimum(low, len(owners) - 1)], owners[np.maximum(high - 1, 0)]
        return np.where(there, np.where(first == last, first, _SEVERAL), _NOWHERE)

    def _circles(self, bosses: Numbers, texts: list[str]) -> list[Finding]:
        """The circles of reporting lines on one account; the line of a circle's last row is the one to leave out."""
        rows, people, places = np.asarray(self._rows), np.asarray(self._people), np.asarray(self._places)
        lines = np.flatnonzero((bosses != _NOWHERE) & (bosses != _SEVERAL) & (bosses != people))
        # What a later row says of the same person counts.
        above = {(int(people[at]), int(places[at])): int(at) for at in lines}
        up = {at: above.get((int(bosses[at]), int(places[at]))) for at in above.values()}
        found: list[Finding] = []
        done: set[int] = set()
        for start in up:
            path: list[int] = []
            on_path: set[int] = set()
            at: int | None = start
            while at is not None and at not in done and at not in on_path:
                path.append(at)
                on_path.add(at)
                at = up[at]
            if at is not None and at in on_path:
                circle = path[path.index(at) :]
                last = max(circle, key=lambda one: int(rows[one]))
                numbers = tuple(sorted(int(rows[one]) for one in circle))
                text = texts[self._managers[last]]
                found.append(Finding(int(rows[last]), text, "manager_cycle", int(places[last]), numbers))
            done |= on_path
        return found
