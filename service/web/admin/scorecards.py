"""Scorecards: how much each measure counts, for all and for single segments, with a look ahead before it does."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from models.score import ScorecardVersion
from scoring.health_parameters import HealthBand
from service.auth.policy import Reach, Resource
from service.edge.current import abandon, current_principal, current_session, now
from service.edge.permits import needs
from service.errors import Conflict, Invalid, StaleVersion
from service.inputs.scorecard import NewScorecard, ScorecardChange
from service.operations.publish_scorecard import publish_scorecard
from service.operations.tracked import row_to_change
from service.operations.write_scorecard import change_scorecard, create_scorecard, remove_scorecard
from service.queries.known_on import KnownOn
from service.queries.scorecard_list import ScorecardStanding, scorecard_list, scorecard_row, segments_in_use
from service.queries.scorecard_preview import scorecard_preview
from service.queries.scorecards import counts_for
from service.web.admin.scorecard_form import CONTROLS, definition_from, groups_of
from service.web.form_errors import form_errors
from service.web.form_input import form_input

scorecards = Blueprint("admin_scorecards", __name__, url_prefix="/admin/scorecards")
needs(scorecards, Resource.ADMIN, least=Reach.ALL)

STANDINGS: dict[ScorecardStanding, Any] = {
    ScorecardStanding.DRAFT: _l("Draft"),
    ScorecardStanding.PLANNED: _l("Planned"),
    ScorecardStanding.IN_FORCE: _l("In force"),
    ScorecardStanding.SUCCEEDED: _l("Succeeded"),
    ScorecardStanding.ENDED: _l("Ended"),
}
BANDS: dict[HealthBand, Any] = {
    HealthBand.GOOD: _l("Good"),
    HealthBand.WATCH: _l("To watch"),
    HealthBand.POOR: _l("Poor"),
    HealthBand.UNKNOWN: _l("Not enough data"),
}


@scorecards.get("")
def index() -> str:
    """All versions, and what counts now."""
    rows = scorecard_list(current_session(), current_principal(), now=now())
    return render_template("admin/scorecards.html", tab="scorecards", rows=rows, standings=STANDINGS)


@scorecards.get("/new")
def new() -> str:
    """The form of a next version, filled in as what counts now for its segment."""
    segment = request.args.get("segment") or None
    held = counts_for(current_session(), segment, KnownOn.at(now()))
    return _new({"segment": segment or ""}, {}, held.definition if held is not None else {})


@scorecards.post("")
def create() -> Response | tuple[str, int]:
    """Keep a draft, and show what it would change."""
    session, form = current_session(), request.form
    try:
        values = form_input(
            NewScorecard, name=form.get("name"), segment=form.get("segment"), definition=definition_from(form)
        )
        made = create_scorecard(session, current_principal(), values, now=now())
    except Invalid as refusal:
        abandon()
        return _new(form.to_dict(), form_errors(refusal, CONTROLS), {}), refusal.status
    return redirect(url_for("admin_scorecards.show", scorecard_id=made.id), 303)


@scorecards.get("/<int:scorecard_id>")
def show(scorecard_id: int) -> str:
    """One version; a draft with its form and what it would change."""
    return _show(scorecard_id, {}, {})


@scorecards.post("/<int:scorecard_id>")
def change(scorecard_id: int) -> Response | tuple[str, int]:
    """Save a draft."""
    session, form = current_session(), request.form
    try:
        _hold(scorecard_id)
        values = form_input(ScorecardChange, name=form.get("name"), definition=definition_from(form))
        change_scorecard(session, current_principal(), scorecard_id, values, now=now())
    except (Invalid, Conflict, StaleVersion) as refusal:
        abandon()
        return _show(scorecard_id, form.to_dict(), form_errors(refusal, CONTROLS)), refusal.status
    flash(_("The draft was saved. Nothing is judged by it before it is published."), "success")
    return redirect(url_for("admin_scorecards.show", scorecard_id=scorecard_id), 303)


@scorecards.post("/<int:scorecard_id>/publish")
def publish(scorecard_id: int) -> Response | tuple[str, int]:
    """Let a draft count from a day on."""
    session = current_session()
    try:
        _hold(scorecard_id)
        made = publish_scorecard(
            session, current_principal(), scorecard_id, now=now(), valid_from=_day(request.form.get("valid_from", ""))
        )
    except (Invalid, Conflict, StaleVersion) as refusal:
        abandon()
        return _show(scorecard_id, request.form.to_dict(), form_errors(refusal)), refusal.status
    today = made.valid_from == KnownOn.at(now()).day
    said = _("The scorecard is in force. All accounts it is for are being judged anew.") if today else None
    flash(said or _("The scorecard is published. It counts from the day that you chose."), "success")
    return redirect(url_for("admin_scorecards.index"), 303)


@scorecards.post("/<int:scorecard_id>/remove")
def remove(scorecard_id: int) -> Response:
    """Throw a draft away, or end what was published."""
    try:
        remove_scorecard(current_session(), current_principal(), scorecard_id, now=now())
    except Conflict as refusal:
        abandon()
        flash(refusal.detail, "danger")
    else:
        flash(_("Done. The scorecard behind it counts."), "success")
    return redirect(url_for("admin_scorecards.index"), 303)


def _hold(scorecard_id: int) -> None:
    """Refuse what was made from another version than the one that is there."""
    version = request.form.get("version", type=int)
    row_to_change(current_session(), ScorecardVersion, scorecard_id, version=version)


def _new(entered: dict[str, Any], errors: dict[str, str], definition: dict[str, Any]) -> str:
    return render_template(
        "admin/scorecard_new.html",
        tab="scorecards",
        entered=entered,
        errors=errors,
        groups=groups_of(definition, entered),
        segments=[(name, name) for name in segments_in_use(current_session())],
    )


def _show(scorecard_id: int, entered: dict[str, Any], errors: dict[str, str]) -> str:
    session, principal = current_session(), current_principal()
    row = scorecard_row(session, principal, scorecard_id, now=now())
    draft = row.standing is ScorecardStanding.DRAFT
    return render_template(
        "admin/scorecard.html",
        tab="scorecards",
        row=row,
        draft=draft,
        standings=STANDINGS,
        bands=BANDS,
        entered=entered,
        errors=errors,
        groups=groups_of(row.version.definition, entered),
        preview=scorecard_preview(session, principal, row.version, now=now()) if draft else None,
        today=KnownOn.at(now()).day,
    )


def _day(text: str) -> date | None:
    """The day that a form names; None where it names none.

    :raises Invalid: not a day.
    """
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        message = _("Enter a date, such as 2026-03-31.")
        raise Invalid(message, [{"path": "valid_from", "message": message}]) from error
