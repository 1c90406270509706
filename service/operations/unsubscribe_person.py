"""Leave somebody alone from now on, as they asked."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlmodel import Session, col

from models.person import Person
from models.report import Delivery
from service.auth.principal import Principal
from service.errors import Gone
from service.operations.record_audit import record_audit
from service.operations.suppress_address import suppress_address


def unsubscribe_person(
    session: Session, principal: Principal, person_id: int, keys: Sequence[str], *, now: datetime
) -> Person:
    """No survey and no reminder goes to this person any more, at any address that we wrote to; asking again is fine.

    The person's link is the permission. What waits in the outbox is held back when its turn comes.

    :raises Gone: the person's record is erased; their addresses stay suppressed.
    """
    person = subscriber(session, person_id)
    written_to = session.execute(
        select(col(Delivery.address)).where(col(Delivery.person_id).in_({person_id, person.id})).distinct()
    ).scalars()
    for address in {*written_to, *([person.email] if person.email else [])}:
        suppress_address(session, address, "unsubscribed", keys, now=now)
    if person.unsubscribed_at is None:
        person.unsubscribed_at = now
        person.updated_at = now
        person.version += 1
        record_audit(session, principal, "unsubscribe", "person", person.id, now=now)
    session.flush()
    return person


def subscriber(session: Session, person_id: int) -> Person:
    """The person whom an unsubscribe link speaks for, also where two records have been merged since.

    :raises Gone: the record is erased.
    """
    person = session.get(Person, person_id)
    while person is not None and person.merged_into_id is not None:
        person = session.get(Person, person.merged_into_id)
    if person is None or person.erased_at is not None:
        raise Gone(_("This link leads to nobody any more. You will not get mails from us."))
    return person
