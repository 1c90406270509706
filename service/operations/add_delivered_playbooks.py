"""Add the delivered playbooks in a language, to be changed at will."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.case import Playbook
from service.auth.principal import Principal
from service.cases.playbooks import TEMPLATES
from service.inputs.case import NewPlaybook
from service.operations.shared_entries import PLAYBOOKS


def add_delivered_playbooks(session: Session, principal: Principal, language: str, *, now: datetime) -> int:
    """Add those whose name is not there yet; gives how many were added.

    :raises Forbidden: the role does not administer.
    """
    added = 0
    for template in (one for one in TEMPLATES if one.language == language):
        there = session.execute(select(col(Playbook.id)).where(col(Playbook.name) == template.name)).first()
        if there is None:
            values = NewPlaybook.model_validate(
                {
                    "name": template.name,
                    "steps": template.as_steps(),
                    "origin": template.origin,
                    "language": template.language,
                }
            )
            PLAYBOOKS.create(session, principal, values, now=now)
            added += 1
    return added
