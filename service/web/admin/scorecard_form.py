"""The numbers of a scorecard as a form: one control each, named by part and entry ("groups.usage")."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from scoring.health_parameters import DEFAULT_SCORECARD, HealthException
from scoring.risk_parameters import RiskFactor
from scoring.scorecard_definition import PARTS, delivered_definition
from scoring.vocabulary import HealthGroup
from service.errors import Invalid
from service.i18n.risk_words import factor_label

#: Path of a refusal -> control of the form.
CONTROLS = {f"definition.{part}.{name}": f"{part}.{name}" for part, (names, *_most) in PARTS.items() for name in names}
CONTROLS["definition.groups"] = "groups.sentiment"


@dataclass(frozen=True, slots=True)
class Control:
    """One number: its control, words, value as entered, the delivered one, its bounds."""

    name: str
    words: str
    value: str
    delivered: float
    least: float
    most: float

    @property
    def changed(self) -> bool:
        """Whether it is another number than the delivered one."""
        return self.value != f"{self.delivered:g}"


@dataclass(frozen=True, slots=True)
class GroupControls:
    """One group: its weight, its measures with their half-lives, its caps."""

    group: HealthGroup
    weight: Control
    measures: list[tuple[Control, Control | None]]
    caps: list[Control]


def definition_from(form: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """The definition that a form holds; what is left empty is as delivered.

    :raises Invalid: naming each control that holds no number.
    """
    found: dict[str, dict[str, float]] = {}
    problems = []
    for part, (names, least, most) in PARTS.items():
        for name in names:
            text = form.get(f"{part}.{name}", "").strip().replace(",", ".")
            if not text:
                continue
            try:
                number = float(text)
            except ValueError:
                number = float("nan")
            if not least <= number <= most:
                message = _("Enter a number from %(least)g to %(most)g.", least=least, most=most)
                problems.append({"path": f"definition.{part}.{name}", "message": message})
            found.setdefault(part, {})[name] = number
    if problems:
        raise Invalid(_("Please check what was entered."), problems)
    return found


def groups_of(definition: Mapping[str, Any], entered: Mapping[str, str]) -> list[GroupControls]:
    """The controls, group by group, with what was entered or else what the definition says."""
    delivered = delivered_definition()

    def control(part: str, name: str, words: str) -> Control:
        _names, least, most = PARTS[part]
        usual = delivered[part][name]
        held = float(definition.get(part, {}).get(name, usual))
        key = f"{part}.{name}"
        return Control(key, words, entered.get(key, f"{held:g}"), usual, least, most)

    caps = {
        HealthException.KEY_PERSON_LEFT: _("At most, after a decision maker or champion left"),
        HealthException.NOTICE_GIVEN: _("At most, once notice has been given"),
    }
    return [
        GroupControls(
            group=group,
            weight=control("groups", group.value, _("Weight of the group")),
            measures=[
                (
                    control("measures", spec.measure.value, factor_label(RiskFactor(spec.measure.value), _)),
                    None
                    if spec.half_life_days is None
                    else control("half_lives", spec.measure.value, _("Half-life (days)")),
                )
                for spec in DEFAULT_SCORECARD.measures_of(group)
            ],
            caps=[
                control("caps", cap.exception.value, caps[cap.exception])
                for cap in DEFAULT_SCORECARD.caps
                if cap.group is group
            ],
        )
        for group in DEFAULT_SCORECARD.groups
    ]
