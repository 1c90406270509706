"""Key drivers: how much of an outcome each of up to 12 drivers explains, whatever order they are asked in.

LMG shares: the R^2 of a linear regression, shared out by the average gain of each driver over all orders in
which the drivers can enter (the Shapley value of R^2). They are at least 0 and add up to R^2. Source:
Lindeman, Merenda and Gold (1980); Groemping, Journal of Statistical Software 17 (2006), doi:10.18637/jss.v017.i01.
"""

from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class DriverParameters:
    """How the shares and their intervals are computed."""

    version: str = "2026.1"
    most_drivers: int = 12  # 2^12 regressions; more would take minutes and say less
    resamples: int = 400
    interval_mass: float = 0.9
    fewest_answers_per_driver: int = 5  # fewer answers than this, per driver, explain nothing reliably
    seed: int = 20260101
    resamples_at_once: int = 50  # bounds the memory


@dataclass(frozen=True)
class Driver:
    """One driver: its share of R^2 with a bootstrap interval, and the sign of its own correlation (-1, 0, 1)."""

    name: str
    share: float
    low: float
    high: float
    direction: int


@dataclass(frozen=True)
class KeyDrivers:
    """All drivers, the strongest first; their shares add up to ``r_squared``. ``answers`` = complete rows used."""

    answers: int
    r_squared: float
    drivers: tuple[Driver, ...]


DEFAULT_DRIVERS = DriverParameters()


def key_drivers(
    names: tuple[str, ...],
    ratings: Floats,
    outcome: Floats,
    parameters: DriverParameters = DEFAULT_DRIVERS,
) -> KeyDrivers | None:
    """Shares of R^2 of ``outcome`` (n,) for ``ratings`` (n, drivers), with seeded bootstrap intervals.

    The outcome may be a score, or 1 for promoters and -1 for detractors. Rows with a missing number (NaN) are
    left out. None where too few complete answers are left, or the outcome never varies: nothing can be
    said. A driver that never varies has the share 0. ValueError for more drivers than allowed, or none.

    >>> random = np.random.default_rng(1)
    >>> ratings = random.normal(size=(200, 2))
    >>> found = key_drivers(("speed", "price"), ratings, ratings @ np.array([0.0, -1.0]))
    >>> found.drivers[0].name, found.drivers[0].direction, round(found.r_squared, 6)
    ('price', -1, 1.0)
    """
    if ratings.ndim != 2 or ratings.shape != (len(outcome), len(names)):
        raise ValueError("ratings need one row per outcome and one column per name")
    if not 1 <= len(names) <= parameters.most_drivers:
        raise ValueError(f"between 1 and {parameters.most_drivers} drivers can be compared")
    table = np.column_stack([ratings, outcome])
    table = table[np.isfinite(table).all(axis=1)]
    if len(table) < parameters.fewest_answers_per_driver * len(names) or np.ptp(table[:, -1]) == 0:
        return None
    covariance = _weighted_covariances(table, np.ones((1, len(table))))
    shares = lmg_shares(covariance)[0]
    low, high = _bootstrap(table, parameters)
    direction = np.sign(np.round(covariance[0, :-1, -1], 12)).astype(int)
    drivers = [
        Driver(name, float(shares[i]), float(low[i]), float(high[i]), int(direction[i])) for i, name in enumerate(names)
    ]
    strongest_first = tuple(sorted(drivers, key=lambda driver: (-driver.share, driver.name)))
    return KeyDrivers(len(table), float(shares.sum()), strongest_first)


def lmg_shares(covariance: Floats) -> Floats:
    """LMG shares of R^2, (b, drivers), from covariance or correlation matrices (b, drivers + 1, drivers + 1).

    The outcome is the last variable. Drivers that are a combination of others gain nothing where those are
    in already; an outcome without variance gives shares of 0.

    >>> matrix = np.array([[[1.0, 0.5, 0.6], [0.5, 1.0, 0.4], [0.6, 0.4, 1.0]]])
    >>> lmg_shares(matrix).round(5).tolist()
    [[0.28667, 0.08667]]
    """
    explained = _r_squared_of_subsets(covariance)
    drivers = covariance.shape[1] - 1
    members = np.arange(1 << drivers)
    size = np.array([int(mask).bit_count() for mask in members])
    orders = np.array([factorial(k) * factorial(drivers - k - 1) for k in range(drivers)]) / factorial(drivers)
    shares = np.empty((len(covariance), drivers))
    for driver in range(drivers):
        without = members[(members >> driver) & 1 == 0]
        gain = explained[:, without | (1 << driver)] - explained[:, without]
        shares[:, driver] = gain @ orders[size[without]]
    return shares


# A driver whose variance, given the drivers before it, falls below this share of its own adds nothing new.
_COLLINEAR = 1e-10


def _r_squared_of_subsets(covariance: Floats) -> Floats:
    """R^2 (b, 2^drivers) of each subset of drivers, as a bit mask: each adds one driver to a smaller subset.

    Adding a driver sweeps it out of the covariance matrix of all that come after it, so every subset costs
    one rank-one update, for all matrices at once, instead of one regression each.
    """
    count, size = covariance.shape[:2]
    drivers = size - 1
    explained = np.zeros((count, 1 << drivers))
    own = np.diagonal(covariance, axis1=1, axis2=2)
    usable = own[:, -1] > 0
    scale = np.where(usable, own[:, -1], 1.0)

    def extend(mask: int, first: int, residual: Floats, reached: Floats) -> None:
        # residual: covariance of drivers first.. and the outcome, given the drivers of the mask
        for offset in range(drivers - first):
            driver = first + offset
            variance = residual[:, offset, offset]
            new = variance > _COLLINEAR * own[:, driver]
            column = residual[:, offset, :] * np.where(new, 1.0, 0.0)[:, None]
            inverse = 1.0 / np.where(new, variance, 1.0)
            gained = reached + np.where(usable, column[:, -1] ** 2 * inverse / scale, 0.0)
            explained[:, mask | 1 << driver] = gained
            if driver + 1 < drivers:
                rest = slice(offset + 1, None)
                update = column[:, rest, None] * column[:, None, rest] * inverse[:, None, None]
                extend(mask | 1 << driver, driver + 1, residual[:, rest, rest] - update, gained)

    extend(0, 0, covariance, np.zeros(count))
    return explained


def _weighted_covariances(table: Floats, weights: Floats) -> Floats:
    """Covariance matrices (b, v, v) of ``table`` (n, v) under each row of ``weights`` (b, n)."""
    centred = table - table.mean(axis=0)
    share = weights / weights.sum(axis=1, keepdims=True)
    mean = share @ centred
    # One product of matrices over all pairs of variables: the sums of all resamples at once.
    first, second = np.triu_indices(table.shape[1])
    sums = share @ (centred[:, first] * centred[:, second])
    products = np.empty((len(weights), table.shape[1], table.shape[1]))
    products[:, first, second] = sums
    products[:, second, first] = sums
    products -= mean[:, :, None] * mean[:, None, :]
    return products


def _bootstrap(table: Floats, parameters: DriverParameters) -> tuple[Floats, Floats]:
    random = np.random.default_rng(parameters.seed)
    n = len(table)
    parts = []
    for start in range(0, parameters.resamples, parameters.resamples_at_once):
        count = min(parameters.resamples_at_once, parameters.resamples - start)
        drawn = random.integers(0, n, size=(count, n))
        weights = np.stack([np.bincount(rows, minlength=n) for rows in drawn]).astype(np.float64)
        parts.append(lmg_shares(_weighted_covariances(table, weights)))
    tail = (1.0 - parameters.interval_mass) / 2.0
    low, high = np.quantile(np.concatenate(parts), (tail, 1.0 - tail), axis=0)
    return low, high
