"""How a column writes its numbers, judged on all of its values, and what a value then means."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.core import get_global

_SYMBOLS = {
    "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "元": "CNY", "$": "USD", "us$": "USD", "₹": "INR", "₩": "KRW",
    "₽": "RUB", "zł": "PLN", "kč": "CZK", "r$": "BRL", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "s$": "SGD",
    "nt$": "TWD",
    "rmb": "CNY", "chf": "CHF", "人民币": "CNY", "美元": "USD", "欧元": "EUR", "円": "JPY",
}  # fmt: skip
_PARTS = re.compile(
    r"(?P<before>[^\d.,+\-(]*)(?P<number>[+\-(]?[\d.,' \u00a0\u202f’]*\d(?:[eE][+-]?\d{1,2})?\)?-?)(?P<after>.*)",
    re.DOTALL,
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}|\d+")
_UNITS = {"万": 10_000, "亿": 100_000_000, "k": 1_000, "m": 1_000_000, "%": 1, "": 1}
_SPACES = re.compile(r"[ \u00a0\u202f'’]")
MAX_DIGITS = 14
"""Whole digits of an amount: more does not fit the table's exact column."""


@dataclass
class NumberEvidence:
    """Collects what the values of one column say about the decimal mark."""

    dot: int = 0
    comma: int = 0
    open_dot: int = 0
    open_comma: int = 0

    def observe(self, text: str) -> None:
        """Take one value into account."""
        kind = _mark(text)
        if kind:
            setattr(self, kind, getattr(self, kind) + 1)

    def verdict(self, hint: str | None = None) -> tuple[str, bool]:
        """The decimal mark, and whether the values leave it open; ``hint`` decides where they do.

        >>> evidence = NumberEvidence()
        >>> evidence.observe("1.234,50")
        >>> evidence.verdict()
        (',', False)
        """
        if self.dot or self.comma:
            return ("." if self.dot >= self.comma else ","), False
        if self.open_dot or self.open_comma:
            return hint or ".", hint is None
        return hint or ".", False


@lru_cache(maxsize=16_384)
def _mark(text: str) -> str | None:
    """What one value says: a decimal ``dot`` or ``comma`` for certain, one that could be either, or nothing."""
    match = _PARTS.fullmatch(_nfkc(text))
    if match is None:
        return None
    body = _SPACES.sub("", match["number"]).strip("()+-")
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        return "dot" if body.rfind(".") > body.rfind(",") else "comma"
    if dots > 1 or commas > 1:
        return "comma" if dots else "dot"
    if not dots and not commas:
        return None
    sign = "." if dots else ","
    whole, fraction = body.split(sign)
    if len(fraction) == 3 and 1 <= len(whole) <= 3 and whole != "0":
        return "open_dot" if dots else "open_comma"
    return "dot" if dots else "comma"


def _nfkc(text: str) -> str:
    text = text.strip()
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


@lru_cache(maxsize=65_536)
def parse_amount(text: str, decimal: str) -> tuple[Decimal, str | None] | None:
    """The number that ``text`` means and the currency that it names; None for an empty one.

    ``decimal`` is the decimal mark of the column. Brackets or a minus behind mean negative; 万, 亿, k and m multiply.

    >>> parse_amount("€ 1.234,50", ",")
    (Decimal('1234.50'), 'EUR')
    >>> parse_amount("(1,200.00) USD", "."), parse_amount("12.5万元", ".")
    ((Decimal('-1200.00'), 'USD'), (Decimal('125000.0'), 'CNY'))

    :raises ValueError: not a number written this way, or one too large to keep.
    """
    text = _nfkc(text)
    if text.lower() in {"", "-", "--", "n/a", "na", "null", "none"}:
        return None
    match = _PARTS.fullmatch(text)
    if match is None:
        raise ValueError("not a number")
    words = [match["before"].strip().lower(), match["after"].strip().lower()]
    unit, currency = _unit_and_currency(words)
    body = _SPACES.sub("", match["number"])
    negative = body.startswith(("-", "(")) or body.endswith("-") or words[0].endswith("-")
    body = body.strip("()+-")
    exponent = ""
    if "e" in body.lower():
        body, exponent = re.split("[eE]", body)
    if "." in body and "," in body:
        # The one that stands last is the decimal mark, whatever the rest of the column does.
        decimal = "." if body.rfind(".") > body.rfind(",") else ","
    if decimal == ",":
        body = body.translate(str.maketrans(",.", ".,"))
    whole, _, fraction = body.partition(".")
    if (not fraction.isdigit() and fraction) or (whole and not _GROUPED.fullmatch(whole)) or not (whole or fraction):
        raise ValueError("not a number")
    number = Decimal(f"{whole.replace(',', '') or 0}.{fraction or 0}" if "." in body else whole.replace(",", ""))
    if exponent:
        number = number.scaleb(int(exponent))
    number *= unit
    if number.adjusted() >= MAX_DIGITS:
        raise ValueError("too large")
    return (-number if negative else number), currency


def _unit_and_currency(words: list[str]) -> tuple[int, str | None]:
    unit, currency = 1, None
    for word in words:
        rest = word.strip(" -").strip()
        for sign in ("万", "亿"):
            if rest.startswith(sign):
                unit, rest = _UNITS[sign], rest[1:].strip()
        if rest in _UNITS:
            unit *= _UNITS[rest]
        elif rest in _SYMBOLS:
            currency = _SYMBOLS[rest]
        elif re.fullmatch(r"[a-z]{3}", rest):
            currency = rest.upper()
        else:
            raise ValueError("not a number")
    return unit, currency


@lru_cache(maxsize=16_384)
def currency_in(text: str) -> str | None:
    """The currency that stands with an amount, None where none does.

    >>> currency_in("€ 1.234,50"), currency_in("12.5万元"), currency_in("1,234"), currency_in("abc")
    ('EUR', 'CNY', None, None)
    """
    match = _PARTS.fullmatch(_nfkc(text))
    if match is None:
        return None
    try:
        return _unit_and_currency([match["before"].strip().lower(), match["after"].strip().lower()])[1]
    except ValueError:
        return None


def currency_named(text: str) -> str | None:
    """The currency of a sign, a word or three letters that are one's code.

    >>> currency_named("usd"), currency_named("元"), currency_named("net")
    ('USD', 'CNY', None)
    """
    word = _nfkc(text).lower()
    code = _SYMBOLS.get(word, word.upper())
    return code if code in get_global("all_currencies") else None


def to_four_decimals(number: Decimal) -> tuple[Decimal, bool]:
    """The amount as it can be kept exactly, and whether it had to be rounded for that.

    >>> to_four_decimals(Decimal("32.3800011"))
    (Decimal('32.3800'), True)
    """
    kept = number.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    return kept, kept != number
