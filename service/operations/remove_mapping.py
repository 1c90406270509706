"""Forget a saved mapping."""

from datetime import datetime

from sqlmodel import Session

from models.importing import ImportMapping
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.operations.tracked import remove_row, row_to_change


def remove_mapping(session: Session, principal: Principal, mapping_id: int, *, now: datetime) -> None:
    """Remove a mapping; imports that were read by it keep their own copy.

    :raises Forbidden: the role may not import; :raises NotFound: there is none.
    """
    require(principal, Resource.IMPORT, Action.WRITE)
    remove_row(session, principal, row_to_change(session, ImportMapping, mapping_id), "import_mapping", now=now)
