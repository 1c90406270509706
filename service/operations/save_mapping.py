"""Keep a mapping under a name, for the next file of the same form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.importing import ImportMapping
from models.vocabulary import ImportKind
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Invalid
from service.operations.record_audit import record_audit


def save_mapping(
    session: Session, principal: Principal, name: str, kind: ImportKind, mapping: Mapping[str, Any], *, now: datetime
) -> ImportMapping:
    """Save a mapping, or replace the one of that name.

    :raises Invalid: an empty or overlong name.
    """
    require(principal, Resource.IMPORT, Action.WRITE)
    name = " ".join(name.split())
    if not 0 < len(name) <= 200:
        raise Invalid(
            "A mapping needs a name of at most 200 characters.", [{"path": "name", "message": "1 to 200 characters"}]
        )
    found = session.execute(select(ImportMapping).where(col(ImportMapping.name) == name)).scalar_one_or_none()
    kept: ImportMapping = found or ImportMapping(name=name, kind=kind, created_at=now, updated_at=now)
    kept.kind, kept.mapping, kept.updated_at = kind, dict(mapping), now
    if found is not None:
        kept.version += 1
    session.add(kept)
    session.flush()
    record_audit(session, principal, "save", "import_mapping", kept.id, now=now, fields={"name": name})
    return kept
