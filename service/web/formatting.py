"""Numbers and money as a reader of the current language expects them."""

from decimal import Decimal

from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent
from flask_babel import get_locale
from flask_babel import gettext as _

Number = int | float | Decimal

#: Shown where there is no value; a screen reader passes over it, so cells add their own words where it matters.
ABSENT = "–"
# Chinese counts in ten thousands: there is no shorter way to write what is smaller.
_SHORTENED_FROM = {"zh": 10_000}


def money(amount: Number | None, currency: str = "EUR", compact: bool = False) -> str:
    """An amount with its currency, without cents from 100 upwards; ``compact`` gives ``€1.2M``.

    ``amount`` is in units of ``currency`` (an ISO 4217 code); ``None`` gives a dash.
    """
    if amount is None:
        return ABSENT
    locale, exact = get_locale(), Decimal(str(amount))
    if compact and abs(exact) >= _SHORTENED_FROM.get(locale.language, 1000):
        return format_compact_currency(exact, currency, locale=locale, fraction_digits=1)
    if abs(exact) >= 100 or exact == exact.to_integral_value():
        return format_currency(exact, currency, format=_whole_pattern(), locale=locale, currency_digits=False)
    return format_currency(exact, currency, locale=locale)


def _whole_pattern() -> str:
    """The language's own currency pattern without its decimals."""
    pattern: str = get_locale().currency_formats["standard"].pattern
    return pattern.replace("0.00", "0")


def number(value: Number | None, digits: int = 0) -> str:
    """A count or measure with exactly ``digits`` decimals and the language's grouping."""
    if value is None:
        return ABSENT
    return format_decimal(value, format="#,##0" + ("." + "0" * digits if digits else ""), locale=get_locale())


def signed(value: Number | None, digits: int = 0) -> str:
    """A change with its sign always written: ``+3``, ``−0.4``, ``0`` (a true minus, not a hyphen)."""
    if value is None:
        return ABSENT
    exact = Decimal(str(value))
    text = number(abs(exact), digits)
    if round(exact, digits) == 0:
        return text
    return ("+" if exact > 0 else "−") + text


def percent(share: Number | None, digits: int = 0) -> str:
    """A share in [0, 1] as a percentage: .784 gives ``78%``."""
    if share is None:
        return ABSENT
    return format_percent(share, format="#,##0" + ("." + "0" * digits if digits else "") + "%", locale=get_locale())


def percent_range(low: Number | None, high: Number | None) -> str:
    """The two ends of an interval of shares: (.64, .88) gives ``64–88%``."""
    if low is None or high is None:
        return ABSENT
    return f"{number(float(low) * 100)}–{percent(high)}"


def direction(value: Number | None, high_is_good: bool = True) -> str:
    """``better``, ``worse`` or ``same`` for a change; empty where nothing is known."""
    if value is None:
        return ""
    if value == 0:
        return "same"
    return "better" if (value > 0) == high_is_good else "worse"


def score(value: Number | None, confidence: Number | None = None) -> str:
    """A score of 0-100 without decimals; in words where it is missing or known by less than half."""
    if value is None or (confidence is not None and confidence < 0.5):
        return str(_("Not enough data"))
    return number(value)


def file_size(size: int | None) -> str:
    """A size in bytes in the unit that a person would say: ``2.4 MB``."""
    if size is None:
        return ABSENT
    if size < 1000:
        return str(_("%(size)s bytes", size=number(size)))
    for unit, factor in (("kB", 1e3), ("MB", 1e6), ("GB", 1e9)):
        if size < factor * 1000 or unit == "GB":
            return f"{number(size / factor, 1)} {unit}"
    return ABSENT
