"""A scorecard of a company's own, as plain values: what it sets otherwise than the delivered one.

``{"groups": {"usage": 25, ...}, "measures": {"usage_trend": 1, ...}, "half_lives": {"usage_trend": 30, ...},
"caps": {"key_person_left": 40, ...}}``; what is not named is as delivered. Weights are relative: only their shares
count. A weight of 0 leaves a measure or a group out.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

from scoring.health_parameters import DEFAULT_SCORECARD, Scorecard
from scoring.vocabulary import HealthGroup

LARGEST_WEIGHT = 100.0
HALF_LIVES = (1.0, 3650.0)

GROUPS = tuple(group.value for group in DEFAULT_SCORECARD.groups)
MEASURES = tuple(spec.measure.value for spec in DEFAULT_SCORECARD.measures)
AGEING = tuple(spec.measure.value for spec in DEFAULT_SCORECARD.measures if spec.half_life_days is not None)
CAPS = tuple(cap.exception.value for cap in DEFAULT_SCORECARD.caps)

#: The parts of a definition: the names in each, and the least and the most that their numbers may be.
PARTS: dict[str, tuple[tuple[str, ...], float, float]] = {
    "groups": (GROUPS, 0.0, LARGEST_WEIGHT),
    "measures": (MEASURES, 0.0, LARGEST_WEIGHT),
    "half_lives": (AGEING, *HALF_LIVES),
    "caps": (CAPS, 0.0, 100.0),
}

Definition = Mapping[str, Mapping[str, float]]


class WrongDefinition(ValueError):
    """A definition that makes no scorecard; ``path`` is the place at fault, ``bounds`` those of its number."""

    def __init__(self, path: str, message: str, bounds: tuple[float, float] | None = None) -> None:
        super().__init__(message)
        self.path, self.bounds = path, bounds


def delivered_definition() -> dict[str, dict[str, float]]:
    """The delivered card as a definition; weights in per cent of all groups, and of their group.

    >>> delivered_definition()["groups"]["sentiment"], delivered_definition()["caps"]["notice_given"]
    (25.0, 10.0)
    """
    return {
        "groups": {group.value: round(100 * weight, 9) for group, weight in DEFAULT_SCORECARD.group_weights},
        "measures": {spec.measure.value: round(100 * spec.weight, 9) for spec in DEFAULT_SCORECARD.measures},
        "half_lives": {
            spec.measure.value: spec.half_life_days
            for spec in DEFAULT_SCORECARD.measures
            if spec.half_life_days is not None
        },
        "caps": {cap.exception.value: cap.at_most for cap in DEFAULT_SCORECARD.caps},
    }


def whole_definition(given: Definition) -> dict[str, dict[str, float]]:
    """A definition with every number named, from one that names some.

    :raises WrongDefinition: an unknown name, a number out of range, nothing that counts.
    """
    for part, named in given.items():
        if part not in PARTS:
            raise WrongDefinition(part, f"There is no such part: {', '.join(PARTS)}.")
        names, least, most = PARTS[part]
        for name, value in named.items():
            if name not in names:
                raise WrongDefinition(f"{part}.{name}", "The scorecard has no such entry.")
            if not (math.isfinite(value) and least <= value <= most):
                raise WrongDefinition(f"{part}.{name}", f"Enter a number from {least:g} to {most:g}.", (least, most))
    whole = {
        part: {name: float(given.get(part, {}).get(name, usual)) for name, usual in numbers.items()}
        for part, numbers in delivered_definition().items()
    }
    _check_that_something_counts(whole)
    return whole


def scorecard_of(definition: Definition, version: str) -> Scorecard:
    """The scorecard that a definition describes, called ``version``.

    >>> scorecard_of({"groups": {"usage": 0}}, "#1").group_weights[2]
    (<HealthGroup.USAGE: 'usage'>, 0.0)

    :raises WrongDefinition: see :func:`whole_definition`.
    """
    whole = whole_definition(definition)
    lives: Mapping[str, float | None] = whole["half_lives"]
    return replace(
        DEFAULT_SCORECARD,
        version=version,
        group_weights=tuple((HealthGroup(name), whole["groups"][name] / 100) for name in GROUPS),
        measures=tuple(
            replace(
                spec,
                weight=whole["measures"][spec.measure.value] / 100,
                half_life_days=lives.get(spec.measure.value),
            )
            for spec in DEFAULT_SCORECARD.measures
        ),
        caps=tuple(replace(cap, at_most=whole["caps"][cap.exception.value]) for cap in DEFAULT_SCORECARD.caps),
    )


def _check_that_something_counts(whole: Mapping[str, Mapping[str, float]]) -> None:
    if not any(whole["groups"].values()):
        raise WrongDefinition("groups", "At least one group must count.")
    for group in DEFAULT_SCORECARD.groups:
        measures = [spec.measure.value for spec in DEFAULT_SCORECARD.measures_of(group)]
        if not any(whole["measures"][name] for name in measures):
            raise WrongDefinition(
                f"measures.{measures[0]}", "A group needs a measure that counts; to leave the group out, give it 0."
            )
