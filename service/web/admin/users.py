"""Users: who there is, what each may do, and how they come in."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.user import User
from models.vocabulary import UserRole
from service.auth.policy import Resource
from service.edge.current import current_principal, current_session, now
from service.edge.permits import needs
from service.edge.state import settings
from service.errors import Conflict, Invalid, NotFound, StaleVersion
from service.i18n.labels import label, options
from service.operations.change_user import change_user
from service.operations.create_user import create_user
from service.operations.end_sessions import end_sessions
from service.operations.issue_token import revoke_token
from service.operations.make_password_link import make_password_link
from service.operations.set_password import reset_password
from service.queries.teams import teams as teams_query
from service.queries.teams import territories as territories_query
from service.queries.users import groups_of, sessions_of, tokens_of
from service.queries.users import user as user_query
from service.queries.users import users as users_query
from service.secret_key import secret_keys
from service.web.form_errors import form_errors

users = Blueprint("admin_users", __name__, url_prefix="/admin")
needs(users, Resource.ADMIN)

ACTIVE = {"active": True, "inactive": False}


@users.get("")
def start() -> Response:
    """The administration begins with the users."""
    return redirect(url_for("admin_users.index"))


@users.get("/users")
def index() -> str:
    """All users, filtered, sorted and in pages."""
    session, principal, wanted = current_session(), current_principal(), request.args
    role = wanted.get("role", "")
    if role not in {"", *UserRole}:
        raise Invalid(_("There is no such role."), [{"path": "role", "message": _("There is no such role.")}])
    team = wanted.get("team", type=int)
    page = users_query(
        session,
        principal,
        search=wanted.get("q", "")[:200],
        role=UserRole(role) if role else None,
        active=ACTIVE.get(wanted.get("state", "")),
        team_id=team,
        sort=wanted.get("sort", "name"),
        page=min(max(1, wanted.get("page", 1, type=int)), 1_000_000),
    )
    return render_template(
        "admin/users.html",
        found=page,
        wanted=wanted,
        roles=options(UserRole),
        label=label,
        teams=teams_query(session, principal),
    )


@users.get("/users/new")
def new() -> str:
    """The form for a new user."""
    return _form(None, {"role": UserRole.CSM, "language": "en", "time_zone": "UTC"}, [], [])


@users.post("/users")
def create() -> Response | tuple[str, int]:
    """Add a user; they choose a password by a link."""
    values, team_ids, territory_ids = _entered()
    try:
        made = create_user(
            current_session(),
            current_principal(),
            **values,
            team_ids=team_ids,
            territory_ids=territory_ids,
            now=now(),
        )
    except (Invalid, Conflict) as refusal:
        current_session().rollback()
        return _form(None, values, team_ids, territory_ids, form_errors(refusal)), refusal.status
    flash(_("%(name)s was added. Give them the link to choose a password.", name=made.name), "success")
    return redirect(url_for("admin_users.show", user_id=made.id), 303)


@users.get("/users/<int:user_id>")
def show(user_id: int) -> str:
    """One user: what they are, their tokens, where they are signed in."""
    return _page(user_id)


@users.get("/users/<int:user_id>/edit")
def edit(user_id: int) -> str:
    """The form for a user that exists."""
    found = user_query(current_session(), current_principal(), user_id)
    team_ids, territory_ids = groups_of(current_session(), user_id)
    return _form(found, found.model_dump(), team_ids, territory_ids)


@users.post("/users/<int:user_id>")
def change(user_id: int) -> Response | tuple[str, int]:
    """Change a user; it holds from their next request on."""
    values, team_ids, territory_ids = _entered()
    version = request.form.get("version", type=int)
    try:
        changed = change_user(
            current_session(),
            current_principal(),
            user_id,
            values,
            team_ids=team_ids,
            territory_ids=territory_ids,
            version=version,
            now=now(),
        )
    except (Invalid, Conflict, StaleVersion) as refusal:
        current_session().rollback()
        found = user_query(current_session(), current_principal(), user_id)
        entered = {**values, "version": version}
        return _form(found, entered, team_ids, territory_ids, form_errors(refusal)), refusal.status
    flash(_("%(name)s was saved.", name=changed.name), "success")
    return redirect(url_for("admin_users.show", user_id=user_id), 303)


@users.post("/users/<int:user_id>/disable")
def disable(user_id: int) -> Response:
    """Keep a user out from this moment on; what they wrote stays theirs."""
    changed = change_user(current_session(), current_principal(), user_id, {"active": False}, now=now())
    flash(_("%(name)s can no longer sign in.", name=changed.name), "success")
    return redirect(url_for("admin_users.show", user_id=user_id), 303)


@users.post("/users/<int:user_id>/enable")
def enable(user_id: int) -> Response:
    """Let a user in again."""
    changed = change_user(current_session(), current_principal(), user_id, {"active": True}, now=now())
    flash(_("%(name)s can sign in again.", name=changed.name), "success")
    return redirect(url_for("admin_users.show", user_id=user_id), 303)


@users.post("/users/<int:user_id>/password-link")
def password_link(user_id: int) -> str:
    """Show, this once, the link by which the user chooses a password."""
    keys = secret_keys(settings())
    text = make_password_link(current_session(), current_principal(), user_id, keys, now=now())
    return _page(user_id, settings().base_url + url_for("password.show", token=text))


@users.post("/users/<int:user_id>/reset-password")
def reset(user_id: int) -> Response:
    """Take the password away and sign the user out everywhere."""
    changed = reset_password(current_session(), current_principal(), user_id, now=now())
    flash(_("%(name)s is signed out everywhere and needs a new password.", name=changed.name), "success")
    return redirect(url_for("admin_users.show", user_id=user_id), 303)


@users.post("/users/<int:user_id>/end-sessions")
def end(user_id: int) -> Response:
    """Sign the user out everywhere."""
    changed = end_sessions(current_session(), current_principal(), user_id, now=now())
    flash(_("%(name)s is signed out everywhere.", name=changed.name), "success")
    return redirect(url_for("admin_users.show", user_id=user_id), 303)


@users.post("/users/<int:user_id>/tokens/<int:token_id>/revoke")
def revoke(user_id: int, token_id: int) -> Response:
    """Take a token of the user out of force."""
    if token_id not in {token.id for token in tokens_of(current_session(), current_principal(), user_id)}:
        raise NotFound
    revoke_token(current_session(), current_principal(), token_id, now=now())
    flash(_("The token is revoked. Programs that use it are refused from now on."), "success")
    return redirect(url_for("admin_users.show", user_id=user_id), 303)


def _entered() -> tuple[dict[str, Any], list[int], list[int]]:
    form = request.form
    values: dict[str, Any] = {
        name: form.get(name, "") for name in ("name", "email", "title", "role", "language", "time_zone")
    }
    values["sees_names"] = "sees_names" in form
    return values, form.getlist("team_ids", type=int), form.getlist("territory_ids", type=int)


def _form(
    user: User | None,
    values: dict[str, Any],
    team_ids: list[int],
    territory_ids: list[int],
    errors: dict[str, str] | None = None,
) -> str:
    session, principal = current_session(), current_principal()
    return render_template(
        "admin/user_form.html",
        user=user,
        values=values,
        team_ids=team_ids,
        territory_ids=territory_ids,
        errors=errors or {},
        roles=options(UserRole),
        teams=teams_query(session, principal),
        territories=territories_query(session, principal),
    )


def _page(user_id: int, link: str | None = None) -> str:
    session, principal = current_session(), current_principal()
    found = user_query(session, principal, user_id)
    team_ids, territory_ids = groups_of(session, user_id)
    return render_template(
        "admin/user.html",
        user=found,
        label=label,
        link=link,
        teams=[row for row in teams_query(session, principal) if row.id in team_ids],
        territories=[row for row in territories_query(session, principal) if row.id in territory_ids],
        tokens=tokens_of(session, principal, user_id),
        sessions=sessions_of(session, principal, user_id, now=now()),
        oneself=user_id == principal.user_id,
        now=now(),
    )
