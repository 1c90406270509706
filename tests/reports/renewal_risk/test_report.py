"""The renewal-risk report says what its content says: every figure, in both languages, at every size of chain."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader

from reports.chain import Person
from reports.render import render
from reports.renewal_risk.content import Caveat, CaveatKind, Override, Verdict
from reports.renewal_risk.example import example_chain, example_content, nothing_known
from scoring.vocabulary import RiskBand

Reader = Callable[[bytes], str]


def sizes_of(pdf: bytes, wanted: str) -> set[float]:
    """The sizes of type in which a text stands on the first page."""
    found: set[float] = set()

    def visit(text: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        if text.strip() == wanted:
            found.add(size)

    PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    return found


def test_the_first_page_answers_whether_why_and_what_next(text_of: Reader) -> None:
    page = text_of(render(example_content(), translate=str)).split("\f")[0]
    assert "Likely to renew, 78 % (64–88), but nobody reaches the CFO" in page
    for fact in ("€184,000", "€40,480", "Jun 30, 2026", "Contract ends, in 120 days", "Mara Lindqvist"):
        assert fact in page
    assert "The champion left" in page
    assert "-9.9" in page
    assert "Ask for a first meeting on the business case" in page
    assert "11.8" in page
    assert "Page 1 of " in page
    assert "high is good on every scale" in page


def test_each_part_shows_its_figures(text_of: Reader) -> None:
    text = text_of(render(example_content(), translate=str))
    for figure in (
        "Decision rule: more than half of the votes, with a veto for the CFO",
        "Chief financial officer",
        "Missing: nobody is known to hold this role",
        "Left Feb 11, 2026",
        "+25 (-42 to +92)",
        "Those who answered within 180 days carry 54 % of the decision.",
        "an urgent ticket waited for nine days.",
        "62 of 100, with a confidence of 82 %.",
        "Relationships are capped at 40: a champion left within 120 days.",
        "83 % (70–91)",
        "Since the report of Feb 2, 2026",
        "Parameters: version 2026.1.",
    ):
        assert figure in text


def test_chinese_comes_out_exactly(text_of: Reader) -> None:
    text = text_of(render(example_content(locale="zh_Hans_CN"), translate=str))
    for words in (
        "华曜食品集团有限公司",
        "欧阳致远",
        "首席财务官",
        "接触不到财务总监",
        "“紧急”工单等了九天",
        "2026年3月2日",
        "¥1,280,000",
    ):
        assert words in text
    assert "�" not in text


def test_fixed_words_go_through_the_translation(text_of: Reader) -> None:
    words = {
        "Why": "原因",
        "Likely to renew": "很可能续约",
        "Page {number} of {total}": "第 {number} 页，共 {total} 页",
    }
    text = text_of(render(example_content(locale="zh_Hans_CN"), translate=lambda text: words.get(text, text)))
    assert "原因" in text
    assert "很可能续约, 78% (64–88)" in text
    assert "第 1 页，共 " in text


@pytest.mark.parametrize("count", [1, 2, 3, 12, 40])
def test_everybody_is_named_in_chains_of_every_size(text_of: Reader, count: int) -> None:
    text = text_of(render(example_content(count), translate=str)).replace(" ", "")
    missing = [p.name for p in example_chain(count).people if p.name.replace(" ", "") not in text]
    assert missing == []


def test_a_chain_of_two_hundred_lists_all_and_says_how_many_are_drawn(text_of: Reader) -> None:
    people = tuple(Person(f"{n}", f"Colleague {n:03}", decision_weight=0.005) for n in range(200))
    content = replace(example_content(), chain=replace(example_content().chain, people=people, ties=()))
    text = text_of(render(content, translate=str))
    assert [n for n in range(200) if f"Colleague {n:03}" not in text] == []
    assert "The drawing shows 40 of 200 people" in text


def test_an_account_of_which_nothing_is_known_says_what_to_do(text_of: Reader) -> None:
    text = text_of(render(nothing_known(), translate=str))
    for words in (
        "Not enough data for a forecast",
        "Next step: import signals or send a survey.",
        "Next step: map who decides",
        "Next step: add the people who decide",
        "Next step: send the relationship survey to every role",
        "This is the first report on this account.",
        "A line appears here once the score has been computed on at least two days.",
    ):
        assert words in text
    assert text.endswith("Page 2 of 2")


def test_a_score_with_little_confidence_is_never_large() -> None:
    sure = example_content()
    unsure = replace(sure, health=replace(sure.health, confidence=0.4))
    assert max(sizes_of(render(sure, translate=str), "62")) == 22
    assert sizes_of(render(unsure, translate=str), "62") == set()
    assert sizes_of(render(unsure, translate=str), "62, little data") == {10.5}


def test_without_an_earned_percentage_the_band_and_its_reason_stand(text_of: Reader) -> None:
    verdict = Verdict(
        RiskBand.HIGH,
        band_reason="Fewer than 30 losses on record",
        caveat=Caveat(CaveatKind.DECISION_MAKER_SILENT, "Ingrid Vasquez"),
    )
    text = text_of(render(replace(example_content(), verdict=verdict), translate=str))
    assert "Renewal at risk: Ingrid Vasquez has not answered" in text
    assert "High risk · Fewer than 30 losses on record" in text
    assert "78 % (64–88), but" not in text
    assert "Points of the risk score; they add up." in text


def test_the_same_content_gives_the_same_bytes_in_every_process() -> None:
    script = (
        "from hashlib import sha256; from reports.render import render; "
        "from reports.renewal_risk.example import example_content; "
        "print(sha256(render(example_content(24), translate=str)).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ".", "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    ]
    assert runs == [sha256(render(example_content(24), translate=str)).hexdigest()] * 2


def test_every_page_has_ink_within_its_margins() -> None:
    document = pypdfium2.PdfDocument(render(example_content(40), translate=str))
    for page in document:
        picture = page.render(scale=0.5).to_pil().convert("L")
        width, height = picture.size
        assert picture.size == (298, 421)
        assert picture.getextrema()[0] < 128
        for edge in ((0, 0, 20, height), (width - 20, 0, width, height)):
            assert picture.crop(edge).getextrema() == (255, 255)


def test_the_document_says_what_it_is_and_has_an_outline() -> None:
    reader = PdfReader(BytesIO(render(example_content(), translate=str)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Renewal risk: Aurelia Foods Group"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    titles = [entry["/Title"] for entry in reader.outline if isinstance(entry, dict)]
    assert titles[:3] == ["Why", "What to do next", "Who decides"]


def test_an_override_stands_beside_the_computed_score(text_of: Reader) -> None:
    content = example_content()
    judged = Override(80, "New sponsor since Monday", "Mara Lindqvist", date(2026, 4, 15))
    text = text_of(render(replace(content, health=replace(content.health, override=judged)), translate=str))
    assert "62 of 100" in text
    assert "Mara Lindqvist judges the health at 80 until Apr 15, 2026: New sponsor since Monday" in text
