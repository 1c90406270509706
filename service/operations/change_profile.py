"""What people change about themselves: language, time zone, name and title."""

from datetime import datetime
from zoneinfo import available_timezones

from flask_babel import gettext as _
from sqlmodel import Session

from models.user import User
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Invalid, NotFound
from service.i18n.languages import LANGUAGES
from service.operations.record_audit import record_audit


def choose_language(session: Session, principal: Principal, language: str, *, now: datetime) -> None:
    """Set the language in which the user reads pages, mails and documents."""
    user = _oneself(session, principal)
    if language not in LANGUAGES:
        raise Invalid(
            _("There is no such language."), [{"path": "language", "message": _("There is no such language.")}]
        )
    user.language = language
    user.updated_at = now
    session.add(user)
    session.flush()


def change_profile(
    session: Session,
    principal: Principal,
    *,
    name: str,
    title: str,
    language: str,
    time_zone: str,
    now: datetime,
) -> User:
    """Change one's own name, title, language and time zone; nothing that decides what one may see.

    :raises Invalid: an empty or overlong name, an unknown language or time zone.
    """
    problems = []
    if not name.strip() or len(name) > 200:
        problems.append({"path": "name", "message": _("Write a name of 1 to 200 characters.")})
    if len(title) > 200:
        problems.append({"path": "title", "message": _("Write at most 200 characters.")})
    if language not in LANGUAGES:
        problems.append({"path": "language", "message": _("There is no such language.")})
    if time_zone not in available_timezones():
        problems.append({"path": "time_zone", "message": _("There is no such time zone.")})
    if problems:
        raise Invalid(_("The profile was not changed."), problems)
    user = _oneself(session, principal)
    wanted = {"name": name.strip(), "title": title.strip() or None, "language": language, "time_zone": time_zone}
    changed = {field: [getattr(user, field), value] for field, value in wanted.items() if getattr(user, field) != value}
    for field, (_old, value) in changed.items():
        setattr(user, field, value)
    if changed:
        user.updated_at = now
        user.version += 1
        session.add(user)
        session.flush()
        record_audit(session, principal, "profile_changed", "user", user.id, now=now, fields=changed)
    return user


def _oneself(session: Session, principal: Principal) -> User:
    require(principal, Resource.SELF, Action.WRITE)
    user = session.get(User, principal.user_id) if principal.user_id is not None else None
    if user is None:
        raise NotFound
    return user
