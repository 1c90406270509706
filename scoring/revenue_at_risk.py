"""Revenue at risk: the ARR that is expected to be lost, with an interval that knows bad years come together."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from scoring.health_facts import Floats


@dataclass(frozen=True)
class RevenueAtRiskParameters:
    """How the interval is simulated. ``shared`` is the share of variance that all renewals have in common."""

    version: str = "2026.1"
    draws: int = 4000
    shared: float = 0.05
    interval_mass: float = 0.8
    seed: int = 20260101
    cells_at_once: int = 2_000_000  # bounds the memory: 8 bytes a cell

    def __post_init__(self) -> None:
        if not 0 <= self.shared < 1 or self.draws < 1 or not 0 < self.interval_mass < 1:
            raise ValueError("need 0 <= shared < 1, at least one draw, and an interval mass inside (0, 1)")


@dataclass(frozen=True)
class RevenueAtRisk:
    """``expected`` = sum ARR (1 - p) and the interval [low, high] of the loss, in the currency of the ARR."""

    expected: float
    low: float
    high: float
    total_arr: float


DEFAULT_REVENUE_AT_RISK = RevenueAtRiskParameters()
"""Five per cent of shared variance is an assumption: a mild common shock, editable per company."""


def revenue_at_risk(
    arr: Floats,
    renewal_probability: Floats,
    parameters: RevenueAtRiskParameters = DEFAULT_REVENUE_AT_RISK,
) -> RevenueAtRisk:
    """Expected loss and its interval for renewals with ``arr`` >= 0 and p in [0, 1], both of shape (n,).

    One-factor model: renewal i is lost where sqrt(rho) Z + sqrt(1 - rho) e_i < Phi^-1(1 - p_i), with Z common
    to all and e_i its own; each renewal keeps its own probability exactly, whatever the shock (Vasicek,
    Risk 15 (2002) 160-162). Seeded, so the same portfolio gives the same interval. No renewals: all zero.

    >>> revenue_at_risk(np.array([100.0, 50.0]), np.array([1.0, 0.0]))
    RevenueAtRisk(expected=50.0, low=50.0, high=50.0, total_arr=150.0)
    """
    if arr.shape != renewal_probability.shape or arr.ndim != 1:
        raise ValueError("arr and renewal_probability need one entry for each renewal")
    if not np.isfinite(arr).all() or (arr < 0).any():
        raise ValueError("arr must be finite and at least 0")
    if not ((renewal_probability >= 0) & (renewal_probability <= 1)).all():
        raise ValueError("renewal_probability must lie in [0, 1]")
    if len(arr) == 0:
        return RevenueAtRisk(0.0, 0.0, 0.0, 0.0)
    losses = _simulated(arr, ndtri(1.0 - renewal_probability), parameters)
    tail = (1.0 - parameters.interval_mass) / 2.0
    low, high = np.quantile(losses, (tail, 1.0 - tail)).tolist()
    return RevenueAtRisk(float(arr @ (1.0 - renewal_probability)), low, high, float(arr.sum()))


def _simulated(arr: Floats, threshold: Floats, parameters: RevenueAtRiskParameters) -> Floats:
    random = np.random.default_rng(parameters.seed)
    common = random.standard_normal(parameters.draws) * np.sqrt(parameters.shared)
    own = np.sqrt(1.0 - parameters.shared)
    losses = np.zeros(parameters.draws)
    at_once = max(1, parameters.cells_at_once // parameters.draws)
    for start in range(0, len(arr), at_once):
        part = slice(start, start + at_once)
        latent = random.standard_normal((parameters.draws, len(arr[part])))
        latent *= own
        latent += common[:, None]
        losses += (latent < threshold[part]) @ arr[part]
    return losses
