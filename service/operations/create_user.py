"""Add one of our people."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from models.user import User
from models.vocabulary import UserRole
from service.auth.passwords import check_new_password, hash_password
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.auth.secrets import new_session_key
from service.operations.record_audit import record_audit
from service.operations.user_fields import check_email_is_free, check_fields, clean_email, set_teams, set_territories


def create_user(
    session: Session,
    principal: Principal,
    *,
    email: str,
    name: str,
    role: UserRole,
    password: str | None = None,
    title: str | None = None,
    sees_names: bool = False,
    language: str = "en",
    time_zone: str = "UTC",
    team_ids: Collection[int] = (),
    territory_ids: Collection[int] = (),
    now: datetime,
) -> User:
    """A new user, flushed. Without a password they choose one by a link (``service.auth.password_links``).

    :raises Forbidden: only administrators add users.
    :raises Invalid: a field is not acceptable; :raises Conflict: the address is taken.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    address = clean_email(email)
    check_fields({"name": name, "title": title, "role": role, "language": language, "time_zone": time_zone})
    check_email_is_free(session, address)
    if password is not None:
        check_new_password(password, email=address, name=name)
    user = User(
        email=address,
        name=name.strip(),
        title=(title or "").strip() or None,
        password=hash_password(password) if password is not None else None,
        role=UserRole(role),
        sees_names=sees_names,
        language=language,
        time_zone=time_zone,
        session_key=new_session_key(),
        created_at=now,
        updated_at=now,
    )
    session.add(user)
    session.flush()
    set_teams(session, user.id, team_ids)
    set_territories(session, user.id, territory_ids)
    fields = {
        "email": address,
        "role": role,
        "sees_names": sees_names,
        "team_ids": sorted(team_ids),
        "territory_ids": sorted(territory_ids),
    }
    record_audit(session, principal, "created", "user", user.id, now=now, fields=fields)
    return user
