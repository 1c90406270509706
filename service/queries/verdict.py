"""The verdict on one account: the forecast, and the one thing that it must not hide."""

from datetime import date, timedelta

import numpy as np

from reports.renewal_risk.content import Caveat, CaveatKind, Verdict
from reports.values import Direction, Measure, Unit
from scoring.health_parameters import HealthException
from scoring.vocabulary import RiskBand
from service.queries.account_analysis import AccountChain
from service.queries.scores import AccountScores, RiskResult

# Somebody whom our people reach less than this is not reached.
REACHED = 0.1
DECIDES = 0.15
UNDERSTOOD = 0.5
NOTICE_SOON = timedelta(days=30)


def account_verdict(
    analysis: AccountChain,
    scores: AccountScores | None,
    answered: set[int],
    notice_by: date | None,
    band_reason: str = "",
) -> Verdict:
    """The verdict; a probability of renewal only where percentages have been earned.

    ``answered``: who gave a valid answer. The caveat is the first that holds: a key person left, an opponent among
    those who decide, a decider whom nobody reaches, a single thread, a silent decider, an unknown decision, a missing
    role, notice due soon.
    """
    risk = soonest_risk(scores)
    caveat = _caveat(analysis, scores, answered, notice_by)
    if risk is None:
        return Verdict(RiskBand.UNKNOWN, caveat=caveat)
    if not risk.calibrated:
        return Verdict(risk.band, None, band_reason, caveat)
    probability = Measure(1.0 - risk.probability, Unit.SHARE, 1.0 - risk.high, 1.0 - risk.low, Direction.HIGH_IS_GOOD)
    return Verdict(risk.band, probability, "", caveat)


def soonest_risk(scores: AccountScores | None) -> RiskResult | None:
    """The risk of the renewal that comes first."""
    return scores.risks[0] if scores is not None and scores.risks else None


def _caveat(
    analysis: AccountChain, scores: AccountScores | None, answered: set[int], notice_by: date | None
) -> Caveat | None:
    today = analysis.known.day
    if scores is not None and HealthException.KEY_PERSON_LEFT in scores.health.exceptions:
        return Caveat(CaveatKind.KEY_PERSON_LEFT)
    deciders = _deciders(analysis)
    for person in deciders:
        if analysis.opinions_visible and analysis.analysis.blockers[analysis.place(person)]:
            return Caveat(CaveatKind.DECISION_MAKER_AGAINST, _subject(analysis, person))
    for person in deciders:
        if analysis.analysis.reach[analysis.place(person)] < REACHED and not analysis.members[person].placeholder:
            return Caveat(CaveatKind.NOBODY_REACHES, _subject(analysis, person))
    covered = analysis.analysis.coverage
    if covered.single_threaded and covered.coverage > 0:
        return Caveat(CaveatKind.SINGLE_THREADED, _heaviest_thread(analysis))
    for person in deciders:
        if person not in answered and not analysis.members[person].placeholder:
            return Caveat(CaveatKind.DECISION_MAKER_SILENT, _subject(analysis, person))
    if analysis.chain.size and analysis.analysis.consensus.known_weight < UNDERSTOOD:
        return Caveat(CaveatKind.DECISION_UNKNOWN)
    if notice_by is not None and today <= notice_by <= today + NOTICE_SOON:
        return Caveat(CaveatKind.NOTICE_SOON)
    return None


def _deciders(analysis: AccountChain) -> list[int]:
    """Who has power of their own and a share of the decision worth naming, the heaviest first."""
    power, weights = analysis.analysis.power, analysis.analysis.weights
    order = np.argsort(-weights, kind="stable").tolist()
    return [int(analysis.chain.ids[i]) for i in order if power[i] > 0 and weights[i] >= DECIDES]


def _subject(analysis: AccountChain, person: int) -> str:
    member = analysis.members[person]
    return f"{member.name} ({member.title})" if member.title else member.name


def _heaviest_thread(analysis: AccountChain) -> str:
    parts = analysis.analysis.weights * analysis.analysis.reach
    return _subject(analysis, int(analysis.chain.ids[int(np.argmax(parts))]))
