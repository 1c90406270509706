"""What holds for a user's fields, whoever sets them."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlmodel import Session, SQLModel, col

from models.team import Team, TeamMember, Territory, TerritoryMember
from models.user import User
from models.vocabulary import UserRole
from service.errors import Conflict, Invalid
from service.i18n.languages import LANGUAGES

# Deliberately loose: whether an address works is for a mail to find out. No space, no control character, one @.
_ADDRESS = re.compile(r"[^\s@<>\"',;:\\]{1,64}@[^\s@<>\"',;:\\]{1,255}")


def clean_email(email: str) -> str:
    """The address as it is kept: trimmed, in lower case, in one Unicode form.

    :raises Invalid: it is none.

    >>> clean_email(" Ann@Example.com ")
    'ann@example.com'
    """
    cleaned = unicodedata.normalize("NFC", email).strip().casefold()
    if len(cleaned) > 320 or not _ADDRESS.fullmatch(cleaned) or not cleaned.isprintable():
        message = _("Write an email address like name@example.com.")
        raise Invalid(message, [{"path": "email", "message": message}])
    return cleaned


def check_fields(values: Mapping[str, Any]) -> None:
    """Refuse values that a user cannot have; only the fields that are there are looked at.

    :raises Invalid: naming each field at fault.
    """
    problems = []

    def wrong(path: str, message: str) -> None:
        problems.append({"path": path, "message": message})

    name, title = values.get("name"), values.get("title")
    if "name" in values and (not isinstance(name, str) or not name.strip() or len(name) > 200 or _has_controls(name)):
        wrong("name", _("Write a name of 1 to 200 characters."))
    if title is not None and (len(title) > 200 or _has_controls(title)):
        wrong("title", _("Write at most 200 characters."))
    if "role" in values and values["role"] not in set(UserRole):
        wrong("role", _("There is no such role."))
    if "language" in values and values["language"] not in LANGUAGES:
        wrong("language", _("There is no such language."))
    if "time_zone" in values and values["time_zone"] not in available_timezones():
        wrong("time_zone", _("There is no such time zone."))
    if problems:
        raise Invalid(_("Please check what was entered."), problems)


def _has_controls(text: str) -> bool:
    return any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)


def check_email_is_free(session: Session, email: str, user_id: int | None = None) -> None:
    """Refuse an address that another user has.

    :raises Conflict: naming no more than that.
    """
    taken = select(col(User.id)).where(func.lower(col(User.email)) == email)
    if any(found != user_id for found in session.execute(taken).scalars()):
        message = _("Another user has this address.")
        raise Conflict(message, [{"path": "email", "message": message}])


def set_teams(session: Session, user_id: int, team_ids: Collection[int]) -> tuple[list[int], list[int]] | None:
    """Put a user into exactly these teams; returns what was and what is, or None where nothing changed.

    :raises Invalid: one of the teams does not exist.
    """
    return _set_members(session, Team, TeamMember, "team_id", user_id, team_ids)


def set_territories(
    session: Session, user_id: int, territory_ids: Collection[int]
) -> tuple[list[int], list[int]] | None:
    """Give a user exactly these territories; returns what was and what is, or None where nothing changed.

    :raises Invalid: one of the territories does not exist.
    """
    return _set_members(session, Territory, TerritoryMember, "territory_id", user_id, territory_ids)


def _set_members(
    session: Session,
    group: type[Team] | type[Territory],
    member: type[TeamMember] | type[TerritoryMember],
    column: str,
    user_id: int,
    wanted_ids: Collection[int],
) -> tuple[list[int], list[int]] | None:
    wanted = set(wanted_ids)
    known = set(session.execute(select(col(group.id)).where(col(group.id).in_(wanted))).scalars())
    if known != wanted:
        path = column + "s"
        raise Invalid(_("Please check what was entered."), [{"path": path, "message": _("There is no such entry.")}])
    key = getattr(member, column)
    before = set(session.execute(select(key).where(col(member.user_id) == user_id)).scalars())
    if before == wanted:
        return None
    session.execute(delete(member).where(col(member.user_id) == user_id, key.in_(before - wanted)))
    added: list[SQLModel] = [member(**{column: number, "user_id": user_id}) for number in sorted(wanted - before)]
    session.add_all(added)
    session.flush()
    return sorted(before), sorted(wanted)
