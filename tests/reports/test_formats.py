"""Numbers, dates and money as a reader of each language writes them."""

from datetime import date
from decimal import Decimal

import pytest

from reports.setting import Setting
from reports.values import Measure, Money, Unit

RENEWAL = Measure(0.78, Unit.SHARE, low=0.64, high=0.88)
NPS = Measure(25.0, Unit.NPS, low=-29.8, high=79.8)


def test_english_writes_a_share_with_its_interval(english: Setting) -> None:
    assert english.formats.measure_with_interval(RENEWAL) == "78 % (64–88)"


def test_chinese_sets_the_percent_sign_close(chinese: Setting) -> None:
    assert chinese.formats.measure_with_interval(RENEWAL) == "78% (64–88)"


def test_an_interval_with_signs_is_written_in_words(english: Setting) -> None:
    assert english.formats.measure_with_interval(NPS) == "+25 (-30 to +80)"


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [("184000.00", "EUR", "€184,000"), ("950.50", "USD", "$950.50"), ("12345.67", "GBP", "£12,346")],
)
def test_money_keeps_cents_only_where_they_matter(english: Setting, amount: str, currency: str, written: str) -> None:
    assert english.formats.money(Money(Decimal(amount), currency)) == written


def test_chinese_money_and_dates(chinese: Setting) -> None:
    assert chinese.formats.money(Money(Decimal("1280000"), "CNY")) == "¥1,280,000"
    assert chinese.formats.compact_money(Money(Decimal("1280000"), "CNY")) == "¥128万"
    assert chinese.formats.compact_money(Money(Decimal("3246062"), "CNY")) == "¥325万"
    assert chinese.formats.compact_money(Money(Decimal("123400"), "CNY")) == "¥12.3万"
    assert chinese.formats.compact_money(Money(Decimal("9852.37"), "CNY")) == "¥9,852"
    assert chinese.formats.day(date(2026, 3, 2)) == "2026年3月2日"
    assert chinese.formats.table_day(date(2026, 3, 2)) == "2026-03-02"


def test_zero_has_no_sign(english: Setting) -> None:
    assert english.formats.number(-0.04, digits=1, signed=True) == "0.0"


def test_what_is_not_there_is_a_dash(english: Setting) -> None:
    formats = english.formats
    assert [formats.day(None), formats.money(None), formats.measure(None), formats.share(None)] == ["–"] * 4
