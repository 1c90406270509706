"""Who was asked lately, by any survey: what the quarantine goes by."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session, col

from models.person import Person
from models.survey import Invitation
from models.vocabulary import InvitationState
from service.queries.chunks import chunks
from service.sending.deciding import Candidate, PastAsking

# Nobody was bothered by what never reached them.
_NEVER_REACHED = (InvitationState.WITHDRAWN, InvitationState.BOUNCED)


def past_askings(
    session: Session, wave_id: int, candidates: Sequence[Candidate], account_ids: Sequence[int], *, since: datetime
) -> list[PastAsking]:
    """Every invitation since ``since`` (or still to go out) of these people, at their addresses, on these accounts.

    Of the wave itself, all of them, however long ago and whatever became of them.
    """
    people = sorted({one.person_id for one in candidates})
    addresses = sorted({one.address_key for one in candidates if one.address_key})
    found: dict[int, PastAsking] = {}
    for condition in _conditions(people, addresses, account_ids):
        found |= _read(session, wave_id, condition, since)
    return [found[number] for number in sorted(found)]


def _conditions(
    people: Sequence[int], addresses: Sequence[str], account_ids: Sequence[int]
) -> Iterator[ColumnElement[bool]]:
    for part in chunks(account_ids):
        yield col(Invitation.account_id).in_(part)
    for part in chunks(people):
        yield col(Invitation.person_id).in_(part)
    for start in range(0, len(addresses), 900):
        yield col(Person.email_key).in_(addresses[start : start + 900])


def _read(session: Session, wave_id: int, condition: ColumnElement[bool], since: datetime) -> dict[int, PastAsking]:
    at = func.coalesce(col(Invitation.sent_at), col(Invitation.send_at), col(Invitation.created_at))
    reached = and_(col(Invitation.state).not_in(_NEVER_REACHED), at > since)
    statement = (
        select(
            col(Invitation.id),
            col(Invitation.account_id),
            col(Invitation.person_id),
            col(Invitation.wave_id),
            col(Invitation.occasion),
            col(Invitation.sent_at),
            col(Invitation.send_at),
            col(Invitation.created_at),
            col(Person.email_key),
        )
        .join(Person, col(Person.id) == col(Invitation.person_id))
        .where(condition, or_(reached, col(Invitation.wave_id) == wave_id))
    )
    return {
        row.id: PastAsking(
            account_id=row.account_id,
            person_id=row.person_id,
            address_key=row.email_key,
            at=row.sent_at or row.send_at or row.created_at,
            this_wave=row.wave_id == wave_id,
            occasion=row.occasion,
        )
        for row in session.execute(statement)
    }
