"""Which days are working days where somebody lives, by the public holidays of the country of their time zone."""

from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from babel.core import get_global

from service.cases.business_hours import BusinessHours


@cache
def hours_in(time_zone: str) -> BusinessHours:
    """The working hours of a time zone: nine to five on the working days of its country.

    Public holidays are those of the whole country (package ``holidays``), with the days that are worked in exchange,
    as in China. A zone that belongs to no country, such as UTC, has weekends only.

    >>> hours_in("Europe/Berlin").works(date(2026, 12, 25)), hours_in("UTC").works(date(2026, 12, 25))
    (False, True)
    >>> hours_in("Asia/Shanghai").works(date(2026, 2, 14)), hours_in("Asia/Shanghai").works(date(2026, 2, 17))
    (True, False)
    """
    country = get_global("zone_territories").get(time_zone)
    if country is None or country not in holidays.list_supported_countries():
        return BusinessHours(ZoneInfo(time_zone))
    calendar = holidays.country_holidays(country)

    def works(day: date) -> bool:
        return bool(calendar.is_working_day(day))

    return BusinessHours(ZoneInfo(time_zone), works=works)
