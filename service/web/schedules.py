"""Schedules: what happens by itself, and when."""

from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.auth.policy import Resource
from service.edge.current import current_principal, current_session, now
from service.edge.permits import needs
from service.errors import Conflict, Invalid
from service.inputs.admin import ScheduleChange
from service.operations.shared_entries import SCHEDULES
from service.queries.schedules import schedule as one_schedule
from service.queries.schedules import schedules
from service.web.form_errors import form_errors
from service.web.form_input import form_input
from service.web.run_words import run_kind

pages = Blueprint("schedules", __name__, url_prefix="/admin/schedules")
needs(pages, Resource.ADMIN)

FIELDS = ("name", "month", "day", "day_of_week", "hour", "minute", "time_zone")


@pages.get("")
def index() -> str:
    """All schedules with when each is due next."""
    rows = schedules(current_session(), current_principal(), now=now())
    return render_template("runs/schedules.html", tab="schedules", rows=rows, run_kind=run_kind)


@pages.get("/<int:schedule_id>")
def edit(schedule_id: int) -> str:
    """The form of one schedule."""
    found = one_schedule(current_session(), current_principal(), schedule_id)
    return _form(schedule_id, {field: getattr(found, field) for field in FIELDS}, {})


@pages.post("/<int:schedule_id>")
def change(schedule_id: int) -> Response | tuple[str, int]:
    """Set when it happens."""
    session, entered = current_session(), {field: request.form.get(field, "") for field in FIELDS}
    try:
        values = form_input(ScheduleChange, **entered)
        SCHEDULES.change(session, current_principal(), schedule_id, values, now=now())
    except (Invalid, Conflict) as refusal:
        session.rollback()
        return _form(schedule_id, entered, form_errors(refusal, {"schedule": ""})), 422
    flash(_("The schedule was saved."), "success")
    return redirect(url_for("schedules.index"), 303)


@pages.post("/<int:schedule_id>/switch")
def switch(schedule_id: int) -> Response:
    """Switch a schedule on or off."""
    enabled = request.form.get("enabled") == "1"
    values = form_input(ScheduleChange, enabled=enabled)
    SCHEDULES.change(current_session(), current_principal(), schedule_id, values, now=now())
    flash(_("The schedule is on.") if enabled else _("The schedule is off."), "success")
    return redirect(url_for("schedules.index"), 303)


def _form(schedule_id: int, entered: dict[str, str], errors: dict[str, str]) -> str:
    found = one_schedule(current_session(), current_principal(), schedule_id)
    return render_template(
        "runs/schedule_form.html",
        tab="schedules",
        schedule=found,
        kind=run_kind(found.kind),
        entered=entered,
        errors=errors,
        time_zones=[(name, name) for name in sorted(available_timezones())],
    )
