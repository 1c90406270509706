"""One walk through a whole file before anything is decided: how many rows, and how its columns write things."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from service.imports.dates import DateEvidence, DateFormat, DateOrder
from service.imports.fields import Holds, field_of
from service.imports.mapping import ColumnMapping
from service.imports.numbers import NumberEvidence, parse_amount
from service.imports.table import Table

_DATES = frozenset({Holds.DATE, Holds.MOMENT})
_NUMBERS = frozenset({Holds.NUMBER, Holds.AMOUNT, Holds.WHOLE, Holds.STRENGTH})


@dataclass(frozen=True)
class Formats:
    """How the columns of one file are written: per field, since two columns of one file may differ.

    ``largest`` is the largest number of a strength column: weights above 1 are divided by it. ``longest_text`` are
    not kept; ``rows`` counts the rows that hold anything.
    """

    rows: int
    dates: Mapping[str, DateFormat] = field(default_factory=dict)
    decimals: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    largest: Mapping[str, float] = field(default_factory=dict)
    currency: str | None = None
    titles: Mapping[str, int] = field(default_factory=dict)

    def date_order(self, name: str) -> DateOrder:
        """The date order of a field's column."""
        return self.dates[name].order if name in self.dates else DateOrder.YMD

    def decimal(self, name: str) -> str:
        """The decimal mark of a field's column."""
        return self.decimals[name][0] if name in self.decimals else "."


def profile(
    table: Table,
    mapping: ColumnMapping,
    tell: Callable[[int], None] | None = None,
    titles: bool = False,
    most: int | None = None,
) -> Formats:
    """Walk through the file and judge every column that holds dates or numbers on all of its values.

    What the mapping fixes overrules the evidence. ``tell`` hears the rows read so far; ``titles`` counts job titles.
    """
    place = {name: i for i, name in enumerate(table.columns)}
    dates: dict[str, DateEvidence] = {}
    numbers: dict[str, NumberEvidence] = {}
    largest: dict[str, float] = {}
    watch: list[tuple[int, str, Holds]] = []
    for name, columns in mapping.columns.items():
        spec = field_of(mapping.kind, name)
        if spec is not None and columns[0] in place and spec.holds in _DATES | _NUMBERS:
            watch.append((place[columns[0]], name, spec.holds))
            if spec.holds in _DATES:
                dates[name] = DateEvidence()
            else:
                numbers[name] = NumberEvidence()
    title = place.get(mapping.columns["title"][0]) if titles and "title" in mapping.columns else None
    counted: dict[str, int] = {}
    rows = 0
    for row in islice(table.rows(), most):
        rows += 1
        if tell is not None and rows % 10_000 == 0:
            tell(rows)
        if row.problem is not None:
            continue
        for at, name, holds in watch:
            text = row.cells[at]
            if not text:
                continue
            if holds in _DATES:
                dates[name].observe(text)
            else:
                numbers[name].observe(text)
                if holds is Holds.STRENGTH:
                    largest[name] = max(largest.get(name, 0.0), _magnitude(text))
        if title is not None and row.cells[title].strip() and (row.cells[title] in counted or len(counted) < 5_000):
            text = " ".join(row.cells[title].split())
            counted[text] = counted.get(text, 0) + 1
    return _verdicts(table, mapping, rows, dates, numbers, largest, counted)


def _magnitude(text: str) -> float:
    try:
        parsed = parse_amount(text, ".")
    except ValueError:
        return 0.0
    return float(parsed[0]) if parsed else 0.0


def _verdicts(
    table: Table,
    mapping: ColumnMapping,
    rows: int,
    dates: dict[str, DateEvidence],
    numbers: dict[str, NumberEvidence],
    largest: dict[str, float],
    titles: dict[str, int],
) -> Formats:
    fixed = mapping.formats.get("date")
    sure = [v.order for v in (e.verdict() for e in dates.values()) if not v.ambiguous]
    hint = next((o for o in sure if o in {DateOrder.DMY, DateOrder.MDY}), None)
    orders = {n: DateFormat(DateOrder(fixed)) if fixed else e.verdict(hint) for n, e in dates.items()}
    mark = mapping.formats.get("decimal")
    certain = [v[0] for v in (e.verdict() for e in numbers.values() if e.dot or e.comma)]
    # Where a semicolon separates the columns, the comma is taken up by the decimals.
    hinted = certain[0] if certain else "," if table.form.get("separator") == ";" else None
    marks = {n: (mark, False) if mark else e.verdict(hinted) for n, e in numbers.items()}
    return Formats(rows, orders, marks, largest, mapping.formats.get("currency"), titles)
