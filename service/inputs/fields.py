"""The kinds of values that inputs are made of, each with its bounds."""

import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from service.surveys.branching import tag_key

# Beyond these, adding a term of years or asking a database would leave what calendars can say.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
LARGEST_NUMBER = 2**53 - 1
LARGEST_AMOUNT = Decimal(10) ** 13


def _line(text: str) -> str:
    """One line of text in one Unicode form, without control characters."""
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text):
        raise ValueError("must be one line without control characters")
    return unicodedata.normalize("NFC", text)


def _paragraphs(text: str) -> str:
    """Text of several lines in one Unicode form, without other control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t" for character in text):
        raise ValueError("must not contain control characters")
    return unicodedata.normalize("NFC", text)


def _email(text: str) -> str:
    name, at, domain = text.partition("@")
    if not (name and at and domain) or "@" in domain or any(c.isspace() or c in "<>\"',;:\\" for c in text):
        raise ValueError("must be an email address like name@example.com")
    return text


def _time_zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError("must be a time zone like Europe/Berlin")
    return text


def _day(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError("must lie between 1900 and 2200")
    return day


def _moment(moment: datetime) -> datetime:
    if not FIRST_DAY <= moment.date() <= LAST_DAY:
        raise ValueError("must lie between 1900 and 2200")
    return moment.astimezone(UTC)


def _tags(tags: list[str]) -> list[str]:
    """Tags in their one spelling, each once, in the order of the alphabet."""
    return sorted({tag_key(tag) for tag in tags})


_LINE = AfterValidator(_line)
_PARAGRAPHS = AfterValidator(_paragraphs)

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), _LINE]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), _LINE]
MaybeLabel = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100), _LINE]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), _LINE]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), _LINE]
MaybeName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), _LINE]
Subject = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), _LINE]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), _PARAGRAPHS]
Story = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000), _PARAGRAPHS]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000), _PARAGRAPHS]
Wording = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000), _PARAGRAPHS]
Domain = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=253), _LINE]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=320), _LINE, AfterValidator(_email)
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), _LINE]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$", max_length=20)]
TimeZone = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_time_zone)]
Id = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Quantity = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Score100 = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Amount = Annotated[Decimal, Field(ge=0, le=LARGEST_AMOUNT, max_digits=17, decimal_places=4, allow_inf_nan=False)]
Day = Annotated[date, AfterValidator(_day)]
Moment = Annotated[AwareDatetime, AfterValidator(_moment)]
Tags = Annotated[list[Word], Field(max_length=50), AfterValidator(_tags)]
