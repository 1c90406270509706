"""How a column writes its dates, judged on all of its values, and what a value then means."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import lru_cache


class DateOrder(StrEnum):
    """What only the whole column can tell: which of two small numbers is the day, or what a plain number counts."""

    YMD = "YMD"
    DMY = "DMY"
    MDY = "MDY"
    SERIAL = "serial"  # days since 1899-12-30, as spreadsheets count
    EPOCH = "epoch"  # seconds or milliseconds since 1970


_TIME = (
    r"(?:[T\s,]+(?P<half>上午|下午|AM|PM)?\s*(?P<h>\d{1,2})[:时點点](?P<m>\d{2})(?:[:分](?P<s>\d{2})秒?(?:[.,](?P<f>\d{1,9}))?)?"
    r"\s*(?P<half2>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})\s*[-/.年]\s*(?P<b>\d{1,2})\s*[-/.月]\s*(?P<a>\d{1,2})\s*[日号]?" + _TIME, re.IGNORECASE
)
_YEAR_LAST = re.compile(
    r"(?P<a>\d{1,2})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<y>\d{4}|\d{2})" + _TIME, re.IGNORECASE
)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<b>\d{2})(?P<a>\d{2})" + _TIME, re.IGNORECASE)
_DAY_MONTH = re.compile(r"(?P<a>\d{1,2})[\s.-]*(?P<b>[^\W\d_]{3,9})\.?[\s,-]*(?P<y>\d{4}|\d{2})" + _TIME, re.IGNORECASE)
_MONTH_DAY = re.compile(
    r"(?P<b>[^\W\d_]{3,9})\.?\s*(?P<a>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})" + _TIME, re.IGNORECASE
)
_PLAIN = re.compile(r"\d{5}(?:\.\d+)?|\d{10}|\d{13}")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero", "feb february februar fevrier febrero", "mar march marz mars marzo mrz",
            "apr april avril abril", "may mai mayo", "jun june juni juin junio", "jul july juli juillet julio",
            "aug august aout agosto", "sep sept september septembre septiembre",
            "oct okt october oktober octobre octubre",
            "nov november novembre noviembre", "dec dez december dezember decembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no zone
_SERIALS = range(10_000, 80_000)
_PIVOT = 69
_EMPTY = frozenset({"", "0000-00-00", "0000-00-00 00:00:00", "-", "--", "n/a", "null", "none"})


@dataclass(frozen=True)
class DateFormat:
    """The verdict on a column: how it is read, an example for people, and whether a person should confirm it."""

    order: DateOrder
    ambiguous: bool = False
    conflicting: bool = False


@dataclass
class DateEvidence:
    """Collects what the values of one column say about the order of day and month."""

    shapes: Counter[str] = field(default_factory=Counter)
    signs: Counter[str] = field(default_factory=Counter)

    def observe(self, text: str) -> None:
        """Take one value into account."""
        shape, sign = _shape(text)
        self.shapes[shape] += 1
        if sign:
            self.signs[sign] += 1

    def verdict(self, hint: DateOrder | None = None) -> DateFormat:
        """The reading that the values support; ``hint`` is what other columns of the file have shown.

        One day above 12 decides for its column. Where none decides, the hint does; else a slash is read as month
        first, a dot or dash as day first, and the verdict is called ambiguous.
        """
        day_first, month_first, either = self.shapes["DMY"], self.shapes["MDY"], self.shapes["either"]
        if day_first or month_first:
            order = DateOrder.DMY if day_first >= month_first else DateOrder.MDY
            return DateFormat(order, conflicting=bool(day_first and month_first))
        if either:
            if hint in {DateOrder.DMY, DateOrder.MDY}:
                return DateFormat(hint)
            slash = self.signs["/"] > self.signs["."] + self.signs["-"]
            return DateFormat(DateOrder.MDY if slash else DateOrder.DMY, ambiguous=True)
        if self.shapes["serial"] and not self.shapes["YMD"]:
            return DateFormat(DateOrder.SERIAL)
        if self.shapes["epoch"] and not self.shapes["YMD"]:
            return DateFormat(DateOrder.EPOCH)
        return DateFormat(DateOrder.YMD)


@lru_cache(maxsize=16_384)
def _shape(text: str) -> tuple[str, str]:
    text = _plain(text)
    if text.lower() in _EMPTY:
        return "empty", ""
    if match := _YEAR_LAST.fullmatch(text):
        first, second = int(match["a"]), int(match["b"])
        sign = match["sign"]
        if first > 12 and second > 12:
            return "none", ""
        if first > 12:
            return "DMY", sign
        if second > 12:
            return "MDY", sign
        # The same number twice reads alike both ways.
        return ("either", sign) if first != second else ("same", sign)
    if (
        _YEAR_FIRST.fullmatch(text)
        or _COMPACT.fullmatch(text)
        or _DAY_MONTH.fullmatch(text)
        or _MONTH_DAY.fullmatch(text)
    ):
        return "YMD", ""
    if _PLAIN.fullmatch(text):
        return ("serial" if len(text.split(".")[0]) == 5 else "epoch"), ""
    return "none", ""


def _plain(text: str) -> str:
    text = text.strip()
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


@lru_cache(maxsize=65_536)
def parse_moment(text: str, order: DateOrder) -> tuple[date, datetime] | None:
    """The day as written and the moment in UTC that ``text`` means; None for an empty one.

    A moment without a zone is taken as UTC, a day without a time as its midnight.

    >>> parse_moment("2024年3月1日 下午3:05", DateOrder.YMD)[1].isoformat()
    '2024-03-01T15:05:00+00:00'
    >>> parse_moment("03/04/2024", DateOrder.MDY)[0], parse_moment("03.04.24", DateOrder.DMY)[0]
    (datetime.date(2024, 3, 4), datetime.date(2024, 4, 3))
    >>> parse_moment("45352", DateOrder.SERIAL)[0]
    datetime.date(2024, 3, 1)

    :raises ValueError: not a date in this order.
    """
    text = _plain(text)
    if text.lower() in _EMPTY:
        return None
    if _PLAIN.fullmatch(text):
        return _counted(text, order)
    for pattern in (_YEAR_FIRST, _COMPACT, _YEAR_LAST, _DAY_MONTH, _MONTH_DAY):
        match = pattern.fullmatch(text)
        if match is not None:
            break
    else:
        raise ValueError("not a date")
    day, month = match["a"], match["b"]
    if pattern is _YEAR_LAST and order is DateOrder.MDY:
        day, month = month, day
    number = int(month) if month.isdigit() else _MONTHS.get(_unaccented(month), 0)
    year = int(match["y"])
    if year < 100:
        year += 1900 if year >= _PIVOT else 2000
    on = date(year, number, int(day))
    return on, datetime.combine(on, _time(match), _zone(match["zone"])).astimezone(UTC) if 1 < year < 9999 else (
        datetime.combine(on, _time(match), UTC)
    )


def _unaccented(month: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", month.lower()) if not unicodedata.combining(c))


def _time(match: re.Match[str]) -> time:
    if match["h"] is None:
        return time()
    hour = int(match["h"])
    half = (match["half"] or match["half2"] or "").lower().replace(".", "")
    if half in {"下午", "pm"} and hour < 12:
        hour += 12
    elif half in {"上午", "am"} and hour == 12:
        hour = 0
    fraction = int((match["f"] or "0").ljust(6, "0")[:6])
    return time(hour, int(match["m"]), int(match["s"] or 0), fraction)


def _zone(text: str | None) -> timezone:
    if text is None or text[0] not in "+-":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _counted(text: str, order: DateOrder) -> tuple[date, datetime]:
    number = float(text)
    if order is DateOrder.SERIAL and int(number) in _SERIALS:
        moment = (_SERIAL_START + timedelta(days=number)).replace(tzinfo=UTC)
        # A spreadsheet's fraction of a day carries less than a millisecond.
        moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
        return moment.date(), moment
    if order is DateOrder.EPOCH and len(text) in {10, 13}:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number / (1000 if len(text) == 13 else 1))
        return moment.date(), moment
    raise ValueError("a number, not a date")
