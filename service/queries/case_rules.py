"""The rules in force, as delivered or as an administrator set them, and the steps that their cases begin with."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.case import CaseRule, Playbook
from models.vocabulary import CaseOrigin
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.cases.playbooks import template_for
from service.cases.rules import DELIVERED, Rules, rules_with, set_otherwise


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as its page shows it: whether it is on, and each of its numbers with the delivered one."""

    origin: CaseOrigin
    enabled: bool
    numbers: dict[str, float]
    delivered: dict[str, float]


def rules_in_force(session: Session) -> Rules:
    """What opens cases at present."""
    return rules_with({row.origin: (row.enabled, row.parameters) for row in _rows(session)})


def case_rules(session: Session, principal: Principal) -> list[RuleRow]:
    """All rules with their numbers, for the administration.

    :raises Forbidden: the role does not administer.
    """
    require(principal, Resource.ADMIN, Action.READ, Reach.ALL)
    held = {row.origin: row for row in _rows(session)}
    return [
        RuleRow(
            origin=origin,
            enabled=origin not in held or held[origin].enabled,
            numbers=_numbers(set_otherwise(rule, held[origin].parameters if origin in held else {})),
            delivered=_numbers(rule),
        )
        for origin, rule in DELIVERED.items()
    ]


def playbook_for(session: Session, origin: CaseOrigin, language: str) -> tuple[int | None, list[dict[str, Any]]]:
    """The playbook that a rule's cases begin with: its number and its steps.

    One in the language of the one who works the case goes before others; where the company has none for the rule,
    the delivered steps are taken (number None).
    """
    statement = select(Playbook).where(col(Playbook.origin) == origin).order_by(col(Playbook.id))
    found = list(session.execute(statement).scalars())
    chosen = next((one for one in found if one.language == language), found[0] if found else None)
    if chosen is not None:
        return chosen.id, list(chosen.steps)
    template = template_for(origin, language)
    return None, [] if template is None else template.as_steps()


def _rows(session: Session) -> list[CaseRule]:
    return list(session.execute(select(CaseRule).order_by(col(CaseRule.id))).scalars())


def _numbers(rule: Any) -> dict[str, float]:
    return {name: float(value) for name, value in vars(rule).items()}
