"""Learning the renewal-risk model: expert priors, moved by whatever renewals have closed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from scoring.health_facts import Days, Floats
from scoring.laplace import Posterior, logistic_posterior
from scoring.risk_factors import SegmentCentre, centre_rows, default_centre, transformed
from scoring.risk_parameters import RiskParameters


@dataclass(frozen=True)
class RenewalHistory:
    """Closed renewals as they looked beforehand: one row per contract and day of looking (n rows).

    ``accounts``, ``contracts``, ``segments``: n names each. ``seen_on``, ``ends_on`` and ``known_on`` (the
    day on which the outcome became known) are datetime64[D]; ``values`` (n, factors of the parameters) are
    the raw factors *as known on* ``seen_on``, NaN = not known; ``lost`` and ``arr`` have shape (n,). A row
    seen on or after the day on which its outcome was known is refused: it would teach the answer.
    """

    accounts: tuple[str, ...]
    contracts: tuple[str, ...]
    segments: tuple[str, ...]
    seen_on: Days
    ends_on: Days
    known_on: Days
    values: Floats
    lost: NDArray[np.bool_]
    arr: Floats

    def __post_init__(self) -> None:
        n = len(self.accounts)
        parts = (self.contracts, self.segments, self.seen_on, self.ends_on, self.known_on, self.lost, self.arr)
        if any(len(part) != n for part in parts) or self.values.shape[:1] != (n,):
            raise ValueError("every column of the history needs one entry per row")
        if np.isnat(self.seen_on).any() or np.isnat(self.ends_on).any() or np.isnat(self.known_on).any():
            raise ValueError("every row of the history needs its days")
        if (self.seen_on >= self.known_on).any():
            raise ValueError("a row of the history was seen when its outcome was known already")

    def rows(self, chosen: NDArray[np.bool_]) -> "RenewalHistory":
        """The history restricted to the rows where ``chosen`` (n,) holds."""
        places = np.flatnonzero(chosen)
        return RenewalHistory(
            accounts=tuple(self.accounts[i] for i in places),
            contracts=tuple(self.contracts[i] for i in places),
            segments=tuple(self.segments[i] for i in places),
            seen_on=self.seen_on[places],
            ends_on=self.ends_on[places],
            known_on=self.known_on[places],
            values=self.values[places],
            lost=self.lost[places],
            arr=self.arr[places],
        )

    @property
    def renewals(self) -> int:
        """How many different contracts the rows speak of."""
        return len(set(self.contracts))

    @property
    def losses(self) -> int:
        """How many of those contracts were lost."""
        return len({c for c, lost in zip(self.contracts, self.lost, strict=True) if lost})

    def row_weights(self) -> Floats:
        """1 / (rows of the same contract): a renewal seen on four days still counts once."""
        _, code, count = np.unique(np.array(self.contracts, dtype=object), return_inverse=True, return_counts=True)
        weights: Floats = 1.0 / count[code]
        return weights


@dataclass(frozen=True)
class RiskModel:
    """A fitted model: coefficients as log-odds of loss, the intercept first, on centred factors x."""

    parameters: RiskParameters
    posterior: Posterior
    renewals: int
    losses: int

    @property
    def is_cold_start(self) -> bool:
        """Whether so few losses are on record that the expert priors carry the model."""
        return self.losses < self.parameters.cold_start_losses

    @property
    def version(self) -> str:
        """Names the parameters and the evidence, so that a stored forecast can be told apart."""
        return f"{self.parameters.version}/n{self.renewals}-l{self.losses}"


def prior_model(parameters: RiskParameters) -> RiskModel:
    """The model before any renewal has closed: the documented priors themselves.

    >>> from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS as usual
    >>> prior_model(usual).version, round(float(prior_model(usual).posterior.mean[0]), 4)
    ('2026.1/n0-l0', -1.9924)
    """
    mean, sd = _priors(parameters)
    return RiskModel(parameters, Posterior(mean, np.diag(sd**2)), renewals=0, losses=0)


def fit_risk_model(
    history: RenewalHistory,
    parameters: RiskParameters,
    centres: Mapping[str, SegmentCentre] | None = None,
) -> RiskModel:
    """The posterior of prior and closed renewals. An empty history gives the prior.

    A factor that was not known enters at its segment's mean, where it says nothing. Every contract counts
    once, however often it was looked at.
    """
    if not history.accounts:
        return prior_model(parameters)
    x = transformed(history.values, parameters)
    mean, _ = centre_rows(history.segments, centres or {}, parameters)
    design = design_matrix(np.where(np.isnan(x), mean, x), parameters)
    prior_mean, prior_sd = _priors(parameters)
    posterior = logistic_posterior(
        design,
        history.lost.astype(np.float64),
        history.row_weights(),
        prior_mean,
        prior_sd,
        parameters.newton_tolerance,
        parameters.newton_steps,
    )
    return RiskModel(parameters, posterior, history.renewals, history.losses)


def design_matrix(x: Floats, parameters: RiskParameters) -> Floats:
    """A column of ones beside x centred on the documented centres: shape (n, 1 + factors)."""
    return np.hstack([np.ones((len(x), 1)), x - default_centre(parameters).mean])


def _priors(parameters: RiskParameters) -> tuple[Floats, Floats]:
    mean = [float(logit(parameters.base_loss_rate)), *(prior.mean for prior in parameters.factors)]
    sd = [parameters.base_rate_sd, *(prior.sd for prior in parameters.factors)]
    return np.array(mean), np.array(sd)
