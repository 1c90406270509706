"""The verdict is one sentence, with or without a percentage, with or without a caveat."""

import pytest

from reports.renewal_risk.content import Caveat, CaveatKind, Verdict
from reports.renewal_risk.verdict import verdict_sentence
from reports.setting import Setting
from reports.values import Measure, Unit
from scoring.vocabulary import RiskBand

LIKELY = Measure(0.78, Unit.SHARE, low=0.64, high=0.88)
OPEN = Measure(0.34, Unit.SHARE, low=0.22, high=0.48)
CFO = Caveat(CaveatKind.NOBODY_REACHES, "the CFO")


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        (Verdict(RiskBand.LOW, LIKELY, caveat=CFO), "Likely to renew, 78 % (64–88), but nobody reaches the CFO"),
        (Verdict(RiskBand.LOW), "Likely to renew"),
        (Verdict(RiskBand.HIGH, OPEN, caveat=CFO), "Renewal at risk, 34 % (22–48): nobody reaches the CFO"),
        (Verdict(RiskBand.MEDIUM, caveat=CFO), "Renewal uncertain: nobody reaches the CFO"),
        (Verdict(RiskBand.UNKNOWN, LIKELY), "Not enough data for a forecast"),
        (
            Verdict(RiskBand.LOW, caveat=Caveat(CaveatKind.KEY_PERSON_LEFT)),
            "Likely to renew, but a key person has left",
        ),
    ],
)
def test_the_sentence(english: Setting, verdict: Verdict, sentence: str) -> None:
    assert verdict_sentence(verdict, english.formats, str) == sentence


@pytest.mark.parametrize("kind", CaveatKind)
def test_every_caveat_has_words(english: Setting, kind: CaveatKind) -> None:
    sentence = verdict_sentence(Verdict(RiskBand.HIGH, caveat=Caveat(kind, "Ada")), english.formats, str)
    assert sentence.startswith("Renewal at risk: ")
    assert len(sentence) > len("Renewal at risk: ")
