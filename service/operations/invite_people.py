"""Ask the people of some accounts in a wave: each once on each occasion, and the mail with it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.survey import Invitation
from models.vocabulary import InvitationState
from service.auth.answer_links import new_nonce
from service.operations.post_invitations import PostOffice, Wording, post_invitation
from service.queries.wave_basis import WaveBasis
from service.queries.wave_decisions import Decided, decide_part
from service.sending.deciding import Askings
from service.sending.triggers import Event
from service.surveys.wording import nearest_spoken

_ONCE = ("wave_id", "account_id", "person_id", "occasion")


def invite_people(
    session: Session,
    basis: WaveBasis,
    account_ids: Sequence[int],
    events: Sequence[Event] | None,
    office: PostOffice,
    *,
    now: datetime,
) -> int:
    """Decide on whole accounts, invite and post; gives how many people were invited by this call.

    Called again, also after a crash in between, it finds everybody invited already.
    """
    askings = Askings(basis.rules, now)
    wording = Wording(basis.survey, basis.version, basis.questions)
    invited = 0
    for decided in decide_part(session, basis, account_ids, events, askings, office.keys):
        if decided.decision.send_at is None:
            continue
        invitation_id = _invite(session, basis, decided, now=now)
        if invitation_id is not None:
            invitation = session.get_one(Invitation, invitation_id)
            post_invitation(session, invitation, wording, office, now=now)
            invited += 1
    session.flush()
    return invited


def _invite(session: Session, basis: WaveBasis, decided: Decided, *, now: datetime) -> int | None:
    """The number of a new invitation; None where the person was invited on this occasion before."""
    candidate, send_at = decided.decision.candidate, decided.decision.send_at
    assert send_at is not None  # noqa: S101 - only whoever is asked gets here
    values = {
        "survey_version_id": basis.version.id,
        "wave_id": basis.wave.id,
        "account_id": candidate.account_id,
        "person_id": candidate.person_id,
        "occasion": candidate.occasion,
        "nonce": new_nonce(),
        "language": nearest_spoken(decided.person.languages, basis.version.languages),
        "state": InvitationState.PLANNED,
        "created_at": now,
        "send_at": send_at,
        "expires_at": send_at + basis.rules.life,
        "reminders": 0,
        "tags": [],
        "posts": 0,
    }
    result = session.execute(_insert(session).values(**values).returning(col(Invitation.id)))
    return result.scalar_one_or_none()


def _insert(session: Session) -> Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(Invitation).on_conflict_do_nothing(index_elements=list(_ONCE))
    return sqlite.insert(Invitation).on_conflict_do_nothing(index_elements=list(_ONCE))
