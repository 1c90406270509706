"""Add the delivered root causes in a language, to be renamed and removed at will."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.case import RootCause
from service.auth.principal import Principal
from service.cases.root_causes import DELIVERED
from service.inputs.case import NewRootCause
from service.operations.shared_entries import ROOT_CAUSES


def add_delivered_root_causes(session: Session, principal: Principal, language: str, *, now: datetime) -> int:
    """Add those whose name is not there yet; gives how many were added.

    :raises Forbidden: the role does not administer.
    """
    there = set(session.execute(select(col(RootCause.name))).scalars())
    missing = [name for name in DELIVERED.get(language, ()) if name not in there]
    for name in missing:
        ROOT_CAUSES.create(session, principal, NewRootCause(name=name), now=now)
    return len(missing)
