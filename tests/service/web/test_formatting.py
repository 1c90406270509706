"""Numbers, money and days are written as a reader of the language expects them."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given
from hypothesis import strategies as st

from service.web import dates, formatting


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), force_locale("en"):
        yield


def test_money_shows_cents_only_where_they_matter():
    assert formatting.money(Decimal("1234567.89"), "EUR") == "€1,234,568"
    assert formatting.money(Decimal("12.5"), "USD") == "$12.50"
    assert formatting.money(Decimal(12), "USD") == "$12"
    assert formatting.money(Decimal(-500), "EUR") == "-€500"


def test_money_can_be_short():
    assert formatting.money(1_250_000, "EUR", compact=True) == "€1.2M"
    assert formatting.money(999, "EUR", compact=True) == "€999"


def test_money_in_chinese_counts_in_ten_thousands():
    with force_locale("zh"):
        assert formatting.money(1_250_000, "CNY") == "¥1,250,000"
        assert formatting.money(1_250_000, "CNY", compact=True) == "¥125万"
        assert formatting.money(Decimal("9852.372375"), "CNY", compact=True) == "¥9,852"


@pytest.mark.parametrize(
    "write", [formatting.money, formatting.number, formatting.signed, formatting.percent, dates.day]
)
def test_nothing_is_a_dash(write):
    assert write(None) == "–"


def test_a_change_carries_its_sign():
    assert formatting.signed(3) == "+3"
    assert formatting.signed(-0.44, 1) == "−0.4"
    assert formatting.signed(-0.04, 1) == "0.0"


@given(st.decimals(-(10**6), 10**6, places=3))
def test_opposite_changes_differ_by_their_sign_only(value: Decimal):
    assert formatting.signed(value, 1).lstrip("+−") == formatting.signed(-value, 1).lstrip("+−")


def test_shares_are_percentages():
    assert formatting.percent(0.784) == "78%"
    assert formatting.percent_range(0.64, 0.88) == "64–88%"
    assert formatting.percent_range(None, 0.88) == "–"


def test_direction_depends_on_what_is_good():
    assert formatting.direction(2) == "better"
    assert formatting.direction(2, high_is_good=False) == "worse"
    assert formatting.direction(0) == "same"
    assert formatting.direction(None) == ""


def test_a_score_without_confidence_is_words_not_a_number():
    assert formatting.score(62, 0.5) == "62"
    assert formatting.score(62, 0.49) == "Not enough data"
    assert formatting.score(None, 1) == "Not enough data"


def test_sizes_are_said_in_the_unit_of_a_person():
    assert formatting.file_size(812) == "812 bytes"
    assert formatting.file_size(20_000_000) == "20.0 MB"
    assert formatting.file_size(5 * 10**12) == "5,000.0 GB"


TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"), (1, "tomorrow"), (-1, "yesterday"), (13, "in 13 days"), (14, "in 2 weeks"), (-56, "8 weeks ago"),
        (57, "in 2 months"), (-729, "24 months ago"), (730, "in 2 years"), (-365 * 3, "3 years ago"),
    ],
)  # fmt: skip
def test_days_are_said_in_the_unit_of_a_person(days: int, words: str):
    assert dates.relative_day(TODAY + timedelta(days=days), TODAY) == words


def test_a_date_follows_the_language():
    assert dates.day(TODAY) == "Nov 20, 2026"
    with force_locale("zh"):
        assert dates.day(TODAY) == "2026年11月20日"
