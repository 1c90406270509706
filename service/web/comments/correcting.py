"""Saying what a comment means, in its place in the list, and taking that back."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.edge.current import abandon, current_principal, current_session, now
from service.errors import Invalid, NotFound, StaleVersion
from service.inputs.comment import CommentCorrectionInput
from service.operations.correct_comment import correct_comment, take_correction_back
from service.queries.comments import one_comment
from service.web.comments.blueprint import comments
from service.web.comments.comment_list import row_context
from service.web.form_input import form_input

Answer = str | Response | tuple[str, int]


@comments.post("/<int:response_id>/correction")
def correct(response_id: int) -> Answer:
    """Keep the tone and the themes that were ticked."""

    def act() -> str:
        form = request.form
        said = form_input(
            CommentCorrectionInput,
            tone=form.get("tone") or None,
            theme_ids=[int(value) for value in form.getlist("themes") if value.isascii() and value.isdigit()],
        )
        correct_comment(current_session(), current_principal(), response_id, said, now=now(), version=_version())
        return str(_("Your correction was kept. Comments like this one are read anew within a minute."))

    return _done(response_id, act)


@comments.post("/<int:response_id>/correction/undo")
def undo(response_id: int) -> Answer:
    """Read the comment by itself again."""

    def act() -> str:
        take_correction_back(current_session(), current_principal(), response_id, now=now(), version=_version())
        return str(_("The correction was taken back."))

    return _done(response_id, act)


def _done(response_id: int, act: Callable[[], str]) -> Answer:
    """The row as it is now for htmx, else back to the list; a refusal stands in the row."""
    try:
        said, error = act(), ""
    except (Invalid, StaleVersion) as refusal:
        abandon()
        said, error = "", refusal.detail
    if request.headers.get("HX-Request"):
        row = one_comment(current_session(), current_principal(), response_id, now=now())
        if row is None:
            raise NotFound
        # The script swaps refused forms in by this one status (frontend/src/requests.ts); the row says what is wrong.
        answered = 200 if said else 422
        return render_template("comments/row.html", row=row, said=said, error=error, **row_context()), answered
    flash(said or error, "success" if said else "error")
    return redirect(_back(response_id), 303)


def _back(response_id: int) -> str:
    """The list as the reader had it, at this comment; never an address outside it."""
    query = urlsplit(request.form.get("back", "")).query[:2000]
    return url_for("feedback_comments.index") + (f"?{query}" if query else "") + f"#comment-{response_id}"


def _version() -> int | None:
    return request.form.get("version", type=int)
