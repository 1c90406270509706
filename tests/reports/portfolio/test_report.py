"""The portfolio report says what leadership needs: retention, money at risk, decisions, the last forecast."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from reports.portfolio.content import PortfolioContent
from reports.portfolio.example import example_portfolio
from reports.render import render

Reader = Callable[[bytes], str]


def test_the_headline_adds_up_the_month(text_of: Reader) -> None:
    page = text_of(render(example_portfolio(), translate=str)).split("\f")[0]
    assert "€1,243,000 at risk, 9 % of the revenue; accounts that need a decision: 4" in page
    assert "€890K to €1.66M, a month ago €1.12M" in page
    assert "12 months: 132 of 147 contracts" in page
    assert "91 %" in page


def test_each_part_shows_its_figures(text_of: Reader) -> None:
    text = text_of(render(example_portfolio(), translate=str))
    for words in (
        "High risk 17 €1,410,000",
        "Who of us takes the CFO meeting before notice day?",
        "48 % (33–62)",
        "A champion left",
        "-€214K",
        "€92,000 (€41,000 to €158,000)",
        "€118,000",
        "Shown as low risk and lost all the same: Elmstead Logistics.",
        "percentages are earned",
        "€86,000",
        "Parameters: version 2026.1.",
    ):
        assert words in text


def test_chinese_comes_out_exactly(text_of: Reader) -> None:
    text = text_of(render(example_portfolio("zh_Hans_CN"), translate=str))
    for words in ("全部客户", "通知期前谁去见首席财务官？", "¥1432万", "¥124万", "远山物流"):
        assert words in text
    assert "�" not in text


def test_an_empty_portfolio_says_what_to_do(text_of: Reader) -> None:
    empty = PortfolioContent("en", "All accounts", date(2026, 3, 2), "2026.1")
    text = text_of(render(empty, translate=str))
    assert "Not enough data for a forecast" in text
    assert "Next step: import contracts with their end dates." in text
    assert "No account needs a decision this month." in text
    assert "There is no earlier forecast to compare with." in text


@pytest.mark.parametrize("hostile", ["<b>x</b>", "</para>", "&#xFFFFFFFF;", "{0} %s", "<img src=/etc/passwd>"])
def test_hostile_names_are_shown_literally(text_of: Reader, hostile: str) -> None:
    content = example_portfolio()
    first = replace(content.decisions[0], name=hostile, question=hostile)
    text = text_of(render(replace(content, scope=hostile, decisions=(first,)), translate=str))
    assert text.count(hostile) >= 4


def test_of_many_decisions_the_largest_are_shown_and_the_rest_counted(text_of: Reader) -> None:
    content = example_portfolio()
    many = tuple(replace(content.decisions[0], name=f"Account {n:02}") for n in range(30))
    text = text_of(render(replace(content, decisions=many), translate=str))
    assert "Account 11" in text
    assert "Account 12" not in text
    assert "18 more are in the portfolio, by money at risk." in text


def test_the_same_content_gives_the_same_bytes() -> None:
    assert render(example_portfolio(), translate=str) == render(example_portfolio(), translate=str)
