"""One walk through a whole file before anything is decided: how many rows, and how its columns write things."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from service.imports.dates import DateEvidence, DateFormat, DateOrder
from service.imports.fields import Holds, field_of
from service.imports.headers import header_currency
from service.imports.mapping import ColumnMapping
from service.imports.numbers import NumberEvidence, currency_in, parse_amount
from service.imports.table import Table

_DATES = frozenset({Holds.DATE, Holds.MOMENT})
_TITLES = 5_000
_NUMBERS = frozenset({Holds.NUMBER, Holds.AMOUNT, Holds.WHOLE, Holds.STRENGTH})


@dataclass(frozen=True)
class Formats:
    """How the columns of one file are written: per field, since two columns of one file may differ.

    ``largest`` is the largest number of a strength column: weights above 1 are divided by it. ``currency`` is that of
    amounts that name none. ``rows`` counts the rows that hold anything.
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


@dataclass
class _Evidence:
    """What the values of the watched columns have shown so far."""

    dates: dict[str, DateEvidence] = field(default_factory=lambda: defaultdict(DateEvidence))
    numbers: dict[str, NumberEvidence] = field(default_factory=lambda: defaultdict(NumberEvidence))
    largest: dict[str, float] = field(default_factory=dict)
    currencies: set[str] = field(default_factory=set)
    titles: dict[str, int] = field(default_factory=dict)

    def observe(self, name: str, holds: Holds, text: str) -> None:
        """Take one value into account."""
        if holds in _DATES:
            self.dates[name].observe(text)
            return
        self.numbers[name].observe(text)
        if holds is Holds.AMOUNT and not (text[0].isdigit() and text[-1].isdigit()):
            named = currency_in(text)
            if named is not None:
                self.currencies.add(named)
        if holds is Holds.STRENGTH:
            self.largest[name] = max(self.largest.get(name, 0.0), _magnitude(text))

    def count_title(self, text: str) -> None:
        """Count one job title; a file may have more of them than are worth keeping."""
        title = " ".join(text.split())
        if title and (title in self.titles or len(self.titles) < _TITLES):
            self.titles[title] = self.titles.get(title, 0) + 1


def profile(
    table: Table,
    mapping: ColumnMapping,
    tell: Callable[[int], None] | None = None,
    titles: bool = False,
    most: int | None = None,
) -> Formats:
    """Walk through the file and judge every column that holds dates or numbers on all of its values.

    What the mapping fixes overrules the evidence. ``tell`` hears the rows read so far; ``titles`` counts job titles;
    ``most`` stops after so many rows.
    """
    place = {name: i for i, name in enumerate(table.columns)}
    found = _Evidence()
    watch: list[tuple[int, str, Holds]] = []
    for name, columns in mapping.columns.items():
        spec = field_of(mapping.kind, name)
        if spec is not None and columns[0] in place and spec.holds in _DATES | _NUMBERS:
            watch.append((place[columns[0]], name, spec.holds))
    title = place.get(mapping.columns["title"][0]) if titles and "title" in mapping.columns else None
    rows = 0
    for row in islice(table.rows(), most):
        rows += 1
        if tell is not None and rows % 10_000 == 0:
            tell(rows)
        if row.problem is not None:
            continue
        for at, name, holds in watch:
            text = row.cells[at].strip()
            if text:
                found.observe(name, holds, text)
        if title is not None:
            found.count_title(row.cells[title])
    return _verdicts(table, mapping, rows, found)


def _magnitude(text: str) -> float:
    try:
        parsed = parse_amount(text, ".")
    except ValueError:
        return 0.0
    return float(parsed[0]) if parsed else 0.0


def _verdicts(table: Table, mapping: ColumnMapping, rows: int, found: _Evidence) -> Formats:
    fixed = mapping.formats.get("date")
    sure = [v.order for v in (e.verdict() for e in found.dates.values()) if not v.ambiguous]
    hint = next((o for o in sure if o in {DateOrder.DMY, DateOrder.MDY}), None)
    orders = {n: DateFormat(DateOrder(fixed)) if fixed else e.verdict(hint) for n, e in found.dates.items()}
    mark = mapping.formats.get("decimal")
    certain = [v[0] for v in (e.verdict() for e in found.numbers.values() if e.dot or e.comma)]
    # Where a semicolon separates the columns, the comma is taken up by the decimals.
    hinted = certain[0] if certain else "," if table.form.get("separator") == ";" else None
    marks = {n: (mark, False) if mark else e.verdict(hinted) for n, e in found.numbers.items()}
    currency = mapping.formats.get("currency") or _currency(mapping, found.currencies)
    return Formats(rows, orders, marks, found.largest, currency, found.titles)


def _currency(mapping: ColumnMapping, seen: set[str]) -> str | None:
    """The currency that the name of an amount's column states, else the only one that amounts of the file name."""
    for name, columns in mapping.columns.items():
        spec = field_of(mapping.kind, name)
        if spec is not None and spec.holds is Holds.AMOUNT and (named := header_currency(columns[0])):
            return named
    return next(iter(seen)) if len(seen) == 1 else None
