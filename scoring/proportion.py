"""Intervals of a proportion."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]


def wilson_interval(hits: Floats, trials: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's score interval, within [0, 1]; shapes broadcast. Without trials: [0, 1], nothing is known.

    ``hits`` may be fractional (weighted counts). ValueError unless 0 <= hits <= trials.
    Source: Wilson, JASA 22 (1927) 209-212; the values below: Newcombe, Statistics in Medicine 17 (1998), table I.

    >>> low, high = wilson_interval(np.array([81.0, 0.0, 0.0]), np.array([263.0, 20.0, 0.0]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.2553, 0.0, 0.0], [0.3662, 0.1611, 1.0])
    """
    if not ((hits >= 0) & (hits <= trials) & np.isfinite(trials)).all():
        raise ValueError("a proportion needs 0 <= hits <= trials")
    z2 = ndtri(0.5 + level / 2.0) ** 2
    n = np.where(trials > 0, trials, 1.0)
    p = hits / n
    centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n)
    half = np.sqrt(z2 * (p * (1.0 - p) / n + z2 / (4.0 * n**2))) / (1.0 + z2 / n)
    none = trials <= 0
    low = np.where(none | (hits <= 0), 0.0, np.maximum(centre - half, 0.0))
    high = np.where(none | (hits >= trials), 1.0, np.minimum(centre + half, 1.0))
    return low, high
