"""Change one of our people: what they are called, what they may do, whose accounts they see, whether they come in."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlmodel import Session, col

from models.user import User
from models.vocabulary import UserRole
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.auth.secrets import new_session_key
from service.errors import Conflict, Invalid, NotFound, StaleVersion
from service.operations.record_audit import record_audit
from service.operations.user_fields import check_email_is_free, check_fields, clean_email, set_teams, set_territories

FIELDS = frozenset({"email", "name", "title", "role", "active", "sees_names", "language", "time_zone"})


def change_user(
    session: Session,
    principal: Principal,
    user_id: int,
    values: Mapping[str, Any],
    *,
    team_ids: Collection[int] | None = None,
    territory_ids: Collection[int] | None = None,
    version: int | None = None,
    now: datetime,
) -> User:
    """Set the fields in ``values`` (any of :data:`FIELDS`), and the teams and territories where given.

    A disabled user's sessions end at once and stay ended. ``version``: refuse where somebody was faster.

    :raises Forbidden: only administrators; :raises NotFound: no such user.
    :raises Invalid: an unknown or unacceptable field; :raises StaleVersion: changed in between.
    :raises Conflict: the address is taken, or nobody could administer any more.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    unknown = sorted(set(values) - FIELDS)
    if unknown:
        raise Invalid(
            _("Some fields cannot be changed."), [{"path": f, "message": _("Unknown field.")} for f in unknown]
        )
    user = user_to_change(session, user_id, version)
    wanted = _cleaned(values)
    if "email" in wanted:
        check_email_is_free(session, wanted["email"], user_id)
    changed: dict[str, Any] = {
        field: [getattr(user, field), value] for field, value in wanted.items() if getattr(user, field) != value
    }
    if "role" in changed or "active" in changed:
        _keep_an_administrator(session, user, wanted)
    for field, (_old, value) in changed.items():
        setattr(user, field, value)
    if "active" in changed and not user.active:
        user.session_key = new_session_key()
    if team_ids is not None and (moved := set_teams(session, user_id, team_ids)):
        changed["team_ids"] = moved
    if territory_ids is not None and (moved := set_territories(session, user_id, territory_ids)):
        changed["territory_ids"] = moved
    if changed:
        user.version += 1
        user.updated_at = now
        session.add(user)
        session.flush()
        record_audit(session, principal, "changed", "user", user_id, now=now, fields=changed)
    return user


def user_to_change(session: Session, user_id: int, version: int | None = None) -> User:
    """The user, held against concurrent changes until the transaction ends.

    :raises NotFound: no such user; :raises StaleVersion: not in the version that the change was made from.
    """
    user: User | None = session.execute(
        select(User).where(col(User.id) == user_id).with_for_update()
    ).scalar_one_or_none()
    if user is None:
        raise NotFound
    if version is not None and user.version != version:
        raise StaleVersion(_("Somebody else changed this user in between. Reload, then make your change again."))
    return user


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    check_fields(values)
    wanted = dict(values)
    if "email" in wanted:
        wanted["email"] = clean_email(wanted["email"])
    if "name" in wanted:
        wanted["name"] = wanted["name"].strip()
    if "title" in wanted:
        wanted["title"] = (wanted["title"] or "").strip() or None
    if "role" in wanted:
        wanted["role"] = UserRole(wanted["role"])
    return wanted


def _keep_an_administrator(session: Session, user: User, wanted: Mapping[str, Any]) -> None:
    """Refuse to lock everybody out: one active administrator must remain."""
    stays = wanted.get("active", user.active) and wanted.get("role", user.role) is UserRole.ADMIN
    if user.role is not UserRole.ADMIN or not user.active or stays:
        return
    others = select(func.count()).where(
        col(User.role) == UserRole.ADMIN, col(User.active), col(User.id) != user.id, col(User.password).is_not(None)
    )
    if not session.execute(others).scalar_one():
        raise Conflict(_("This is the last administrator who can sign in. Make somebody else one first."))
