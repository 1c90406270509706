"""Choose how one wants to be told: by mail, at once or in a digest, and into which chats."""

import secrets
from datetime import datetime

from flask_babel import gettext as _
from sqlmodel import Session

from models.user import User
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.channels.address import BadChannel, as_url, channel_of
from service.channels.preferences import MOST_CHANNELS, Channel, NoticePreferences, When, notice_preferences
from service.errors import Invalid, NotFound
from service.operations.record_audit import record_audit
from service.operations.references import invalid


def choose_mail(session: Session, principal: Principal, when: str, *, now: datetime) -> NoticePreferences:
    """When mails about notices come.

    :raises Invalid: no such choice.
    """
    if when not in set(When):
        raise invalid("mail", _("Choose one of the list."))
    user = _oneself(session, principal)
    held = notice_preferences(user.preferences)
    return _store(session, principal, user, NoticePreferences(When(when), held.channels), now)


def add_channel(
    session: Session, principal: Principal, name: str, url: str, when: str, *, now: datetime
) -> NoticePreferences:
    """One more chat, kept in the form in which it is used; its address is a secret and never shown again.

    :raises Invalid: an address that messages cannot be sent to, no name, or too many chats.
    """
    user = _oneself(session, principal)
    held = notice_preferences(user.preferences)
    name = " ".join(name.split())
    problems = []
    if not name or len(name) > 60 or not name.isprintable():
        problems.append({"path": "channel_name", "message": _("Write a name of 1 to 60 characters.")})
    if when not in {When.AT_ONCE, When.DIGEST}:
        problems.append({"path": "when", "message": _("Choose one of the list.")})
    try:
        channel_of(url)
    except BadChannel as error:
        problems.append({"path": "url", "message": _reason(error)})
    if problems:
        raise Invalid(_("The channel was not added."), problems)
    if len(held.channels) >= MOST_CHANNELS:
        raise Invalid(_("There can be at most %(count)s channels. Remove one first.", count=MOST_CHANNELS))
    added = Channel(secrets.token_hex(6), name, as_url(url), When(when))
    return _store(session, principal, user, NoticePreferences(held.mail, (*held.channels, added)), now)


def remove_channel(session: Session, principal: Principal, key: str, *, now: datetime) -> NoticePreferences:
    """Forget a chat.

    :raises NotFound: there is none of this key.
    """
    user = _oneself(session, principal)
    held = notice_preferences(user.preferences)
    left = tuple(one for one in held.channels if one.key != key)
    if len(left) == len(held.channels):
        raise NotFound
    return _store(session, principal, user, NoticePreferences(held.mail, left), now)


def set_away(session: Session, principal: Principal, until: datetime | None, *, now: datetime) -> User:
    """Until when new cases go to colleagues; None: one is there.

    :raises Invalid: it lies in the past, or more than a year ahead.
    """
    if until is not None and not 0 < (until - now).days + 1 <= 367:
        raise invalid("away_until", _("Choose a day within the next year."))
    user = _oneself(session, principal)
    if user.away_until != until:
        record_audit(
            session, principal, "away", "user", user.id, now=now, fields={"away_until": [user.away_until, until]}
        )
        user.away_until, user.updated_at = until, now
        session.add(user)
        session.flush()
    return user


def _store(
    session: Session, principal: Principal, user: User, wanted: NoticePreferences, now: datetime
) -> NoticePreferences:
    user.preferences = {**user.preferences, "notices": wanted.as_stored()}
    user.updated_at = now
    session.add(user)
    session.flush()
    # The addresses are secrets: the trail says which services there are, not where they lead.
    fields = {"mail": wanted.mail.value, "channels": [one.name for one in wanted.channels]}
    record_audit(session, principal, "notices_chosen", "user", user.id, now=now, fields=fields)
    return wanted


def _oneself(session: Session, principal: Principal) -> User:
    require(principal, Resource.SELF, Action.WRITE)
    user = session.get(User, principal.user_id) if principal.user_id is not None else None
    if user is None:
        raise NotFound
    return user


def _reason(error: BadChannel) -> str:
    reasons: dict[str, str] = {
        "private": _("This address lies within a private network. Messages are sent to public services only."),
        "long": _("This address is too long."),
        "unknown": _("This is no address of a service that messages can be sent to."),
    }
    return reasons[error.reason]
