"""What one cell means, read as its field demands."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scoring.vocabulary import Role, Strength, SubRole
from service.imports import words
from service.imports.dates import parse_moment
from service.imports.fields import Field, Holds
from service.imports.numbers import parse_amount, to_four_decimals
from service.imports.problems import Odd, Unreadable
from service.imports.profile import Formats
from service.keys import domain_key

_HIDDEN = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xAD])
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
FIRST_YEAR, LAST_YEAR = 1900, 2199

Reader = Callable[[str], Any]
"""Reads a text that is not empty; None where it means nothing, ValueError where it cannot be read."""


def reader_for(spec: Field, formats: Formats) -> Reader:
    """The reader of a field's cells, as its column writes them."""
    holds = spec.holds
    if holds is Holds.TEXT:
        return _text_of(spec.length)
    if holds in {Holds.DATE, Holds.MOMENT}:
        order = formats.date_order(spec.name)
        return _day(order) if holds is Holds.DATE else _moment(order)
    if holds in {Holds.NUMBER, Holds.AMOUNT, Holds.WHOLE, Holds.STRENGTH}:
        mark = formats.decimal(spec.name)
        if holds is Holds.STRENGTH:
            return _strength(mark, formats.largest.get(spec.name, 1.0))
        return {Holds.NUMBER: _number, Holds.AMOUNT: _amount, Holds.WHOLE: _whole}[holds](mark)
    return _choice(spec) if holds is Holds.CHOICE else _SIMPLE[holds]


def _text_of(length: int) -> Reader:
    def read(text: str) -> str:
        # Nearly every text; neither control signs nor invisible ones nor half characters are printable.
        return text if len(text) <= length and text.isprintable() else _text(text, length)

    return read


def _text(text: str, length: int) -> str:
    if len(text) <= length and text.isprintable():
        return text.strip()
    text = text.translate(_CONTROL)
    if not text.isascii():
        text = text.translate(_HIDDEN)
        if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
            raise Unreadable("The text has characters that are not valid Unicode.")
    text = text.strip()
    if len(text) > length:
        raise Unreadable("The text has %(count)s characters; at most %(most)s are kept.", count=len(text), most=length)
    return text


def _email(text: str) -> str | None:
    text = _text(text, 2_000)
    if ";" in text or "," in text:
        return text
    if text.count("@") != 1 or len(text.split()) != 1 or len(text) > 320 or text[0] == "@" or text[-1] == "@":
        raise Odd("This is not an e-mail address. The cell was left empty.")
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
            raise Unreadable("This is not a whole number.")
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
            raise Unreadable("A weight must be above 0.")
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
            raise Odd(
                "“%(text)s” is none of: %(choices)s. The cell was left empty.", text=text[:60], choices=", ".join(kind)
            )
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
            raise Odd("“%(word)s” is no role of a decision chain. The cell was left empty.", word=word.strip()[:60])
    return tuple(dict.fromkeys(found))


def _tie(text: str) -> tuple[str, bool]:
    found = words.TIES.get(words.plain(text))
    if found is None:
        raise Unreadable(
            "“%(text)s” is no kind of tie; write reports to, influences, advice, works with or conflicts.",
            text=text[:60],
        )
    return found


def _truth(text: str) -> bool | None:
    value = words.truth(text)
    if value is None:
        raise Odd("This is neither yes nor no. The cell was left empty.")
    return value


def _country(text: str) -> str:
    code = words.country(text)
    if code is None:
        raise Odd("This is no country that is known by this name. The cell was left empty.")
    return code


def _language(text: str) -> str:
    code = words.language(text)
    if code is None:
        raise Odd("This is no language that is known by this name. The cell was left empty.")
    return code


def _currency(text: str) -> str:
    parsed = parse_amount(f"{text} 1", ".")
    if parsed is None or parsed[1] is None:
        raise Unreadable("This is not the three letters of a currency.")
    return parsed[1]


def _domain(text: str) -> str:
    domain = domain_key(text)
    if domain is None:
        raise Odd("This is no web address. The cell was left empty.")
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
