"""What a case can be given: root causes and playbooks, by name."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.case import Playbook, RootCause


def root_causes(session: Session) -> list[tuple[int, str]]:
    """Number and name of each root cause."""
    statement = select(col(RootCause.id), col(RootCause.name)).order_by(col(RootCause.name))
    return [(row.id, row.name) for row in session.execute(statement)]


def playbooks(session: Session) -> list[Playbook]:
    """Every playbook, by name."""
    return list(session.execute(select(Playbook).order_by(col(Playbook.name))).scalars())
