"""Where the account stands: from evidence to stances, to a forecast that says how much it does not know."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from scoring.chain import Chain, Floats
from scoring.influence import Influence
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters
from scoring.vocabulary import EvidenceKind
from scoring.voting import VotingGame


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence on a person: ``stance`` in [-1, 1], ``age`` in days."""

    kind: EvidenceKind
    stance: float
    age: float


@dataclass(frozen=True, slots=True)
class WeighedStance:
    """What the evidence adds up to: ``stance`` in [-1, 1] or None = unknown, ``confidence`` in [0, 1]."""

    stance: float | None
    confidence: float


def weigh_evidence(evidence: Iterable[Evidence], parameters: ChainParameters = DEFAULT_PARAMETERS) -> WeighedStance:
    """x_i, the confidence-weighted mean, and conf_i = 1 - prod(1 - c_k), with c_k = c0 * 2^(-age/H).

    Without evidence the stance is unknown, never neutral. Evidence dated after today counts as fresh.
    Raises ValueError for a stance outside [-1, 1] or an age that is not a number.

    >>> weigh_evidence([Evidence(EvidenceKind.RELATIONSHIP_SURVEY, 1.0, 180.0)])
    WeighedStance(stance=1.0, confidence=0.5)
    >>> weigh_evidence([])
    WeighedStance(stance=None, confidence=0.0)
    """
    confidences, stances = [], []
    for item in evidence:
        if not -1.0 <= item.stance <= 1.0 or item.age != item.age:
            raise ValueError("evidence needs a stance in [-1, 1] and an age in days")
        weight = parameters.evidence[item.kind]
        confidences.append(weight.confidence * 2.0 ** (-max(0.0, item.age) / weight.half_life))
        stances.append(item.stance)
    total = sum(confidences)
    if total <= 0.0:
        return WeighedStance(None, 0.0)
    mean = sum(c * x for c, x in zip(confidences, stances, strict=True)) / total
    return WeighedStance(min(1.0, max(-1.0, mean)), 1.0 - prod(1.0 - c for c in confidences))


def nps_stance(score: float) -> float:
    """The stance behind an NPS answer from 0 to 10: (s - 5) / 5.

    >>> nps_stance(9), nps_stance(0)
    (0.8, -1.0)
    """
    return scale_stance(score, 0.0, 10.0)


def scale_stance(score: float, low: float, high: float, *, low_is_good: bool = False) -> float:
    """The stance behind a CSAT or CES answer on a scale from ``low`` to ``high``, linear, reversed where low is good.

    Raises ValueError for an answer off the scale, or a scale without length.

    >>> scale_stance(4, 1, 5), scale_stance(1, 1, 7, low_is_good=True)
    (0.5, 1.0)
    """
    if not low < high or not low <= score <= high:
        raise ValueError(f"{score:g} is not on a scale from {low:g} to {high:g}")
    stance = (2.0 * score - low - high) / (high - low)
    return -stance if low_is_good else stance


@dataclass(frozen=True, eq=False)
class Consensus:
    """The forecast of an account's stance on renewing.

    ``forecast`` f in [-1, 1], 1 = everyone for it, the sum of ``contributions`` (n,). ``low`` and ``high``: f if all
    that is unknown turned against us or for us, an honest interval, not a statistical one. ``known_weight`` in [0, 1]:
    the share of the decision that is known. ``opinions`` x*, (n,): final stances. ``probability_yes`` in [0, 1]: under
    the voting rule; ``calibrated`` only once it has been fitted to closed renewals.
    """

    forecast: float
    low: float
    high: float
    known_weight: float
    probability_yes: float
    contributions: Floats
    opinions: Floats
    calibrated: bool = False


def consensus(chain: Chain, influence: Influence, weights: Floats, game: VotingGame) -> Consensus:
    """f = sum omega_i x^_i with its interval f -+ sum omega_i (1 - conf_i), x* = V x^ and P(yes) at (1 + x*)/2.

    With all stances unknown f is 0 in [-1, 1]. With nobody in the chain likewise, and P(yes) is 1/2: nothing is known,
    so nothing is excluded.
    """
    contributions = weights * chain.shrunk_stance
    opinions = influence.final_opinions(chain.shrunk_stance)
    forecast = float(contributions.sum())
    known = float(weights @ chain.certainty)
    unknown = float(weights @ (1.0 - chain.certainty)) if chain.size else 1.0
    return Consensus(
        forecast=forecast,
        low=forecast - unknown,
        high=forecast + unknown,
        known_weight=known,
        probability_yes=probability_yes(game, opinions),
        contributions=contributions,
        opinions=opinions,
    )


def probability_yes(game: VotingGame, opinions: Floats) -> float:
    """P(yes) when each person says yes independently with probability (1 + x*_i) / 2."""
    return float(game.probability_yes((1.0 + opinions) / 2.0))
