"""Numbers, dates and money in the reader's locale."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_currency, format_currency, format_decimal

from reports.translation import Translate
from reports.values import Measure, Money, Unit

NOTHING = "–"
_SIGNED = (Unit.NPS, Unit.BALANCE)


def _digits(money: Money) -> int:
    """Decimals of a compact amount: more for small multiples of its unit, so that about three figures stand."""
    return 1 if abs(money.amount) < 1_000_000 else 2


def _chinese_digits(money: Money) -> int:
    """The same where the units are 万 (ten thousand) and 亿 (a hundred million): 1.23万, 12.3万, 123万."""
    size = abs(money.amount)
    multiple = size / (100_000_000 if size >= 100_000_000 else 10_000)
    return 0 if multiple >= 100 else 1 if multiple >= 10 else 2


@dataclass(frozen=True)
class Formats:
    """Writes values for one locale; ``translate`` words the few words that numbers need."""

    locale: Locale
    translate: Translate

    def day(self, day: date | None) -> str:
        """A day, or a dash where there is none."""
        return NOTHING if day is None else format_date(day, format="medium", locale=self.locale)

    def table_day(self, day: date | None) -> str:
        """A day as narrow as it can be written without doubt, for a column; a dash where there is none."""
        if day is None or not self.chinese:
            return self.day(day)
        return format_date(day, format="yyyy-MM-dd", locale=self.locale)

    def short_date(self, day: date) -> str:
        """Month and year, for axes."""
        return format_date(day, format="yyyy/MM" if self.chinese else "MMM yyyy", locale=self.locale)

    def number(self, value: float, *, digits: int = 0, signed: bool = False) -> str:
        """A number with grouping, rounded half to even; ``signed`` writes the plus too, but never a signed
        zero."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        rounded = round(value, digits) or 0.0
        text = format_decimal(rounded, format=pattern, locale=self.locale)
        return f"+{text}" if signed and rounded > 0 else text

    def share(self, value: float | None, *, digits: int = 0) -> str:
        """A share in [0, 1] as a percentage, or a dash."""
        if value is None:
            return NOTHING
        return self.percent_sign(self.number(value * 100, digits=digits))

    def percent_sign(self, number: str) -> str:
        """The percent sign as the locale sets it."""
        return f"{number}%" if self.chinese else f"{number} %"

    def money(self, money: Money | None) -> str:
        """An amount in its currency, without the cents from ten thousand upwards."""
        if money is None:
            return NOTHING
        whole = abs(money.amount) >= 10_000 or money.amount == money.amount.to_integral_value()
        return format_currency(
            money.amount,
            money.currency,
            format="¤#,##0" if whole else "¤#,##0.00",
            locale=self.locale,
            currency_digits=False,
        )

    def compact_money(self, money: Money) -> str:
        """An amount to about three figures in its largest unit: €1.24M, ¥128万; sign kept."""
        # Chinese counts in ten thousands: there is no shorter way to write what is smaller.
        if self.chinese and abs(money.amount) < 10_000:
            return format_currency(
                money.amount, money.currency, format="¤#,##0", locale=self.locale, currency_digits=False
            )
        digits = _chinese_digits(money) if self.chinese else _digits(money)
        return format_compact_currency(money.amount, money.currency, locale=self.locale, fraction_digits=digits)

    def measure(self, measure: Measure | None) -> str:
        """The value with its unit, without the interval."""
        return NOTHING if measure is None else self._unit(measure.value, measure.unit)

    def measure_with_interval(self, measure: Measure | None) -> str:
        """The value with its unit and, where there is one, its interval: ``78 % (64–88)``."""
        if measure is None:
            return NOTHING
        interval = self.interval(measure)
        return f"{self.measure(measure)} ({interval})" if interval else self.measure(measure)

    def interval(self, measure: Measure) -> str:
        """The interval without unit, or an empty text; in words where a sign would collide with the dash."""
        if measure.low is None or measure.high is None:
            return ""
        low, high = (self._bare(end, measure.unit) for end in (measure.low, measure.high))
        if measure.unit in _SIGNED or measure.low < 0:
            _ = self.translate
            return _("{low} to {high}").format(low=low, high=high)
        return f"{low}–{high}"

    def plain(self, value: Measure | str | None) -> str:
        """Whatever a comparison holds: a number with its unit, words, or a dash."""
        if isinstance(value, Measure):
            return self.measure_with_interval(value)
        return value or NOTHING

    def days(self, count: int | None) -> str:
        """A number of days, or a dash."""
        if count is None:
            return NOTHING
        _ = self.translate
        return _("{count} days").format(count=self.number(count))

    def sentences(self, parts: Iterable[str]) -> str:
        """Sentences after each other, with a space between them where the language has one."""
        return ("" if self.chinese else " ").join(part for part in parts if part)

    @property
    def chinese(self) -> bool:
        """Whether the page is Chinese."""
        return self.locale.language == "zh"

    def _unit(self, value: float, unit: Unit) -> str:
        if unit is Unit.DAYS:
            return self.days(round(value))
        bare = self._bare(value, unit)
        return self.percent_sign(bare) if unit is Unit.SHARE else bare

    def _bare(self, value: float, unit: Unit) -> str:
        match unit:
            case Unit.SHARE:
                return self.number(value * 100)
            case Unit.NPS:
                return self.number(value, signed=True)
            case Unit.BALANCE:
                return self.number(value, digits=2, signed=True)
            case Unit.NUMBER:
                return self.number(value, digits=1)
            case Unit.POINTS | Unit.COUNT | Unit.DAYS:
                return self.number(value)
