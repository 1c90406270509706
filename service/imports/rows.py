"""A raw row turned into values: every cell read as its field demands, every trouble named with its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.imports.cells import Reader, reader_for
from service.imports.fields import FIELDS, Field, Holds
from service.imports.mapping import ColumnMapping
from service.imports.problems import Odd, Problem, Unreadable, Word
from service.imports.profile import Formats
from service.imports.table import RawRow, Table


@dataclass
class ParsedRow:
    """One row as values by field (absent where the cell is empty), with what was wrong or odd about it."""

    number: int
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        """Whether the row must be refused."""
        return bool(self.problems) and any(p.fatal for p in self.problems)

    def refuse(self, column: str | None, value: str | None, code: str, template: str, **words: Word) -> None:
        """Add a problem that refuses the row; ``words`` fill the places of the sentence."""
        self.problems.append(Problem(self.number, column, value and value[:500], code, template, words=words))

    def remark(self, column: str | None, value: str | None, code: str, template: str, **words: Word) -> None:
        """Add a remark; the row is taken all the same."""
        self.problems.append(
            Problem(self.number, column, value and value[:500], code, template, fatal=False, words=words)
        )


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the text of one field stands in a row, and how it is read."""

    spec: Field
    places: tuple[int, ...]
    constant: str
    replaced: Mapping[str, str]
    read: Reader

    @property
    def only_place(self) -> int:
        """The place of a field that is filled by one column as it stands; -1 for any other."""
        return self.places[0] if len(self.places) == 1 and not self.constant and not self.replaced else -1

    def text(self, cells: Sequence[str]) -> str:
        """The text of a field that is made of several columns, a constant or replaced words."""
        text = " ".join(part for part in (cells[place].strip() for place in self.places) if part) or self.constant
        return self.replaced.get(text.casefold(), text)


class RowReader:
    """Reads the rows of one table by one mapping and its formats; ``only`` some fields where those are enough."""

    def __init__(
        self, table: Table, mapping: ColumnMapping, formats: Formats, only: frozenset[str] | None = None
    ) -> None:
        self.table = table
        self.mapping = mapping
        self.formats = formats
        place = {name: i for i, name in enumerate(table.columns)}
        specs = [spec for spec in FIELDS[mapping.kind] if only is None or spec.name in only]
        self._required = [spec for spec in specs if spec.required]
        self._plan: list[tuple[str, int, Reader, _Source]] = []
        for spec in specs:
            columns = mapping.columns.get(spec.name, ())
            constant = mapping.constants.get(spec.name, "")
            if columns or constant:
                replaced = {k.strip().casefold(): v for k, v in mapping.values.get(spec.name, {}).items()}
                at = tuple(place[c] for c in columns)
                source = _Source(spec, at, constant, replaced, reader_for(spec, formats))
                self._plan.append((spec.name, source.only_place, source.read, source))

    def column(self, name: str) -> str | None:
        """The column that fills a field, as the file calls it."""
        columns = self.mapping.columns.get(name)
        return columns[0] if columns else None

    def rows(self) -> Iterator[ParsedRow]:
        """Every row of the table, parsed."""
        for raw in self.table.rows():
            yield self.parse(raw)

    def parse(self, raw: RawRow) -> ParsedRow:
        """One row as values."""
        row = ParsedRow(raw.number, {})
        if raw.problem is not None:
            row.problems.append(raw.problem)
            return row
        cells, values = raw.cells, row.values
        for name, place, read, source in self._plan:
            text = cells[place].strip() if place >= 0 else source.text(cells)
            if not text:
                continue
            try:
                value = read(text)
            except Odd as odd:
                row.remark(self.column(name), text, "not_understood", odd.template, **odd.words)
                continue
            except (ValueError, OverflowError) as error:
                self._refuse(row, source.spec, text, error)
                continue
            if value is not None:
                values[name] = value
        for spec in self._required:
            if spec.name not in row.values and not row.bad:
                row.refuse(self.column(spec.name), None, "missing", "“%(field)s” is missing.", field=spec.name)
        return row

    def _refuse(self, row: ParsedRow, spec: Field, text: str, error: Exception) -> None:
        column, code = self.column(spec.name), f"not_{spec.holds.name.lower()}"
        if isinstance(error, Unreadable):
            row.refuse(column, text, code, error.template, **error.words)
        elif spec.holds in {Holds.DATE, Holds.MOMENT}:
            order = self.formats.date_order(spec.name).value
            row.refuse(column, text, code, "This is not a date as the column writes them (%(order)s).", order=order)
        elif "too large" in str(error):
            row.refuse(column, text, code, "This number is too large to keep.")
        else:
            mark = self.formats.decimal(spec.name)
            row.refuse(
                column,
                text,
                code,
                "This is not a number as the column writes them (decimal mark “%(mark)s”).",
                mark=mark,
            )
