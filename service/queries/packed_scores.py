"""How scores that come many to a row are packed into bytes, and unpacked again.

Numbers stand as little-endian float64, so that sums stay exact; what is not known is NaN. A row a person or a
measure would make the nightly run ten times slower and the history ten times larger.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.health_parameters import HealthException, HealthMeasure, Scorecard
from scoring.risk_parameters import RiskFactor, RiskParameters
from scoring.vocabulary import HealthGroup

Floats = NDArray[np.float64]

_NUMBER = np.dtype("<f8")
_ID = np.dtype("<i8")

PERSON_COLUMNS = (
    "power",
    "weight",
    "stance",
    "confidence",
    "final_stance",
    "reach",
    "gap",
    "contribution",
    "blocker",
)


@dataclass(frozen=True, slots=True)
class PersonScore:
    """What the decision chain says about one person; see ``scoring.analysis`` for each number.

    ``power`` and ``weight`` are shares in [0, 1] that add up to 1 over the chain; ``stance`` in [-1, 1] or None =
    unknown; ``contribution`` adds up to the forecast.
    """

    person_id: int
    power: float
    weight: float
    reach: float
    gap: float
    confidence: float
    stance: float | None
    # None where the reader may not see what is said about single people.
    final_stance: float | None
    contribution: float | None
    blocker: bool | None

    def without_opinion(self) -> "PersonScore":
        """The same person without what others believe of them."""
        return replace(self, stance=None, final_stance=None, contribution=None, blocker=None)


@dataclass(frozen=True, slots=True)
class GroupResult:
    """One group of a health score as it was stored; ``contribution`` = share x (score - segment_mean)."""

    group: HealthGroup
    score: float | None
    uncapped_score: float | None
    quality: float
    share: float
    segment_mean: float
    contribution: float


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """One measure of a health score: its value in its own unit, its score in 0-100, its quality in [0, 1]."""

    measure: HealthMeasure
    group: HealthGroup
    value: float | None
    score: float | None
    quality: float


@dataclass(frozen=True, slots=True)
class ReasonResult:
    """What one factor adds to the log-odds of loss (> 0 = worse) against the segment's average."""

    factor: RiskFactor
    value: float | None
    log_odds: float


def pack_people(person_ids: Sequence[int] | NDArray[np.int64], columns: Floats) -> bytes:
    """Ids and an (n, columns) table in the order of :data:`PERSON_COLUMNS`.

    >>> scores = unpack_people(pack_people([7], np.array([[1, 1, np.nan, 0, 0, 0.5, 1, 0, 0]])))
    >>> scores[0].person_id, scores[0].stance, scores[0].reach
    (7, None, 0.5)
    """
    ids = np.asarray(person_ids, dtype=_ID)
    return ids.tobytes() + np.ascontiguousarray(columns, dtype=_NUMBER).tobytes()


def unpack_people(packed: bytes) -> list[PersonScore]:
    """The people of a stored chain score, in its order."""
    width = len(PERSON_COLUMNS)
    n = len(packed) // (8 * (1 + width))
    ids = np.frombuffer(packed, dtype=_ID, count=n).tolist()
    table = np.frombuffer(packed, dtype=_NUMBER, offset=8 * n).reshape(n, width).tolist()
    return [
        PersonScore(
            person_id=person_id,
            power=row[0],
            weight=row[1],
            stance=_known(row[2]),
            confidence=row[3],
            final_stance=row[4],
            reach=row[5],
            gap=row[6],
            contribution=row[7],
            blocker=row[8] > 0,
        )
        for person_id, row in zip(ids, table, strict=True)
    ]


def pack_table(table: Floats) -> bytes:
    """Any table of numbers, row by row."""
    return np.ascontiguousarray(table, dtype=_NUMBER).tobytes()


def unpack_groups(packed: bytes, scorecard: Scorecard) -> list[GroupResult]:
    """The groups of a stored health score, in the order of the card that it was made with."""
    rows = np.frombuffer(packed, dtype=_NUMBER).reshape(len(scorecard.groups), 6).tolist()
    return [
        GroupResult(group, _known(score), _known(uncapped), quality, share, mean, contribution)
        for group, (score, uncapped, quality, share, mean, contribution) in zip(scorecard.groups, rows, strict=True)
    ]


def unpack_measures(packed: bytes, scorecard: Scorecard) -> list[MeasureResult]:
    """The measures of a stored health score, in the order of the card that it was made with."""
    rows = np.frombuffer(packed, dtype=_NUMBER).reshape(len(scorecard.measures), 3).tolist()
    return [
        MeasureResult(spec.measure, spec.group, _known(value), _known(score), quality)
        for spec, (value, score, quality) in zip(scorecard.measures, rows, strict=True)
    ]


def pack_exceptions(holds: NDArray[np.bool_]) -> bytes:
    """One byte a cap of the scorecard: whether its exception holds."""
    return holds.astype(np.uint8).tobytes()


def unpack_exceptions(packed: bytes, scorecard: Scorecard) -> list[HealthException]:
    """The exceptions that held, each once."""
    held = [cap.exception for cap, holds in zip(scorecard.caps, packed, strict=True) if holds]
    return list(dict.fromkeys(held))


def unpack_reasons(packed: bytes, parameters: RiskParameters) -> list[ReasonResult]:
    """The reasons of a stored renewal risk, the strongest first."""
    rows = np.frombuffer(packed, dtype=_NUMBER).reshape(len(parameters.factors), 2).tolist()
    reasons = [
        ReasonResult(prior.factor, _known(value), log_odds)
        for prior, (value, log_odds) in zip(parameters.factors, rows, strict=True)
    ]
    return sorted(reasons, key=lambda reason: -abs(reason.log_odds))


def _known(value: float) -> float | None:
    return None if value != value else value
