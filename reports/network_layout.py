"""Where each person of a chain stands on the drawing: rows by reporting level, a strict grid of columns.

Everything is in points, measured down and to the right from the upper left corner. The grid is strict so
that between
two columns there is always a gutter in which a reporting line can run without crossing anybody's name.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.chain import Person, Tie
from scoring.vocabulary import OrganisationSide, Role, TieKind

# More people than this are not drawn (the heaviest are kept): a drawing beyond it cannot be read on paper.
MOST_DRAWN = 40
GUTTER = 12.0
NODE_HEIGHT = 36.0
SHAPE = 26.0
BAND_HEIGHT = 16.0
_ROLE_LEVEL = {Role.DECISION_MAKER: 0, Role.INFLUENCER: 1, Role.END_USER: 2, None: 2}
_SIDE_ORDER = {OrganisationSide.CUSTOMER: 0, OrganisationSide.SUBSIDIARY: 1, OrganisationSide.PARTNER: 2}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``top`` counts downwards."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def centre(self) -> tuple[float, float]:
        """The middle."""
        return self.left + self.width / 2, self.top + self.height / 2

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share more than an edge.

        >>> Box(0, 0, 2, 2).overlaps(Box(2, 0, 2, 2)), Box(0, 0, 2, 2).overlaps(Box(1, 1, 2, 2))
        (False, True)
        """
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in the grid: row and column from 0."""

    person: Person
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Seating:
    """Everybody's place, the number of columns, and before which rows an organisation begins."""

    seats: Mapping[str, Seat]
    columns: int
    rows: int
    organisations: Sequence[tuple[int, str, OrganisationSide]]


def drawn_people(people: Sequence[Person], most: int = MOST_DRAWN) -> tuple[Person, ...]:
    """The ``most`` people to draw: decision makers and missing people first, then by decision weight."""
    ranked = sorted(
        people,
        key=lambda p: (not (p.missing or p.role is Role.DECISION_MAKER), -p.decision_weight, p.name, p.key),
    )
    return tuple(ranked[:most])


def managers(people: Iterable[Person], ties: Iterable[Tie]) -> dict[str, str]:
    """Whom each person reports to, as a forest: the first manager by key counts, and a tie that closes a
    circle
    is left out (it is still drawn as a line)."""
    keys = {p.key for p in people}
    result: dict[str, str] = {}
    for tie in sorted(ties, key=lambda t: (t.source, t.target)):
        if tie.kind is not TieKind.REPORTS_TO or tie.source not in keys or tie.target not in keys:
            continue
        if tie.source in result:
            continue
        above: str | None = tie.target
        while above is not None and above != tie.source:
            above = result.get(above)
        if above is None:
            result[tie.source] = tie.target
    return result


def seat(people: Sequence[Person], ties: Sequence[Tie], *, packed: bool = False) -> Seating:
    """Give everybody a seat.

    Each organisation gets rows of its own, the customer first. Within it, people stand on the row of their
    reporting
    level, under their manager where there is room; people without any reporting line stand with their role.

    Args:
        people: at most :data:`MOST_DRAWN`, with different keys.
        ties: between them; others are ignored.
        packed: fill the rows one after the other instead, manager before reports; for chains so deep
            that one row per level would not fit on a page.
    """
    columns = _column_count(len(people))
    groups: dict[tuple[int, str], list[Person]] = defaultdict(list)
    for person in people:
        groups[(_SIDE_ORDER[person.side], person.organisation)].append(person)
    seats: dict[str, Seat] = {}
    organisations: list[tuple[int, str, OrganisationSide]] = []
    row = 0
    for (_side, name), members in sorted(groups.items()):
        organisations.append((row, name, members[0].side))
        boss = managers(members, ties)
        ordered = _in_reporting_order(members, boss)
        lines = _packed(ordered, columns) if packed else _by_level(ordered, boss, columns)
        for line in lines:
            for person, column in line:
                seats[person.key] = Seat(person, row, column)
            row += 1
    return _without_empty_columns(Seating(seats, columns, row, tuple(organisations)))


def _without_empty_columns(seating: Seating) -> Seating:
    """The same order with columns that nobody sits in closed up, so that names get the room."""
    used = sorted({place.column for place in seating.seats.values()})
    seats = {key: Seat(p.person, p.row, used.index(p.column)) for key, p in seating.seats.items()}
    return Seating(seats, max(1, len(used)), seating.rows, seating.organisations)


def _column_count(people: int) -> int:
    if people <= 4:
        return max(1, min(3, people))
    return 4 if people <= 16 else 5


def _in_reporting_order(people: Sequence[Person], boss: Mapping[str, str]) -> list[Person]:
    """Managers before their reports, the heavier first."""
    below: dict[str | None, list[Person]] = defaultdict(list)
    for person in sorted(people, key=lambda p: (_ROLE_LEVEL[p.role], -p.decision_weight, p.name, p.key)):
        below[boss.get(person.key)].append(person)
    ordered: list[Person] = []
    pending = list(reversed(below[None]))
    while pending:
        person = pending.pop()
        ordered.append(person)
        pending.extend(reversed(below[person.key]))
    return ordered


def _packed(ordered: Sequence[Person], columns: int) -> list[list[tuple[Person, int]]]:
    return [
        [(person, column) for column, person in enumerate(ordered[start : start + columns])]
        for start in range(0, len(ordered), columns)
    ]


def _by_level(ordered: Sequence[Person], boss: Mapping[str, str], columns: int) -> list[list[tuple[Person, int]]]:
    levels = _levels(ordered, boss)
    column_of: dict[str, float] = {}
    lines: list[list[tuple[Person, int]]] = []
    for level in sorted(set(levels.values())):
        members = [p for p in ordered if levels[p.key] == level]
        count = math.ceil(len(members) / columns)
        size = math.ceil(len(members) / count)
        for start in range(0, len(members), size):
            line = members[start : start + size]
            wanted = _wanted_columns(line, boss, column_of, columns)
            placed = sorted(zip(wanted, range(len(line)), line, strict=True))
            chosen = _spread([w for w, _, _ in placed], columns)
            lines.append([(person, column) for (_, _, person), column in zip(placed, chosen, strict=True)])
            column_of.update({person.key: column for person, column in lines[-1]})
    return lines


def _levels(ordered: Sequence[Person], boss: Mapping[str, str]) -> dict[str, int]:
    """Reporting depth; people outside every reporting line take their role's level, as far as there is one."""
    managing = set(boss.values())
    levels: dict[str, int] = {}
    for person in ordered:
        if person.key in boss:
            levels[person.key] = levels[boss[person.key]] + 1
        elif person.key in managing:
            levels[person.key] = 0
    deepest = max(levels.values(), default=2)
    for person in ordered:
        levels.setdefault(person.key, min(_ROLE_LEVEL[person.role], deepest))
    return levels


def _wanted_columns(
    line: Sequence[Person], boss: Mapping[str, str], column_of: Mapping[str, float], columns: int
) -> list[float]:
    """Under one's manager, siblings side by side; without a manager, centred in the row."""
    siblings: dict[str | None, list[str]] = defaultdict(list)
    for person in line:
        siblings[boss.get(person.key)].append(person.key)
    wanted = []
    for person in line:
        above = boss.get(person.key)
        among = siblings[above]
        offset = among.index(person.key) - (len(among) - 1) / 2
        middle = column_of[above] if above is not None and above in column_of else (columns - 1) / 2
        wanted.append(middle + offset)
    return wanted


def _spread(wanted: Sequence[float], columns: int) -> list[int]:
    """Whole, different columns in the given order, as near to the wanted ones as a single pass finds.

    >>> _spread([1.5, 1.5, 1.6], 4)
    [1, 2, 3]
    """
    chosen: list[int] = []
    for index, want in enumerate(wanted):
        least = chosen[-1] + 1 if chosen else 0
        most = columns - len(wanted) + index
        chosen.append(max(least, min(most, math.floor(want))))
    return chosen
