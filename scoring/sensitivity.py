"""Sensitivity: would the ranking of people change if the ties were somewhat stronger or weaker than we think?"""

from dataclasses import dataclass

import numpy as np

from scoring.chain import Chain, Floats, PersonId
from scoring.influence import Influence
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What happens when every tie is made up to 20 % stronger or weaker, independently, in seeded draws.

    ``top`` : the person with most decision weight (None with nobody). ``top_kept`` in [0, 1]: part of the draws in
    which nobody weighs more. ``order_kept``: part in which the first three keep their order. ``stable``: ``top_kept``
    is at least .95. ``forecast_low`` .. ``forecast_high``: range of the forecast over the draws.
    """

    top: PersonId | None
    top_kept: float
    order_kept: float
    stable: bool
    forecast_low: float
    forecast_high: float


def sensitivity(
    chain: Chain, power: Floats, weights: Floats, parameters: ChainParameters = DEFAULT_PARAMETERS
) -> Sensitivity:
    """Draw each listening weight within +-20 %, weigh everybody again, and compare with ``weights`` (n,).

    Ties in the ranking count as kept (differences below 1e-9 are no difference). Without ties nothing can change.
    """
    if not chain.size:
        return Sensitivity(None, 1.0, 1.0, True, 0.0, 0.0)
    rng = np.random.default_rng(parameters.seed)
    leaders = np.argsort(-np.round(weights, 9), kind="stable")[:3]
    top, order, forecasts = [], [], []
    for _ in range(parameters.perturbation_draws):
        factor = rng.uniform(1.0 - parameters.perturbation, 1.0 + parameters.perturbation, chain.listening.shape)
        drawn = Influence.of(chain.listening * factor, chain.openness, parameters).decision_weights(power)
        top.append(drawn[leaders[0]] >= drawn.max() - 1e-9)
        others = np.delete(drawn, leaders).max(initial=0.0)
        descending = bool((np.diff(drawn[leaders]) <= 1e-9).all())
        order.append(descending and drawn[leaders[-1]] >= others - 1e-9)
        forecasts.append(float(drawn @ chain.shrunk_stance))
    top_kept = float(np.mean(top))
    return Sensitivity(
        top=chain.ids[int(leaders[0])],
        top_kept=top_kept,
        order_kept=float(np.mean(order)),
        stable=top_kept >= parameters.stable_share,
        forecast_low=min(forecasts),
        forecast_high=max(forecasts),
    )
