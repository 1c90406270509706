"""The customer's journey as a map: stages, the touchpoints in each, and what customers say there."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from scoring.vocabulary import LifecycleStage
from service.auth.policy import Action, Reach, Resource
from service.edge.current import abandon, current_principal, current_session, now
from service.edge.permits import allows
from service.errors import Conflict, Invalid
from service.i18n.labels import options
from service.inputs.survey import NewTouchpoint, TouchpointChange
from service.operations.shared_entries import TOUCHPOINTS
from service.queries.touchpoints import journey as journey_query
from service.web.form_errors import form_errors
from service.web.form_input import form_input

journey = Blueprint("journey", __name__, url_prefix="/feedback/journey")


@journey.get("")
@allows(Resource.SURVEY)
def index() -> str:
    """The map with its live figures."""
    return _page({}, {})


@journey.post("")
@allows(Resource.ADMIN, Action.WRITE, least=Reach.ALL)
def create() -> Response | tuple[str, int]:
    """Add a touchpoint to a stage."""
    try:
        made = TOUCHPOINTS.create(
            current_session(), current_principal(), form_input(NewTouchpoint, **_entered()), now=now()
        )
    except (Invalid, Conflict) as refusal:
        return _refused(refusal)
    flash(_("%(name)s was added.", name=made.name), "success")
    return redirect(url_for("journey.index"), 303)


@journey.post("/<int:touchpoint_id>")
@allows(Resource.ADMIN, Action.WRITE, least=Reach.ALL)
def change(touchpoint_id: int) -> Response | tuple[str, int]:
    """Rename a touchpoint, or move it to another place."""
    try:
        change = form_input(TouchpointChange, **_entered())
        made = TOUCHPOINTS.change(current_session(), current_principal(), touchpoint_id, change, now=now())
    except (Invalid, Conflict) as refusal:
        return _refused(refusal)
    flash(_("%(name)s was saved.", name=made.name), "success")
    return redirect(url_for("journey.index"), 303)


@journey.post("/<int:touchpoint_id>/remove")
@allows(Resource.ADMIN, Action.WRITE, least=Reach.ALL)
def remove(touchpoint_id: int) -> Response | tuple[str, int]:
    """Take a touchpoint off the map; one that a survey is tied to stays."""
    try:
        TOUCHPOINTS.remove(current_session(), current_principal(), touchpoint_id, now=now())
    except Conflict as refusal:
        return _refused(refusal)
    flash(_("It was removed."), "success")
    return redirect(url_for("journey.index"), 303)


def _refused(refusal: Invalid | Conflict) -> tuple[str, int]:
    abandon()
    return _page(request.form.to_dict(), form_errors(refusal)), refusal.status


def _entered() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in ("name", "stage", "position")}


def _page(entered: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "surveys/journey.html",
        stages=journey_query(current_session(), current_principal(), now=now()),
        choices=options(LifecycleStage),
        entered=entered,
        errors=errors,
    )
