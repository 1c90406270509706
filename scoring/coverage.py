"""Coverage and threads: how much of the decision our people reach, and on how many people that hangs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.chain import Floats, PersonId
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters


def decayed_strength(strength: float, age: float, parameters: ChainParameters = DEFAULT_PARAMETERS) -> float:
    """What a relationship confirmed ``age`` days ago is worth today: s * 2^(-age / 90 d). Later than today = fresh.

    >>> decayed_strength(0.8, 90)
    0.4
    """
    return float(strength * 2.0 ** (-max(0.0, age) / parameters.strength_half_life))


def reach(strengths: Floats) -> Floats:
    """r, (n,) in [0, 1]: r_i = 1 - prod_u (1 - s_ui), how surely somebody of ours reaches i. ``strengths`` (m, n).

    >>> reach(np.array([[0.5, 0.0], [0.5, 0.0]])).tolist()
    [0.75, 0.0]
    """
    return np.asarray(1.0 - np.prod(1.0 - strengths, axis=0), dtype=np.float64)


def threads(parts: Floats) -> float:
    """N = 1 / sum sigma_i^2 with sigma = parts / their sum: on how many equal parts the whole rests; 0 without any.

    >>> threads(np.array([0.75, 0.25])), threads(np.array([0.2, 0.2, 0.2])), threads(np.zeros(2))
    (1.6, 3.0, 0.0)
    """
    total = float(parts.sum())
    if total <= 0.0:
        return 0.0
    shares = parts / total
    return round_count(1.0 / float(shares @ shares))


def round_count(value: float) -> float:
    """``value``, or the whole number that it misses by rounding alone (1e-12)."""
    return float(round(value)) if abs(value - round(value)) < 1e-12 else value


@dataclass(frozen=True, slots=True)
class ColleagueCoverage:
    """What is left when one of ours leaves (``coverage``, ``threads``), and what share of the coverage left too."""

    coverage: float
    threads: float
    carried: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the decision we reach.

    ``coverage`` C in [0, 1], high is good. ``threads`` N, counted over their people; ``team_threads`` the same over
    ours. ``single_threaded``: it hangs on one person, of theirs or of ours. ``without``: by colleague.
    """

    coverage: float
    threads: float
    team_threads: float
    single_threaded: bool
    without: dict[PersonId, ColleagueCoverage]


def coverage(
    weights: Floats, strengths: Floats, team: Sequence[PersonId], parameters: ChainParameters = DEFAULT_PARAMETERS
) -> Coverage:
    """C = sum omega_i r_i, its threads, and what each colleague carries. ``weights`` (n,), ``strengths`` (m, n).

    A colleague carries the part of C that is gone without him or her: (C - C_without) / C. What several reach alike
    nobody carries alone. ``team_threads`` weighs each colleague by sum_i omega_i s_ui. Single-threaded: N < 1.5, or one
    person is more than 60 % of C, or a colleague carries more than 60 % of it. Without any coverage N = 0, and the
    account counts as single-threaded.

    >>> found = coverage(np.array([0.5, 0.5]), np.array([[0.8, 0.0], [0.0, 0.8]]), ["r1", "r2"])
    >>> found.coverage, found.threads, found.single_threaded, found.without["r1"].carried
    (0.8, 2.0, False, 0.5)
    """
    parts = weights * reach(strengths)
    total = float(parts.sum())
    count = threads(parts)
    without = {}
    for row, colleague in enumerate(team):
        rest = weights * reach(np.delete(strengths, row, axis=0))
        carried = max(0.0, (total - float(rest.sum())) / total) if total > 0 else 0.0
        without[colleague] = ColleagueCoverage(float(rest.sum()), threads(rest), carried)
    largest = float(parts.max(initial=0.0)) / total if total > 0 else 0.0
    heaviest = max((colleague.carried for colleague in without.values()), default=0.0)
    return Coverage(
        coverage=total,
        threads=count,
        team_threads=threads(strengths @ weights),
        single_threaded=(
            count < parameters.single_thread_count - 1e-12
            or largest > parameters.single_thread_share + 1e-12
            or heaviest > parameters.single_thread_colleague + 1e-12
        ),
        without=without,
    )
