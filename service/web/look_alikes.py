"""Records that may be the same, side by side, for a person to decide."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.vocabulary import ReviewState
from service.auth.policy import Resource
from service.edge.current import current_principal, current_session, now
from service.edge.permits import needs
from service.errors import Conflict
from service.operations.decide_look_alike import decide_look_alike
from service.operations.undo_merge import undo_merge
from service.queries.look_alikes import look_alikes as pairs_query
from service.queries.look_alikes import merges

look_alikes = Blueprint("look_alikes", __name__, url_prefix="/imports/look-alikes")
needs(look_alikes, Resource.IMPORT)

PAGE = 20


@look_alikes.get("")
def index() -> str:
    """The pairs that wait, the most alike first, and the merges made lately."""
    page = max(1, request.args.get("page", 1, type=int))
    session, principal = current_session(), current_principal()
    rows, total = pairs_query(session, principal, state=ReviewState.OPEN, limit=PAGE, offset=(page - 1) * PAGE)
    made, _count = merges(session, principal, limit=PAGE)
    return render_template(
        "imports/look_alikes.html", rows=rows, total=total, page=page, pages=max(1, -(-total // PAGE)), merges=made
    )


@look_alikes.post("/<int:pair_id>")
def decide(pair_id: int) -> Response:
    """Merge the pair into the record to keep, or keep the two apart."""
    session = current_session()
    keep_id = request.form.get("keep_id", type=int)
    try:
        decide_look_alike(session, current_principal(), pair_id, keep_id=keep_id, now=now())
    except Conflict as refusal:
        session.rollback()
        flash(refusal.detail, "danger")
    else:
        flash(
            _("They are kept apart.") if keep_id is None else _("They were merged. The merge can be undone below."),
            "success",
        )
    return redirect(url_for("look_alikes.index"), 303)


@look_alikes.post("/merges/<int:merge_id>/undo")
def undo(merge_id: int) -> Response:
    """Take a merge apart."""
    session = current_session()
    try:
        undo_merge(session, current_principal(), merge_id, now=now())
    except Conflict as refusal:
        session.rollback()
        flash(refusal.detail, "danger")
    else:
        flash(_("The two stand apart again."), "success")
    return redirect(url_for("look_alikes.index"), 303)
