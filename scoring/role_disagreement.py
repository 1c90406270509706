"""Where the roles of one account do not feel the same."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.feedback import nps_posterior
from scoring.feedback_parameters import DEFAULT_FEEDBACK, FeedbackParameters

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class RoleDisagreement:
    """Per account (a,): the happiest and the unhappiest role, and how far they stand apart.

    ``mean`` (a, roles) is the NPS as used on [-1, 1], NaN for a role without an answer. ``gap`` on [0, 2] and ``sd``
    are NaN where fewer than two roles have answered; ``flagged`` where the gap is more than chance.
    """

    mean: Floats
    happiest: Indices
    unhappiest: Indices
    gap: Floats
    sd: Floats
    flagged: Flags


def role_disagreement(counts: Floats, parameters: FeedbackParameters = DEFAULT_FEEDBACK) -> RoleDisagreement:
    """How far the roles of each account stand apart, from their counts (a, roles, 3) weighted by recency.

    Every role starts from the same even prior, so that a single answer cannot make a role an extreme. The gap is
    flagged where it exceeds ``trend_z`` standard deviations of a difference of independent means.

    >>> found = role_disagreement(np.array([[[4.0, 0.0, 0.0], [0.0, 0.0, 4.0], [0.0, 0.0, 0.0]]]))
    >>> found.gap.round(3).tolist(), int(found.happiest[0]), int(found.unhappiest[0]), bool(found.flagged[0])
    ([1.0], 1, 0, True)
    """
    prior = parameters.prior_answers * np.array(parameters.default_shares)
    mean, sd = nps_posterior(counts, prior)
    answered = counts.sum(axis=-1) > 0
    enough = answered.sum(axis=-1) >= 2
    best = np.where(answered, mean, -np.inf).argmax(axis=-1)
    worst = np.where(answered, mean, np.inf).argmin(axis=-1)
    rows = np.arange(len(counts))
    gap = np.where(enough, mean[rows, best] - mean[rows, worst], np.nan)
    apart = np.where(enough, np.hypot(sd[rows, best], sd[rows, worst]), np.nan)
    with np.errstate(invalid="ignore"):
        flagged = enough & (gap > parameters.trend_z * apart)
    return RoleDisagreement(np.where(answered, mean, np.nan), best, worst, gap, apart, flagged)
