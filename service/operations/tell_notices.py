"""Tell somebody their new notices, by mail and in their chats, as they chose; many at a time become one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.case import Notice
from models.user import User
from models.vocabulary import DeliveryKind
from service.auth.identify import principal_of
from service.channels.preferences import Channel, NoticePreferences, When, notice_preferences
from service.i18n.catalogue import translator
from service.i18n.languages import nearest_language
from service.mail.notice_mail import MOST_LISTED, NoticeFacts, NoticeReader, digest_mail, notice_line, notice_mail
from service.operations.enqueue_delivery import About, Recipient, enqueue_delivery
from service.operations.enqueue_run import enqueue_run
from service.queries.notices import NoticeRow, mailed_since, untold_by_chat, untold_by_mail

SEND = "send_to_channel"
#: So many come one by one; more at a time, or more within an hour, come together.
SINGLY = 3
SINGLY_AN_HOUR = 6
DIGEST_HOUR = 8


@dataclass(frozen=True)
class Told:
    """How many messages were put on their way."""

    mails: int = 0
    chats: int = 0


def tell_notices(session: Session, user_id: int, *, now: datetime, base_url: str, digest: date | None = None) -> Told:
    """Put the user's untold notices on their way; ``digest``: the day whose digest this is, None: what comes at once.

    Asked again, nothing is told twice: each notice notes when it went out, each message has its own key. What the
    user may no longer see is not told.
    """
    user = session.execute(select(User).where(col(User.id) == user_id).with_for_update()).scalar_one_or_none()
    if user is None or not user.active:
        return Told()
    chosen = notice_preferences(user.preferences)
    wanted = When.AT_ONCE if digest is None else When.DIGEST
    mails = 0
    if chosen.mail is wanted or (digest is not None and chosen.mail is When.AT_ONCE):
        mails = _mail(session, user, now, base_url, digest)
    return Told(mails, _chat(session, user, chosen, wanted, digest, now))


def users_for_digest(session: Session, *, now: datetime) -> list[tuple[int, date]]:
    """Who is to have their digest now: unseen notices, and it is past eight in the morning where they are."""
    waiting = select(col(Notice.user_id)).where(col(Notice.seen_at).is_(None)).distinct()
    statement = select(col(User.id), col(User.time_zone)).where(col(User.id).in_(waiting), col(User.active))
    found = []
    for user_id, zone in session.execute(statement.order_by(col(User.id))):
        local = now.astimezone(ZoneInfo(zone))
        if local.hour >= DIGEST_HOUR:
            found.append((user_id, local.date()))
    return found


def _mail(session: Session, user: User, now: datetime, base_url: str, digest: date | None) -> int:
    rows = untold_by_mail(session, principal_of(session, user, now=now), now=now)
    if not rows:
        return 0
    reader, to = _reader(user), Recipient(user.email, nearest_language(user.language), user_id=user.id)
    settings_url = f"{base_url}/notices/settings"
    singly = digest is None and len(rows) <= SINGLY
    if singly and mailed_since(session, user.id, now - timedelta(hours=1)) + len(rows) > SINGLY_AN_HOUR:
        # Enough for this hour: the rest waits for the next digest, and stands in the inbox meanwhile.
        return 0
    if singly:
        for row in rows:
            composed = notice_mail(
                _facts(row), reader, case_url=f"{base_url}/cases/{row.case_id}", settings_url=settings_url
            )
            about = About(account_id=row.account_id)
            number = enqueue_delivery(
                session, DeliveryKind.NOTICE, f"notice:{row.id}", to, composed, now=now, base_url=base_url, about=about
            )
            _note_mailed(session, [row], number, now)
        return len(rows)
    composed = digest_mail(
        [_facts(row) for row in rows], reader, inbox_url=f"{base_url}/notices", settings_url=settings_url
    )
    # Whoever chose a digest has one a day; what was held back from others comes as soon as it may.
    daily = digest is not None and notice_preferences(user.preferences).mail is When.DIGEST
    key = f"digest:user:{user.id}:" + (f"{digest}" if daily else f"{rows[0].id}-{rows[-1].id}")
    number = enqueue_delivery(session, DeliveryKind.DIGEST, key, to, composed, now=now, base_url=base_url)
    if number is None:
        return 0
    _note_mailed(session, rows, number, now)
    return 1


def _note_mailed(session: Session, rows: Sequence[NoticeRow], delivery_id: int | None, now: datetime) -> None:
    _note(session, rows, {"mailed_at": now, "delivery_id": delivery_id})


def _note(session: Session, rows: Sequence[NoticeRow], values: dict[str, object]) -> None:
    ids = [row.id for row in rows]
    for start in range(0, len(ids), 500):
        session.execute(
            update(Notice)
            .where(col(Notice.id).in_(ids[start : start + 500]))
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def _chat(
    session: Session, user: User, chosen: NoticePreferences, wanted: When, digest: date | None, now: datetime
) -> int:
    channels = [one for one in chosen.channels if one.when is wanted]
    if not channels:
        return 0
    rows = untold_by_chat(session, principal_of(session, user, now=now), now=now)
    if not rows:
        return 0
    occasion = f"notices:{rows[0].id}-{rows[-1].id}" if digest is None else f"digest:{digest}"
    sent = sum(_send(session, user, channel, rows, occasion, now) for channel in channels)
    if sent:
        _note(session, rows, {"sent_at": now})
    return sent


def _send(
    session: Session, user: User, channel: Channel, rows: Sequence[NoticeRow], occasion: str, now: datetime
) -> bool:
    payload = {"user_id": user.id, "channel": channel.key, "notice_ids": [row.id for row in rows]}
    return enqueue_run(session, SEND, f"user:{user.id}:{channel.key}", occasion, now=now, payload=payload) is not None


def chat_message(rows: Sequence[NoticeRow], user: User, base_url: str) -> tuple[str, str]:
    """Title and text of a chat message about notices, in the user's language."""
    reader = _reader(user)
    _ = translator(reader.language)
    if len(rows) == 1:
        return "Linchpin", f"{notice_line(_facts(rows[0]), reader)}\n{base_url}/cases/{rows[0].case_id}"
    lines = [notice_line(_facts(row), reader) for row in rows[:MOST_LISTED]]
    if len(rows) > MOST_LISTED:
        lines.append(_("And {count} more.").format(count=len(rows) - MOST_LISTED))
    return _("Linchpin: {count} notices").format(count=len(rows)), "\n".join([*lines, f"{base_url}/notices"])


def _reader(user: User) -> NoticeReader:
    return NoticeReader(nearest_language(user.language), user.time_zone)


def _facts(row: NoticeRow) -> NoticeFacts:
    return NoticeFacts(row.kind, row.title, row.account, row.urgency, row.due_at)
