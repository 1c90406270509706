"""What changed on the map between two days, as the rows of a table."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from scoring.vocabulary import Stance
from service.queries.chain_difference import ChainDifference, NumberChange
from service.web.accounts.tie_options import tie_word
from service.web.formatting import number, percent, signed
from service.web.words import word

ABSENT = "–"


@dataclass(frozen=True)
class ChangedLine:
    """One change: who, what about them, and how it stood on either day."""

    person_id: int
    name: str
    what: str
    before: str
    after: str


def changed_lines(found: ChainDifference) -> list[ChangedLine]:
    """Every change of the map: who came and went, roles, ties, stances, decision weights."""
    lines = []
    for person in found.people:
        before, after = (_("No"), _("Yes")) if person.came else (_("Yes"), _("No"))
        lines.append(ChangedLine(person.person_id, person.name, _("On the map"), before, after))
    for role in found.roles:
        held = word(role.sub_role or role.role)
        before, after = (ABSENT, held) if role.gained else (held, ABSENT)
        lines.append(ChangedLine(role.person_id, role.name, _("Role"), before, after))
    for stance in found.stances:
        before, after = (
            _stance(stance.before, stance.before_value),
            _stance(stance.after, stance.after_value),
        )
        lines.append(ChangedLine(stance.person_id, stance.name, _("Stance"), before, after))
    for tie in found.ties:
        what = f"{tie_word(tie.kind)} {tie.target}"
        lines.append(ChangedLine(tie.source_id, tie.source, what, _share(tie.before), _share(tie.after)))
    for moved in found.weights:
        before, after = _share(moved.weight.before, 1), _share(moved.weight.after, 1)
        lines.append(ChangedLine(moved.person_id, moved.name, _("Decision weight"), before, after))
    return lines


def changed_figures(found: ChainDifference, opinions_visible: bool) -> list[dict[str, Any]]:
    """The figures of the chain on both days; the chance of a yes only for who may see opinions."""
    figures = [
        _figure(_("Consensus"), _("−1 to +1, high is good"), found.forecast, lambda value: signed(value, 2)),
        _figure(_("Decision known"), _("high is good"), found.known_weight, percent),
        _figure(_("Reached"), _("high is good"), found.coverage, percent),
        _figure(_("Threads"), _("high is good"), found.threads, lambda value: number(value, 1)),
    ]
    if opinions_visible:
        yes = _figure(_("Chance of a yes"), _("high is good"), found.probability_yes, percent)
        figures.insert(1, yes)
    return figures


def _figure(label: str, hint: str, changed: NumberChange, written: Any) -> dict[str, Any]:
    before, after = (ABSENT if value is None else written(value) for value in (changed.before, changed.after))
    same = before == after
    return {"label": label, "hint": hint, "before": before, "after": after, "same": same, "rises": changed.change > 0}


def _stance(stance: Stance | None, value: float | None) -> str:
    if stance is None or value is None:
        return word(None)
    return f"{word(stance)} ({signed(value, 2)})"


def _share(value: float | None, digits: int = 0) -> str:
    return ABSENT if value is None else percent(value, digits)
