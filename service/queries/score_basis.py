"""What a portfolio's scores were measured by, as it is kept with its generation: norms, centres, the risk model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlmodel import Session, col

from models.score import ScoreGeneration
from models.vocabulary import GenerationKind, GenerationState
from scoring.health_norms import SegmentNorms
from scoring.health_parameters import Anchors, HealthMeasure
from scoring.laplace import Posterior
from scoring.risk_factors import SegmentCentre
from scoring.risk_model import RiskModel, prior_model
from scoring.risk_parameters import RiskParameters
from scoring.vocabulary import HealthGroup


@dataclass(frozen=True)
class ScoreBasis:
    """Segment norms of health, segment centres of risk factors, and the fitted model of renewal risk."""

    model: RiskModel
    norms: Mapping[str, SegmentNorms] = field(default_factory=dict)
    centres: Mapping[str, SegmentCentre] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain values, exact in both directions."""
        return {
            "norms": {segment: _norms_to_json(norms) for segment, norms in self.norms.items()},
            "centres": {
                segment: {"accounts": c.accounts, "mean": c.mean.tolist(), "sd": c.sd.tolist()}
                for segment, c in self.centres.items()
            },
            "model": {
                "mean": self.model.posterior.mean.tolist(),
                "covariance": self.model.posterior.covariance.tolist(),
                "renewals": self.model.renewals,
                "losses": self.model.losses,
            },
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], parameters: RiskParameters) -> "ScoreBasis":
        """The basis that :meth:`to_json` wrote; nothing stored gives the documented defaults."""
        if not stored:
            return cls(prior_model(parameters))
        model = stored["model"]
        return cls(
            model=RiskModel(
                parameters,
                Posterior(np.array(model["mean"]), np.array(model["covariance"])),
                model["renewals"],
                model["losses"],
            ),
            norms={segment: _norms_from_json(segment, norms) for segment, norms in stored["norms"].items()},
            centres={
                segment: SegmentCentre(segment, c["accounts"], np.array(c["mean"]), np.array(c["sd"]))
                for segment, c in stored["centres"].items()
            },
        )


def basis_in_force(session: Session, parameters: RiskParameters, before: int | None = None) -> ScoreBasis:
    """The basis of the newest published portfolio generation (older than generation ``before``, if given)."""
    statement = (
        select(col(ScoreGeneration.basis))
        .where(
            col(ScoreGeneration.state) == GenerationState.PUBLISHED,
            col(ScoreGeneration.kind) == GenerationKind.PORTFOLIO,
        )
        # A past day that is scored later is published as of that day: it is no newer for that.
        .order_by(col(ScoreGeneration.published_at).desc(), col(ScoreGeneration.id).desc())
        .limit(1)
    )
    if before is not None:
        statement = statement.where(col(ScoreGeneration.id) < before)
    return ScoreBasis.from_json(session.execute(statement).scalar_one_or_none() or {}, parameters)


def _norms_to_json(norms: SegmentNorms) -> dict[str, Any]:
    return {
        "accounts": norms.accounts,
        "anchors": {measure.value: [a.p10, a.p50, a.p90] for measure, a in norms.anchors.items()},
        "means": {group.value: mean for group, mean in norms.group_means.items()},
    }


def _norms_from_json(segment: str, stored: Mapping[str, Any]) -> SegmentNorms:
    return SegmentNorms(
        segment=segment,
        accounts=stored["accounts"],
        anchors={HealthMeasure(measure): Anchors(*anchors) for measure, anchors in stored["anchors"].items()},
        group_means={HealthGroup(group): mean for group, mean in stored["means"].items()},
    )
