"""A raw row turned into values: every cell read as its field demands, every trouble named with its place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scoring.vocabulary import Role, Strength, SubRole
from service.imports import words
from service.imports.dates import parse_moment
from service.imports.fields import FIELDS, Field, Holds
from service.imports.mapping import ColumnMapping
from service.imports.numbers import parse_amount, to_four_decimals
from service.imports.problems import Problem
from service.imports.profile import Formats
from service.imports.table import RawRow, Table
from service.keys import domain_key

_HIDDEN = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xAD])
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
FIRST_YEAR, LAST_YEAR = 1900, 2199


@dataclass
class ParsedRow:
    """One row as values by field (absent where the cell is empty), with what was wrong or odd about it."""

    number: int
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        """Whether the row must be refused."""
        return any(p.fatal for p in self.problems)

    def refuse(self, column: str | None, value: str | None, code: str, message: str) -> None:
        """Add a problem that refuses the row."""
        self.problems.append(Problem(self.number, column, value[:500] if value else value, code, message[:500]))

    def remark(self, column: str | None, value: str | None, code: str, message: str) -> None:
        """Add a remark; the row is taken all the same."""
        self.problems.append(
            Problem(self.number, column, value[:500] if value else value, code, message[:500], fatal=False)
        )


class _Odd(ValueError):
    """A cell that is left empty with a remark instead of refusing its row."""


Reader = Callable[[str], Any]


class RowReader:
    """Reads the rows of one table by one mapping and its formats."""

    def __init__(self, table: Table, mapping: ColumnMapping, formats: Formats) -> None:
        self.table = table
        self.mapping = mapping
        self.formats = formats
        place = {name: i for i, name in enumerate(table.columns)}
        self._plan: list[tuple[Field, list[int], str, Reader, dict[str, str]]] = []
        for spec in FIELDS[mapping.kind]:
            columns = mapping.columns.get(spec.name, ())
            constant = mapping.constants.get(spec.name, "")
            if columns or constant:
                at = [place[c] for c in columns]
                replaced = {k.strip().casefold(): v for k, v in mapping.values.get(spec.name, {}).items()}
                self._plan.append((spec, at, constant, self._reader(spec), replaced))

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
        cells = raw.cells
        for spec, at, constant, read, replaced in self._plan:
            text = cells[at[0]].strip() if len(at) == 1 else " ".join(c for c in (cells[i].strip() for i in at) if c)
            if not text:
                text = constant
            if replaced:
                text = replaced.get(text.casefold(), text)
            if not text:
                continue
            try:
                value = read(text)
            except _Odd as odd:
                row.remark(self.column(spec.name), text, "not_understood", f"{odd} The cell was left empty.")
                continue
            except (ValueError, OverflowError) as error:
                row.refuse(self.column(spec.name), text, f"not_{spec.holds.name.lower()}", self._sentence(spec, error))
                continue
            if value is not None:
                row.values[spec.name] = value
        for spec in FIELDS[self.mapping.kind]:
            if spec.required and spec.name not in row.values and not row.bad:
                row.refuse(self.column(spec.name), None, "missing", f"“{spec.name}” is missing.")
        return row

    def _sentence(self, spec: Field, error: Exception) -> str:
        if spec.holds in {Holds.DATE, Holds.MOMENT}:
            return f"This is not a date as the column writes them ({self.formats.date_order(spec.name).value})."
        if spec.holds in {Holds.NUMBER, Holds.AMOUNT, Holds.WHOLE, Holds.STRENGTH}:
            detail = "too large" if "too large" in str(error) else "not a number as the column writes them"
            return f"This is {detail} (decimal mark “{self.formats.decimal(spec.name)}”)."
        return str(error) or f"This is not a {spec.holds.value}."

    def _reader(self, spec: Field) -> Reader:
        holds = spec.holds
        if holds is Holds.TEXT:
            return lambda text: _text(text, spec.length)
        if holds in {Holds.DATE, Holds.MOMENT}:
            order = self.formats.date_order(spec.name)
            return _day(order) if holds is Holds.DATE else _moment(order)
        if holds in {Holds.NUMBER, Holds.AMOUNT, Holds.WHOLE, Holds.STRENGTH}:
            mark = self.formats.decimal(spec.name)
            if holds is Holds.STRENGTH:
                return _strength(mark, self.formats.largest.get(spec.name, 1.0))
            return {Holds.NUMBER: _number, Holds.AMOUNT: _amount, Holds.WHOLE: _whole}[holds](mark)
        if holds is Holds.CHOICE:
            return _choice(spec)
        return _SIMPLE[holds]


def _text(text: str, length: int) -> str:
    text = text.translate(_CONTROL)
    if not text.isascii():
        text = text.translate(_HIDDEN)
        if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
            raise ValueError("The text has characters that are not valid Unicode.")
    text = text.strip()
    if len(text) > length:
        raise ValueError(f"The text has {len(text):,} characters; at most {length:,} are kept.")
    return text


def _email(text: str) -> str | None:
    text = _text(text, 2_000)
    if ";" in text or "," in text:
        return text
    if text.count("@") != 1 or any(c.isspace() for c in text) or len(text) > 320 or text[0] == "@" or text[-1] == "@":
        raise _Odd("This is not an e-mail address.")
    return text


def _day(order: Any) -> Reader:
    def read(text: str) -> date | None:
        parsed = parse_moment(text, order)
        if parsed is None:
            return None
        if parsed[0].year == 9999:
            return None  # how many systems write "never"
        if not FIRST_YEAR <= parsed[0].year <= LAST_YEAR:
            raise ValueError("year")
        return parsed[0]

    return read


def _moment(order: Any) -> Reader:
    def read(text: str) -> datetime | None:
        parsed = parse_moment(text, order)
        if parsed is None or parsed[0].year == 9999:
            return None
        if not FIRST_YEAR <= parsed[0].year <= LAST_YEAR:
            raise ValueError("year")
        return parsed[1]

    return read


def _number(mark: str) -> Reader:
    def read(text: str) -> float | None:
        parsed = parse_amount(text, mark)
        return None if parsed is None else float(parsed[0])

    return read


def _whole(mark: str) -> Reader:
    def read(text: str) -> int | None:
        parsed = parse_amount(text, mark)
        if parsed is None:
            return None
        if parsed[0] != parsed[0].to_integral_value():
            raise ValueError("This is not a whole number.")
        return int(parsed[0])

    return read


def _amount(mark: str) -> Reader:
    def read(text: str) -> tuple[Decimal, str | None, bool] | None:
        parsed = parse_amount(text, mark)
        if parsed is None:
            return None
        kept, rounded = to_four_decimals(parsed[0])
        return kept, parsed[1], rounded

    return read


def _strength(mark: str, largest: float) -> Reader:
    def read(text: str) -> float | None:
        chosen = words.choose(Strength, text)
        if isinstance(chosen, Strength):
            return chosen.value_on_scale or None
        parsed = parse_amount(text, mark)
        if parsed is None:
            return None
        weight = float(parsed[0])
        if weight <= 0:
            raise ValueError("A weight must be above 0.")
        return weight / largest if largest > 1 else weight

    return read


def _choice(spec: Field) -> Reader:
    kind = spec.choices
    if kind is None:
        raise TypeError(f"{spec.name} names no choices")

    def read(text: str) -> Any:
        chosen = words.choose(kind, text)
        if chosen is None and kind is Strength:
            chosen = _nearest_strength(text)
        if chosen is None:
            raise _Odd(f"“{text[:60]}” is none of: {', '.join(kind)}.")
        return chosen

    return read


def _nearest_strength(text: str) -> Strength | None:
    try:
        parsed = parse_amount(text, ".")
    except ValueError:
        return None
    if parsed is None or not 0 <= parsed[0] <= 1:
        return None
    return min(Strength, key=lambda s: abs(s.value_on_scale - float(parsed[0])))


def _role(text: str) -> tuple[tuple[Role, SubRole | None], ...]:
    found: list[tuple[Role, SubRole | None]] = []
    for word in text.replace("，", ";").replace("、", ";").replace("/", ";").split(";"):
        if not word.strip():
            continue
        role, sub_role = words.choose(Role, word), words.choose(SubRole, word)
        if isinstance(role, Role):
            found.append((role, None))
        elif isinstance(sub_role, SubRole):
            found.append((sub_role.role, sub_role))
        else:
            raise _Odd(f"“{word.strip()[:60]}” is no role of a decision chain.")
    return tuple(dict.fromkeys(found))


def _tie(text: str) -> tuple[str, bool]:
    found = words.TIES.get(words.plain(text))
    if found is None:
        raise ValueError(
            f"“{text[:60]}” is no kind of tie; write reports to, influences, advice, works with or conflicts."
        )
    return found


def _truth(text: str) -> bool | None:
    value = words.truth(text)
    if value is None:
        raise _Odd("This is neither yes nor no.")
    return value


def _country(text: str) -> str:
    code = words.country(text)
    if code is None:
        raise _Odd("This is no country that is known by this name.")
    return code


def _language(text: str) -> str:
    code = words.language(text)
    if code is None:
        raise _Odd("This is no language that is known by this name.")
    return code


def _currency(text: str) -> str:
    parsed = parse_amount(f"{text} 1", ".")
    if parsed is None or parsed[1] is None:
        raise ValueError("This is not the three letters of a currency.")
    return parsed[1]


def _domain(text: str) -> str:
    domain = domain_key(text)
    if domain is None:
        raise _Odd("This is no web address.")
    return domain


_SIMPLE: dict[Holds, Reader] = {
    Holds.EMAIL: _email,
    Holds.ROLE: _role,
    Holds.TIE: _tie,
    Holds.TRUTH: _truth,
    Holds.COUNTRY: _country,
    Holds.LANGUAGE: _language,
    Holds.CURRENCY: _currency,
    Holds.DOMAIN: _domain,
}
