"""The inbox of everybody, and how they want to be told beyond it."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from models.user import User
from service.auth.policy import Resource
from service.channels.address import SERVICES, channel_of, masked, service_of
from service.channels.preferences import When, notice_preferences
from service.edge.current import current_principal, current_session, now, principal_or_none
from service.edge.permits import needs
from service.errors import Invalid, NotFound
from service.operations.choose_notices import add_channel, choose_mail, remove_channel, set_away
from service.operations.see_notices import see_notices
from service.queries.notices import notices as notices_query
from service.queries.notices import notices_of, unseen_notices
from service.queries.users import oneself
from service.web.form_errors import form_errors

notices = Blueprint("notices", __name__, url_prefix="/notices")
needs(notices, Resource.SELF)

PAGE = 50


def unseen() -> int:
    """How many notices the reader has not seen, for the bell; 0 where the database cannot be asked."""
    if "unseen_notices" not in g:
        try:
            principal = principal_or_none()
            g.unseen_notices = 0 if principal is None else unseen_notices(current_session(), principal)
        except SQLAlchemyError:
            g.unseen_notices = 0
    count: int = g.unseen_notices
    return count


@notices.get("")
def index() -> str:
    """The notices, newest first."""
    before = request.args.get("before", type=int)
    found = notices_query(current_session(), current_principal(), limit=PAGE + 1, before=_bounded(before))
    return render_template("notices/index.html", rows=found[:PAGE], more=len(found) > PAGE, now=now())


@notices.post("/seen")
def seen() -> Response:
    """Mark all as seen."""
    see_notices(current_session(), current_principal(), now=now())
    return redirect(url_for("notices.index"), 303)


@notices.post("/<int:notice_id>/open")
def open_notice(notice_id: int) -> Response:
    """Go to the case of a notice, which counts as seen from now on."""
    session, principal = current_session(), current_principal()
    found = notices_of(session, principal, [notice_id])
    if not found:
        raise NotFound
    see_notices(session, principal, case_id=found[0].case_id, now=now())
    return redirect(url_for("cases.show", case_id=found[0].case_id), 303)


@notices.get("/settings")
def settings() -> str:
    """How one wants to be told."""
    return _settings()


@notices.post("/settings")
def change() -> Response | tuple[str, int]:
    """When mails come."""
    try:
        choose_mail(current_session(), current_principal(), request.form.get("mail", ""), now=now())
    except Invalid as refusal:
        current_session().rollback()
        return _settings(form_errors(refusal)), 422
    return _saved()


@notices.post("/channels")
def add() -> Response | tuple[str, int]:
    """One more chat."""
    form = request.form
    try:
        add_channel(
            current_session(),
            current_principal(),
            form.get("channel_name", ""),
            form.get("url", ""),
            form.get("when", ""),
            now=now(),
        )
    except Invalid as refusal:
        current_session().rollback()
        return _settings(channel_errors=form_errors(refusal), entered=form.to_dict()), 422
    return _saved()


@notices.post("/channels/remove")
def remove() -> Response:
    """Forget a chat."""
    remove_channel(current_session(), current_principal(), request.form.get("key", ""), now=now())
    return _saved()


@notices.post("/away")
def away() -> Response | tuple[str, int]:
    """Until when new cases go to colleagues."""
    principal = current_principal()
    try:
        set_away(current_session(), principal, _end_of(request.form.get("away_until", "")), now=now())
    except Invalid as refusal:
        current_session().rollback()
        return _settings(away_errors=form_errors(refusal)), 422
    return _saved()


def _saved() -> Response:
    flash(_("Your choice was saved."), "success")
    return redirect(url_for("notices.settings"), 303)


def _bounded(number: int | None) -> int | None:
    return None if number is None else max(0, min(number, 2**31 - 1))


def _end_of(text: str) -> datetime | None:
    """The end of a day where the reader is; None where no day was chosen.

    :raises Invalid: it is no day.
    """
    if not text.strip():
        return None
    try:
        end = datetime.combine(date.fromisoformat(text.strip()), time(23, 59), ZoneInfo(current_principal().time_zone))
        return end.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = _("Enter a date, such as 2026-03-31.")
        raise Invalid(message, [{"path": "away_until", "message": message}]) from error


def _settings(
    errors: dict[str, str] | None = None,
    channel_errors: dict[str, str] | None = None,
    away_errors: dict[str, str] | None = None,
    entered: dict[str, str] | None = None,
) -> str:
    user = oneself(current_session(), current_principal())
    chosen = notice_preferences(user.preferences)
    whens = {When.AT_ONCE: _("At once"), When.DIGEST: _("In a digest, once a day"), When.OFF: _("Never")}
    return render_template(
        "notices/settings.html",
        chosen=chosen,
        channels=[_shown(one) for one in chosen.channels],
        mails=[(when.value, words) for when, words in whens.items()],
        whens=[(when.value, whens[when]) for when in (When.AT_ONCE, When.DIGEST)],
        services=", ".join(dict.fromkeys(SERVICES.values())),
        away_until=_away(user),
        errors=errors or {},
        channel_errors=channel_errors or {},
        away_errors=away_errors or {},
        entered=entered or {},
    )


def _away(user: User) -> str:
    if user.away_until is None or user.away_until <= now():
        return ""
    return user.away_until.astimezone(ZoneInfo(user.time_zone)).date().isoformat()


def _shown(channel: Any) -> dict[str, str]:
    made = channel_of(channel.url)
    return {
        "key": channel.key,
        "name": channel.name,
        "service": service_of(made) or "",
        "address": masked(made),
        "when": _("At once") if channel.when is When.AT_ONCE else _("In a digest, once a day"),
    }
