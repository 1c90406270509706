"""Roles to choose from, and what was chosen."""

from flask_babel import gettext as _

from scoring.vocabulary import Role, SubRole
from service.errors import Invalid
from service.web.words import word


def role_options() -> list[tuple[str, str]]:
    """Each role by itself, then each of its functions: ("influencer", ...), ("influencer/champion", ...)."""
    found = []
    for role in Role:
        found.append((role.value, word(role)))
        found += [(f"{role}/{sub}", f"{word(role)}: {word(sub)}") for sub in SubRole if sub.role is role]
    return found


def chosen_role(text: str) -> tuple[Role, SubRole | None]:
    """What one of these options means.

    :raises Invalid: none of them.

    >>> chosen_role("influencer/champion")[1].value
    'champion'
    """
    first, _slash, second = text.partition("/")
    try:
        role, sub_role = Role(first), SubRole(second) if second else None
    except ValueError as error:
        message = _("Choose one of the list.")
        raise Invalid(message, [{"path": "role", "message": message}]) from error
    return role, sub_role
