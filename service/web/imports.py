"""Imports: a file is dropped, looked at, corrected in its reading, taken in, and taken back if need be."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.vocabulary import ImportKind, ImportState
from service.auth.policy import Resource
from service.edge.current import commit_even_if_refused, current_principal, current_session, now
from service.edge.permits import allows, needs
from service.edge.state import settings
from service.errors import Conflict, Gone, Invalid, Refusal, TooLarge
from service.exports.csv_rows import Cell, csv_rows
from service.imports.encoding import NAMES as ENCODINGS
from service.imports.house import House
from service.imports.plan import Preview
from service.operations.preview_import import preview_import
from service.operations.save_mapping import save_mapping
from service.operations.undo_import import undo_import
from service.operations.upload_import import (
    choose_for_upload,
    discard_upload,
    start_upload,
    store_upload,
    upload_plan,
    uploaded,
)
from service.queries.imports import (
    BatchRow,
    import_batch,
    import_batches,
    import_problems,
    saved_mapping,
    saved_mappings,
)
from service.queries.look_alikes import look_alikes
from service.web.import_words import field_words, kind_words, step_words
from service.web.translated import sentence

imports = Blueprint("imports", __name__, url_prefix="/imports")
needs(imports, Resource.IMPORT)

PAGE, AT_ONCE = 50, 1_000
MIB = 1 << 20
LOOKED_THROUGH = 10_000
"""So many rows are checked for a preview; a long file is checked as a whole before anything is written."""


@imports.get("")
def index() -> str:
    """The imports so far, and the place to drop the next file."""
    return _index({})


def _index(errors: dict[str, str]) -> str:
    page = max(1, request.args.get("page", 1, type=int))
    session, principal = current_session(), current_principal()
    rows, total = import_batches(session, principal, limit=PAGE, offset=(page - 1) * PAGE)
    waiting, pairs = look_alikes(session, principal, limit=1)
    return render_template(
        "imports/index.html",
        rows=rows,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE)),
        pairs=pairs if waiting else 0,
        errors=errors,
        most=settings().max_upload_mb * MIB,
        kind_words=kind_words(),
    )


@imports.post("")
@allows(Resource.IMPORT, upload=True)
def upload() -> Response | tuple[str, int]:
    """Keep the file and go to its preview."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _index({"file": _("Choose a file first.")}), 422
    try:
        batch = store_upload(
            current_session(),
            current_principal(),
            file.stream,
            file.filename,
            settings().upload_folder,
            most=settings().max_upload_mb * MIB,
            now=now(),
        )
    except (Invalid, TooLarge) as refusal:
        current_session().rollback()
        return _index({"file": refusal.detail}), refusal.status
    return redirect(url_for("imports.show", batch_id=batch.id), 303)


@imports.get("/<int:batch_id>")
def show(batch_id: int) -> Response | str | tuple[str, int]:
    """One import: its preview before it is started, what became of it afterwards."""
    session, principal = current_session(), current_principal()
    batch = import_batch(session, principal, batch_id)
    if batch.state is ImportState.PREVIEWED:
        return _preview(batch)
    followed = "HX-Request" in request.headers
    if followed and batch.state is not ImportState.RUNNING:
        # What stands around the progress has changed with it: heading, findings, what can be done now.
        return Response(status=204, headers={"HX-Refresh": "true"})
    page = max(1, request.args.get("page", 1, type=int))
    problems, total = import_problems(session, principal, batch_id, limit=PAGE, offset=(page - 1) * PAGE)
    template = "imports/progress.html" if followed else "imports/show.html"
    return render_template(
        template,
        batch=batch,
        problems=problems,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE)),
        running=batch.state is ImportState.RUNNING,
        step=step_words(str(batch.detected.get("cursor", {}).get("step", ""))),
        kind_words=kind_words(),
    )


@imports.get("/<int:batch_id>/findings.csv")
def findings(batch_id: int) -> Response:
    """Everything that was found, by row: to correct the file with, and to hand to whoever made it."""
    import_batch(current_session(), current_principal(), batch_id)
    header = [_("Row"), _("Column"), _("In the file"), _("What"), _("Finding")]
    return Response(
        stream_with_context(csv_rows(header, _found(batch_id))),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="import-{batch_id}-findings.csv"'},
    )


def _found(batch_id: int) -> Iterator[list[Cell]]:
    session, principal = current_session(), current_principal()
    start, total = 0, 1
    while start < total:
        problems, total = import_problems(session, principal, batch_id, limit=AT_ONCE, offset=start)
        for one in problems:
            what = _("Refused") if one.fatal else _("Remark")
            yield [one.row or None, one.column, one.value, what, sentence(one)]
        start += AT_ONCE


def _preview(batch: BatchRow, refusal: Refusal | None = None) -> str | tuple[str, int]:
    session, principal = current_session(), current_principal()
    preview: Preview | None = None
    try:
        found, path = uploaded(session, principal, batch.id, settings().upload_folder)
        preview = preview_import(
            session, principal, upload_plan(found, path, House.of(settings())), now=now(), most=LOOKED_THROUGH
        )
    except (Invalid, TooLarge, Gone) as error:
        refusal = refusal or error
    page = render_template(
        "imports/preview.html",
        batch=batch,
        preview=preview,
        refusal=refusal,
        chosen=batch.detected.get("upload", {}),
        kinds=list(kind_words().items()),
        fields=field_words(preview.kind if preview else ImportKind(batch.kind)),
        encodings=ENCODINGS,
        mappings=saved_mappings(session, principal),
        kind_words=kind_words(),
        pairs_of=lambda values: [(value, value) for value in values],
    )
    return page if refusal is None else (page, 200 if request.method == "GET" else refusal.status)


@imports.post("/<int:batch_id>/choices")
def choose(batch_id: int) -> Response | tuple[str, int]:
    """Read the file as chosen, and look again."""
    session, principal = current_session(), current_principal()
    batch = import_batch(session, principal, batch_id)
    try:
        choose_for_upload(session, principal, batch_id, settings().upload_folder, _choices(batch))
    except (Invalid, Conflict, Gone) as refusal:
        session.rollback()
        flash(refusal.detail, "danger")
    return redirect(url_for("imports.show", batch_id=batch_id), 303)


def _choices(batch: BatchRow) -> dict[str, Any]:
    """The form as options of a plan; a change of kind or of sheet drops the mapping, which was for another form."""
    form = request.form
    chosen: dict[str, Any] = {
        name: form.get(name) or None
        for name in ("preset", "source", "encoding", "separator", "sheet", "date_order", "decimal")
        if name in form
    }
    kind = form.get("kind", batch.kind)
    if kind not in set(ImportKind):
        raise Invalid(_("There is no such kind of row."))
    chosen["kind"] = kind
    chosen["skip_bad_rows"] = "skip_bad_rows" in form
    chosen["create_accounts"] = "create_accounts" in form
    chosen["account_id"] = form.get("account_id", type=int)
    before = batch.detected.get("upload", {})
    same_form = kind == form.get("kind_shown") and all(
        (chosen.get(n) or None) == (before.get(n) or None) for n in ("sheet", "separator", "encoding") if n in chosen
    )
    saved = form.get("mapping_name")
    if saved:
        mapping = saved_mapping(current_session(), current_principal(), saved)
        chosen["kind"], chosen["mapping"] = mapping.kind.value, mapping.mapping
    elif same_form and any(name.startswith("column-") for name in form):
        chosen["mapping"] = {"columns": _columns()}
    else:
        chosen["mapping"] = None
    constant = {n.removeprefix("constant-"): v for n, v in form.items() if n.startswith("constant-") and v.strip()}
    chosen["constants"] = constant if same_form else {}
    return chosen


def _columns() -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for key, field in request.form.items():
        if key.startswith("column-") and field:
            name = request.form.get("name-" + key.removeprefix("column-"), "")
            columns.setdefault(field, []).append(name)
    return columns


@imports.post("/<int:batch_id>/start")
def start(batch_id: int) -> Response | str | tuple[str, int]:
    """Take the file in: a short one now, a long one by the job process."""
    session, principal = current_session(), current_principal()
    batch = import_batch(session, principal, batch_id)
    try:
        house = House.of(settings())
        result = start_upload(session, principal, batch_id, settings().upload_folder, now=now(), house=house)
    except (Invalid, TooLarge) as refusal:
        session.rollback()
        return _preview(batch, refusal)
    if result.state is ImportState.REFUSED:
        commit_even_if_refused()
    return redirect(url_for("imports.show", batch_id=batch_id), 303)


@imports.post("/<int:batch_id>/discard")
def discard(batch_id: int) -> Response:
    """Remove a file that is not wanted after all."""
    discard_upload(current_session(), current_principal(), batch_id, settings().upload_folder, now=now())
    flash(_("The file was removed. Nothing was imported."), "success")
    return redirect(url_for("imports.index"), 303)


@imports.post("/<int:batch_id>/undo")
def undo(batch_id: int) -> Response:
    """Take an import back; what was changed since is named, and left where that is asked for."""
    session = current_session()
    try:
        undo_import(session, current_principal(), batch_id, now=now(), keep_changed="keep_changed" in request.form)
    except Conflict as refusal:
        session.rollback()
        for problem in refusal.problems[:5]:
            flash(problem["message"], "danger")
        flash(refusal.detail, "danger")
    else:
        flash(_("The import was taken back."), "success")
    return redirect(url_for("imports.show", batch_id=batch_id), 303)


@imports.post("/<int:batch_id>/mapping")
def keep_mapping(batch_id: int) -> Response:
    """Save how this file was read, for the next one of its form."""
    session, principal = current_session(), current_principal()
    batch = import_batch(session, principal, batch_id)
    try:
        mapping = batch.mapping
        if not mapping:
            found, path = uploaded(session, principal, batch_id, settings().upload_folder)
            mapping = dict(preview_import(session, principal, upload_plan(found, path), now=now(), most=0).mapping)
        save_mapping(
            session, principal, request.form.get("mapping_name", ""), ImportKind(batch.kind), mapping, now=now()
        )
    except (Invalid, TooLarge, Gone) as refusal:
        session.rollback()
        flash(refusal.detail, "danger")
    else:
        flash(_("The mapping was saved."), "success")
    return redirect(url_for("imports.show", batch_id=batch_id), 303)
