"""Add the delivered rules about job titles that are not there, leaving those that were changed as they are."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlmodel import Session, col

from models.person import TitleRule
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.imports.titles import default_rules
from service.operations.record_audit import record_audit


def add_delivered_title_rules(session: Session, principal: Principal, *, now: datetime) -> int:
    """Add those whose phrase is not there yet in their language; gives how many were added.

    :raises Forbidden: the role does not administer.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    there = {tuple(row) for row in session.execute(select(col(TitleRule.language), col(TitleRule.pattern)))}
    missing = {(lang, phrase): role for lang, phrase, role in default_rules() if (lang, phrase) not in there}
    if missing:
        rows = [{"language": lang, "pattern": phrase, "sub_role": role} for (lang, phrase), role in missing.items()]
        session.execute(insert(TitleRule), rows)
        record_audit(session, principal, "add_delivered", "title_rule", None, now=now, fields={"added": len(rows)})
    return len(missing)


def seed_title_rules(session: Session, principal: Principal, *, now: datetime) -> int:
    """Add the delivered rules to an installation that has none; gives how many were added."""
    if session.execute(select(col(TitleRule.id)).limit(1)).first() is not None:
        return 0
    return add_delivered_title_rules(session, principal, now=now)
