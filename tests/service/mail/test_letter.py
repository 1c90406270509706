"""A letter says the same as text and as HTML, fetches nothing, and takes no markup from names."""

import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.values import Money
from scoring.vocabulary import RiskBand
from service.mail.compose import compose
from service.mail.letter import Button, Choice, Facts, Letter, Paragraph, Scale
from service.mail.report_mail import PortfolioFacts, RenewalFacts, leadership_mail, renewal_risk_mail
from service.mail.text import one_line


class _Words(HTMLParser):
    """The words of a page, and every address in it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._silent += tag in {"style", "title"}
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "background", "srcset"}]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def read(html: str) -> _Words:
    parser = _Words()
    parser.feed(html)
    return parser


LETTER = Letter(
    language="en",
    subject="One question",
    heading="How are we doing?",
    blocks=(
        Paragraph("It takes a minute."),
        Facts((("Contract ends", "1 May 2026"),)),
        Scale(
            "Would you recommend us?",
            tuple(Choice(str(n), f"https://l.example/s/{n}?a=1&b=2") for n in range(11)),
            "not at all",
            "certainly",
        ),
        Button("Open the survey", "https://l.example/s"),
    ),
    foot="You get this mail since your company works with ours.",
    foot_link=("Unsubscribe", "https://l.example/u"),
)


def test_both_forms_hold_every_word_and_every_link() -> None:
    composed = compose(LETTER)
    html = read(composed.html)
    shown = " ".join("".join(html.words).split())
    written = " ".join(composed.text.split())
    for words in (
        "How are we doing?",
        "It takes a minute.",
        "Contract ends",
        "1 May 2026",
        "Would you recommend us?",
        "0 = not at all, 10 = certainly",
        "Open the survey",
        LETTER.foot,
        "Unsubscribe",
    ):
        assert words in shown
        assert words in written
    links = [f"https://l.example/s/{n}?a=1&b=2" for n in range(11)]
    assert html.links == [*links, "https://l.example/s", "https://l.example/u"]
    assert all(link in composed.text for link in html.links)


def test_nothing_is_fetched_from_elsewhere() -> None:
    composed = compose(LETTER)
    assert {"img", "link", "script", "iframe", "object"}.isdisjoint(read(composed.html).tags)
    assert re.search(r"url\(|@import", composed.html) is None
    assert 'lang="en"' in composed.html


@given(st.text(max_size=60))
def test_any_name_is_shown_literally_and_starts_no_header(name: str) -> None:
    composed = compose(Letter("en", name, name, (Paragraph(name), Facts(((name, name),))), name))
    plain = read(compose(Letter("en", "s", "h", (Paragraph("p"), Facts((("n", "v"),))), "f")).html)
    assert [tag for tag in read(composed.html).tags if tag != "br"] == [tag for tag in plain.tags if tag != "br"]
    assert not re.search(r"[\r\n\x00-\x1f\x7f\u2028\u2029]", composed.subject)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Renewal\r\nBcc: all@example.com", "Renewal Bcc: all@example.com"),
        ("a\u202eb\u200bc\x00d", "abcd"),
        ("  \u2028 ", ""),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_a_header_line_stays_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_the_renewal_mail_names_account_band_money_and_day() -> None:
    facts = RenewalFacts(
        "Otterried Software",
        RiskBand.HIGH,
        date(2026, 5, 1),
        Money(Decimal(120_000), "EUR"),
        Money(Decimal("48211.22"), "EUR"),
    )
    mail = renewal_risk_mail(facts, month=date(2026, 3, 1), language="en", account_url="https://l.example/accounts/3")
    assert mail.subject == "Otterried Software: renewal risk, March 2026"
    assert "Renewal: High risk\nContract ends: 1 May 2026\n" in mail.text
    assert "Annual recurring revenue: €120,000\nRevenue at risk: €48,211\n" in mail.text
    assert "https://l.example/accounts/3" in mail.text


def test_what_is_not_known_is_left_out_of_the_mail() -> None:
    facts = RenewalFacts("Otterried Software", RiskBand.UNKNOWN)
    mail = renewal_risk_mail(facts, month=date(2026, 3, 1), language="en", account_url="https://l.example/accounts/3")
    assert "Renewal: Not enough data" in mail.text
    assert "Contract ends" not in mail.text
    assert "Revenue" not in mail.text


def test_the_leadership_mail_gives_the_risk_with_its_interval() -> None:
    facts = PortfolioFacts(
        accounts=184,
        decisions=4,
        at_risk=Money(Decimal(1_243_000), "EUR"),
        low=Money(Decimal(890_000), "EUR"),
        high=Money(Decimal(1_660_000), "EUR"),
        retention=0.91,
    )
    mail = leadership_mail(facts, month=date(2026, 3, 1), language="en", portfolio_url="https://l.example/portfolio")
    assert "Revenue retained, 12 months: 91 %" in mail.text
    assert "Revenue at risk: €1.24M (€890K to €1.66M)" in mail.text
    assert "Accounts that need a decision: 4" in mail.text
