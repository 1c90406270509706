"""Switch a rule of the closed loop on or off, and set its numbers."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlmodel import Session, col

from models.case import CaseRule
from models.vocabulary import CaseOrigin
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.cases.rules import BOUNDS, DELIVERED
from service.errors import Invalid, NotFound
from service.operations.record_audit import record_audit


def set_case_rule(
    session: Session,
    principal: Principal,
    origin: CaseOrigin,
    *,
    enabled: bool,
    numbers: Mapping[str, float],
    now: datetime,
) -> CaseRule:
    """What the rule does from its next look on; numbers that are those delivered are not kept.

    :raises Forbidden: the role does not administer; :raises NotFound: there is no such rule.
    :raises Invalid: a number that the rule does not have, or out of its bounds.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    if origin not in DELIVERED:
        raise NotFound
    delivered = vars(DELIVERED[origin])
    problems = []
    for name, number in numbers.items():
        least, most = BOUNDS.get(name, (0, 0))
        if name not in delivered or not least <= number <= most:
            message = _("Enter a number from %(least)g to %(most)g.", least=least, most=most)
            problems.append({"path": name, "message": message})
    if problems:
        raise Invalid(_("The rule was not changed."), problems)
    rule = session.execute(
        select(CaseRule).where(col(CaseRule.origin) == origin).with_for_update()
    ).scalar_one_or_none() or CaseRule(origin=origin, created_at=now)
    rule.enabled = enabled
    rule.parameters = {name: float(number) for name, number in numbers.items() if number != delivered[name]}
    rule.updated_at = now
    session.add(rule)
    session.flush()
    fields = {"enabled": enabled, "numbers": rule.parameters}
    record_audit(session, principal, "changed", "case rule", origin.value, now=now, fields=fields)
    return rule
