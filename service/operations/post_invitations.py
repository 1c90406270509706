"""Put invitations in the post: the mail composed in its reader's language, once an invitation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from models.account import Account
from models.person import Person
from models.report import Delivery
from models.survey import Invitation, Survey, SurveyVersion
from models.vocabulary import DeliveryKind, InvitationState, SurveyState
from service.auth.answer_links import answer_token
from service.auth.links import SignedLinks
from service.auth.unsubscribe_links import unsubscribe_address, unsubscribe_token
from service.mail.letter import Composed
from service.mail.survey_mail import Asking, invitation_mail, page_address, reminder_mail
from service.operations.enqueue_delivery import About, Recipient, enqueue_delivery
from service.queries.case_note import note_on_asking
from service.queries.invitation_page import questions_of, respondent_of
from service.sending.window import zone_of
from service.surveys.question import Question
from service.surveys.texts import survey_text
from service.surveys.wording import nearest_spoken


@dataclass(frozen=True)
class PostOffice:
    """What mails of this installation need: the address of its pages, its keys, and its sender (``Name <address>``)."""

    base_url: str
    keys: Sequence[str]
    mail_from: str

    @property
    def links(self) -> SignedLinks:
        """What signs the links."""
        return SignedLinks(self.keys)


@dataclass(frozen=True)
class Wording:
    """A survey as it is put to somebody: read once for all who are asked in the same wording."""

    survey: Survey
    version: SurveyVersion
    questions: tuple[Question, ...]


def wording_of(session: Session, version_id: int) -> Wording:
    """The wording of a version."""
    version = session.get_one(SurveyVersion, version_id)
    return Wording(session.get_one(Survey, version.survey_id), version, questions_of(session, version_id))


def post_invitation(
    session: Session, invitation: Invitation, wording: Wording, office: PostOffice, *, now: datetime
) -> bool:
    """Enqueue the first mail of an invitation, not before its time; False where that was done before."""
    key = f"invitation:{invitation.id}"
    composed = invitation_mail(asking_of(session, invitation, wording, office, now=now))
    at = invitation.send_at or now
    return _enqueue(session, DeliveryKind.INVITATION, key, invitation, composed, office, now=now, at=at)


def post_reminder(
    session: Session, invitation: Invitation, wording: Wording, office: PostOffice, *, now: datetime, at: datetime
) -> bool:
    """Enqueue the reminder that the invitation counts as its latest; False where that was done before."""
    key = f"reminder:{invitation.id}:{invitation.reminders}"
    composed = reminder_mail(asking_of(session, invitation, wording, office, now=now))
    return _enqueue(session, DeliveryKind.REMINDER, key, invitation, composed, office, now=now, at=at)


def asking_of(
    session: Session, invitation: Invitation, wording: Wording, office: PostOffice, *, now: datetime
) -> Asking:
    """All that a mail about an invitation says and links to."""
    person = session.get_one(Person, invitation.person_id)
    account = session.get_one(Account, invitation.account_id)
    version = wording.version
    language = nearest_spoken([invitation.language, person.language, account.language], version.languages)
    sender = survey_text(version.texts, "sender", language, version.languages)
    return Asking(
        version=version,
        questions=wording.questions,
        respondent=respondent_of(session, invitation, person),
        language=language,
        name=person.name,
        account=account.name,
        sender=sender or parseaddr(office.mail_from)[0] or "Linchpin",
        anonymous=wording.survey.anonymous,
        address=page_address(office.base_url, answer_token(office.links, invitation.nonce, now=now), language),
        closes_at=invitation.expires_at,
        zone=zone_of(person.time_zone, account.time_zone),
        unsubscribe_url=unsubscribe_address(office.base_url, unsubscribe_token(office.links, person.id, now=now)),
        done=note_on_asking(session, invitation.id) if invitation.wave_id is None else None,
    )


def post_waiting(
    session: Session, office: PostOffice, *, now: datetime, wave_id: int | None = None, limit: int = 25
) -> int:
    """Post planned invitations that have no mail yet: of a wave, or (None) those made one by one; gives how many.

    Whoever may not be written to is passed over: the outbox would hold the mail back.
    """
    which: ColumnElement[bool] = (
        col(Invitation.wave_id).is_(None) if wave_id is None else (col(Invitation.wave_id) == wave_id)
    )
    posted = select(col(Delivery.id)).where(
        col(Delivery.invitation_id) == col(Invitation.id), col(Delivery.kind) == DeliveryKind.INVITATION
    )
    statement = (
        select(Invitation)
        .join(Person, col(Person.id) == col(Invitation.person_id))
        .join(SurveyVersion, col(SurveyVersion.id) == col(Invitation.survey_version_id))
        .join(Survey, col(Survey.id) == col(SurveyVersion.survey_id))
        .where(
            which,
            col(Invitation.state) == InvitationState.PLANNED,
            col(Invitation.expires_at) > now,
            col(Person.email).is_not(None),
            col(Person.erased_at).is_(None),
            col(Survey.state) == SurveyState.LIVE,
            ~posted.exists(),
        )
        .order_by(col(Invitation.id))
        .limit(limit)
    )
    return post_all(session, session.execute(statement).scalars().all(), office, now=now)


def post_all(session: Session, invitations: Iterable[Invitation], office: PostOffice, *, now: datetime) -> int:
    """Post these invitations; gives how many mails are new."""
    wordings: dict[int, Wording] = {}
    posted = 0
    for invitation in invitations:
        version_id = invitation.survey_version_id
        if version_id not in wordings:
            wordings[version_id] = wording_of(session, version_id)
        posted += post_invitation(session, invitation, wordings[version_id], office, now=now)
    return posted


def _enqueue(
    session: Session,
    kind: DeliveryKind,
    key: str,
    invitation: Invitation,
    composed: Composed,
    office: PostOffice,
    *,
    now: datetime,
    at: datetime,
) -> bool:
    person = session.get_one(Person, invitation.person_id)
    unsubscribe = unsubscribe_address(office.base_url, unsubscribe_token(office.links, person.id, now=now))
    delivery_id = enqueue_delivery(
        session,
        kind,
        key,
        Recipient(person.email or "", invitation.language, person_id=person.id),
        composed,
        now=now,
        base_url=office.base_url,
        about=About(account_id=invitation.account_id, invitation_id=invitation.id),
        unsubscribe_url=unsubscribe,
        send_at=at,
    )
    return delivery_id is not None
