"""How a column writes its numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.imports.numbers import NumberEvidence, parse_amount, to_four_decimals


def verdict(*values: str, hint: str | None = None) -> tuple[str, bool]:
    evidence = NumberEvidence()
    for value in values:
        evidence.observe(value)
    return evidence.verdict(hint)


def test_one_value_with_both_marks_decides_for_its_column() -> None:
    assert verdict("1.234", "1.234,50") == (",", False)
    assert verdict("1,234", "1,234.50") == (".", False)


def test_three_digits_behind_one_mark_leave_it_open() -> None:
    assert verdict("1,234") == (".", True)
    assert verdict("1.234", hint=",") == (",", False)


@pytest.mark.parametrize(
    ("text", "mark", "number", "currency"),
    [
        ("1234.5", ".", "1234.5", None),
        ("1,234,567.89", ".", "1234567.89", None),
        ("1.234.567,89 €", ",", "1234567.89", "EUR"),
        ("1 234,5", ",", "1234.5", None),
        ("1\u202f234,5", ",", "1234.5", None),
        ("CHF 1'234.50", ".", "1234.50", "CHF"),
        ("$120,000", ".", "120000", "USD"),
        ("￥１２，０００", ".", "12000", "CNY"),
        ("12.5万", ".", "125000", None),
        ("(1,200.00)", ".", "-1200.00", None),
        ("1200-", ".", "-1200", None),
        ("1.5E+05", ".", "150000", None),
        ("12,34,567", ".", "1234567", None),
    ],
)
def test_a_value_means_one_number(text: str, mark: str, number: str, currency: str | None) -> None:
    parsed = parse_amount(text, mark)

    assert parsed is not None
    assert parsed[0] == Decimal(number)
    assert parsed[1] == currency


@pytest.mark.parametrize("text", ["NaN", "1e999", "inf", "twelve", "1,2", "1.2.3", "--1x", "9" * 15])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_amount(text, ".")


def test_an_amount_is_kept_with_four_decimals_and_says_when_it_was_rounded() -> None:
    assert to_four_decimals(Decimal("32.3800011")) == (Decimal("32.3800"), True)
    assert to_four_decimals(Decimal("0.1")) == (Decimal("0.1"), False)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_any_amount_is_read_back_in_german_and_in_english_form(number: Decimal) -> None:
    english = f"{number:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))

    for text, mark in ((english, "."), (german, ",")):
        parsed = parse_amount(text, mark)
        assert parsed is not None
        assert parsed[0] == number
