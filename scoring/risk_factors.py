"""The factors of renewal risk as arrays: from health measures, onto the scale of the log-odds, per segment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.health_facts import Floats
from scoring.health_table import MeasureTable
from scoring.risk_parameters import FactorPrior, RiskFactor, RiskParameters, Shape


@dataclass(frozen=True)
class SegmentCentre:
    """Mean and standard deviation of each factor in one segment, in log-odds units x; shape (factors,)."""

    segment: str
    accounts: int
    mean: Floats
    sd: Floats


def factor_values(
    table: MeasureTable,
    key_person_left: NDArray[np.bool_],
    tenure_years: Floats,
    parameters: RiskParameters,
) -> Floats:
    """Raw factor values (n, factors) from measures of health; NaN = not known.

    A measure whose quality has fallen below ``unknown_below_quality`` counts as not known: what was true a
    year ago is no evidence on a renewal. ``key_person_left`` (n,), ``tenure_years`` (n,) NaN = not known.
    """
    values = np.full((len(table.accounts), len(parameters.factors)), np.nan)
    by_name = {measure.value: place for place, measure in enumerate(table.measures)}
    for column, prior in enumerate(parameters.factors):
        if prior.factor is RiskFactor.KEY_PERSON_LEFT:
            values[:, column] = key_person_left
        elif prior.factor is RiskFactor.TENURE:
            values[:, column] = tenure_years
        elif prior.factor.value in by_name:
            place = by_name[prior.factor.value]
            good = table.quality[:, place] >= parameters.unknown_below_quality
            values[:, column] = np.where(good, table.values[:, place], np.nan)
    return values


def transformed(values: Floats, parameters: RiskParameters) -> Floats:
    """Raw values (n, factors) on the scale of the log-odds x, NaN kept; infinities raise ValueError.

    >>> from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS as usual
    >>> silence = [prior.factor for prior in usual.factors].index(RiskFactor.DECISION_MAKER_SILENCE)
    >>> row = np.full((1, len(usual.factors)), np.nan)
    >>> row[0, silence] = 135.0
    >>> float(transformed(row, usual)[0, silence])
    1.5
    """
    if np.isinf(values).any():
        raise ValueError("factor values must be finite, or NaN where they are not known")
    columns = [_transform(values[:, i], prior) for i, prior in enumerate(parameters.factors)]
    return np.stack(columns, axis=1) if columns else values


def _transform(raw: Floats, prior: FactorPrior) -> Floats:
    x = np.clip(raw / prior.unit, prior.floor, prior.ceiling)
    return np.log1p(x) if prior.shape is Shape.LOG else x


def raw_value(x: float, prior: FactorPrior) -> float:
    """The raw value, in the factor's own unit, that lies at ``x`` on the scale of the log-odds.

    >>> from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS as usual
    >>> tenure = usual.factors[-1]
    >>> round(raw_value(float(_transform(np.array([3.0]), tenure)[0]), tenure), 12)
    3.0
    """
    return float((np.expm1(x) if prior.shape is Shape.LOG else x) * prior.unit)


def default_centre(parameters: RiskParameters, segment: str = "") -> SegmentCentre:
    """The centre of a segment that nothing is known of: the documented assumptions."""
    return SegmentCentre(
        segment=segment,
        accounts=0,
        mean=np.array([prior.centre for prior in parameters.factors]),
        sd=np.array([prior.spread for prior in parameters.factors]),
    )


def segment_centres(values: Floats, segments: Sequence[str], parameters: RiskParameters) -> dict[str, SegmentCentre]:
    """Mean and spread of each factor per segment of a portfolio, from raw values (n, factors).

    A factor known for too few accounts of a segment keeps its documented centre and spread.
    """
    x = transformed(values, parameters)
    usual = default_centre(parameters)
    centres: dict[str, SegmentCentre] = {}
    for segment in sorted(set(segments)):
        rows = x[[i for i, name in enumerate(segments) if name == segment]]
        known = np.isfinite(rows).sum(axis=0)
        enough = known >= parameters.fewest_accounts_for_centres
        count = np.maximum(known, 1)
        mean = np.nansum(rows, axis=0) / count
        sd = np.sqrt(np.nansum((rows - mean) ** 2, axis=0) / count)
        centres[segment] = SegmentCentre(
            segment, len(rows), np.where(enough, mean, usual.mean), np.where(enough, sd, usual.sd)
        )
    return centres


def centre_rows(
    segments: Sequence[str], centres: Mapping[str, SegmentCentre], parameters: RiskParameters
) -> tuple[Floats, Floats]:
    """Mean and spread of the segment of each row, both (n, factors); defaults for unknown segments."""
    usual = default_centre(parameters)
    chosen = [centres.get(segment, usual) for segment in segments]
    shape = (len(segments), len(parameters.factors))
    mean = np.array([c.mean for c in chosen], dtype=np.float64).reshape(shape)
    return mean, np.array([c.sd for c in chosen], dtype=np.float64).reshape(shape)
