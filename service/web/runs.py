"""What happened by itself: runs with their progress and errors, and runs by order."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.vocabulary import RunState
from service.auth.policy import Action, Reach, Resource, reach
from service.edge.current import current_principal, current_session, now
from service.edge.permits import allows, needs
from service.errors import Conflict, Invalid
from service.i18n.labels import options
from service.operations.order_run import order_run, retry_run
from service.queries.runs import latest_runs
from service.web.run_words import run_kind, run_kinds

pages = Blueprint("runs", __name__, url_prefix="/admin/runs")
needs(pages, Resource.RUN)

MOST = 100
#: What can be ordered by hand.
ORDERS = ("score_portfolio", "issue_reports", "clean_up")


@pages.get("")
def index() -> str:
    """The latest runs, of one state or kind where asked; the list renews itself while something is under way."""
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    if state not in {"", *RunState}:
        raise Invalid(_("There is no such state."), [{"path": "state", "message": _("Choose one of the list.")}])
    principal = current_principal()
    rows = latest_runs(
        current_session(), principal, state=RunState(state) if state else None, kind=kind[:60] or None, limit=MOST
    )
    under_way = any(row.state in {RunState.QUEUED, RunState.RUNNING} for row in rows)
    return render_template(
        "runs/index.html",
        tab="runs",
        rows=rows,
        state=state,
        kind=kind,
        states=options(RunState),
        kinds=run_kinds(),
        run_kind=run_kind,
        under_way=under_way,
        orders=[(order, run_kind(order)) for order in ORDERS],
        may_order=reach(principal, Resource.RUN, Action.WRITE) >= Reach.ALL,
        most=MOST,
    )


@pages.post("")
@allows(Resource.RUN, Action.WRITE, least=Reach.ALL)
def order() -> Response:
    """Order a run over everything."""
    kind = request.form.get("kind", "")
    if kind not in ORDERS:
        raise Invalid(_("This cannot be ordered."), [{"path": "kind", "message": _("Choose one of the list.")}])
    try:
        order_run(current_session(), current_principal(), kind, now=now())
        flash(_("%(kind)s: it begins within seconds.", kind=run_kind(kind)), "success")
    except Conflict as refusal:
        current_session().rollback()
        flash(refusal.detail, "info")
    return redirect(url_for("runs.index"), 303)


@pages.post("/<int:run_id>/retry")
@allows(Resource.RUN, Action.WRITE, least=Reach.ALL)
def retry(run_id: int) -> Response:
    """Try a run that failed once more."""
    try:
        retry_run(current_session(), current_principal(), run_id, now=now())
        flash(_("The run is tried again."), "success")
    except Conflict as refusal:
        current_session().rollback()
        flash(refusal.detail, "info")
    return redirect(url_for("runs.index"), 303)
