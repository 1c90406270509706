"""Imports: upload, preview, run, undo; saved mappings; look-alikes and merges."""

from datetime import datetime
from typing import Any

from flask import request
from sqlmodel import Session

from models.importing import ImportMapping, Merge
from service.api.answers import Answer
from service.api.noun import Noun
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.edge.current import current_principal, current_session, now
from service.edge.gate import MIB
from service.edge.state import settings
from service.errors import Invalid
from service.imports.house import House
from service.inputs.importing import Decision, ImportOptions, MappingChange, NewMapping, NewMerge, UndoImport
from service.operations.decide_look_alike import decide_look_alike
from service.operations.merge_records import merge_records
from service.operations.preview_import import preview_import
from service.operations.remove_mapping import remove_mapping
from service.operations.save_mapping import save_mapping
from service.operations.shared_entries import MAPPINGS
from service.operations.undo_import import undo_import
from service.operations.undo_merge import undo_merge
from service.operations.upload_import import (
    choose_for_upload,
    discard_upload,
    start_upload,
    store_upload,
    upload_plan,
    uploaded,
)
from service.queries.nouns import imports as listed

LOOKED_THROUGH = 100_000
"""So many rows are checked for a preview; a longer file is checked as a whole before anything is written."""


def _choose(session: Session, principal: Principal, batch_id: int, change: ImportOptions, *, now: datetime) -> Any:
    return choose_for_upload(session, principal, batch_id, settings().upload_folder, change.values)


def _discard(session: Session, principal: Principal, batch_id: int, *, now: datetime) -> None:
    discard_upload(session, principal, batch_id, settings().upload_folder, now=now)


imports = Noun(
    name="imports",
    singular="import",
    about="Files taken in: upload, choose how they are read, preview, run, undo. Removing one discards an unused file.",
    listing=listed.IMPORTS,
    resource=Resource.IMPORT,
    parameter="batch_id",
    change=(ImportOptions, _choose),
    remove=_discard,
)


def upload() -> Answer:
    """Upload a CSV or Excel file as the part `file` of a form; nothing is imported yet."""
    file = request.files.get("file")
    if file is None or len(request.files) != 1:
        raise Invalid("Send one file.", [{"path": "file", "message": "Send one file, as the part “file” of a form."}])
    session, principal, chosen = current_session(), current_principal(), settings()
    most = chosen.max_upload_mb * MIB
    name = file.filename or "file"
    batch = store_upload(session, principal, file.stream, name, chosen.upload_folder, most=most, now=now())
    return imports.answer(session, principal, batch.id, 201)


def preview(batch_id: int) -> dict[str, Any]:
    """How the file would be taken in: columns, formats, the first rows, problems. Nothing is written."""
    session, principal = current_session(), current_principal()
    batch, path = uploaded(session, principal, batch_id, settings().upload_folder)
    plan = upload_plan(batch, path, House.of(settings()))
    return preview_import(session, principal, plan, now=now(), most=LOOKED_THROUGH).as_dict()


def run(batch_id: int) -> dict[str, Any]:
    """Import the file: at once where it is short, else by the job process (`state` is then `running`)."""
    chosen = settings()
    return start_upload(
        current_session(),
        current_principal(),
        batch_id,
        chosen.upload_folder,
        now=now(),
        house=House.of(chosen),
    ).as_dict()


def undo(batch_id: int, body: UndoImport) -> dict[str, Any]:
    """Take the import back as a whole, or refuse and name what was changed since."""
    return undo_import(
        current_session(), current_principal(), batch_id, now=now(), keep_changed=body.keep_changed
    ).as_dict()


_BATCH = imports.address
imports.routes.upload("/imports", upload, "Upload a file", answer=imports.row, operation_id="create_import")
imports.routes.post(f"{_BATCH}/preview", preview, "Preview an import", status=200, operation_id="preview_import")
imports.routes.post(f"{_BATCH}/run", run, "Run an import", status=200, operation_id="run_import")
imports.routes.post(f"{_BATCH}/undo", undo, "Undo an import", body=UndoImport, status=200, operation_id="undo_import")

import_problems = Noun(
    name="import-problems",
    singular="import problem",
    about="What was wrong with the rows of imports, row by row: findings, gone with their import.",
    listing=listed.IMPORT_PROBLEMS,
    resource=Resource.IMPORT,
    parameter="import_problem_id",
)


def _save(session: Session, principal: Principal, values: NewMapping, *, now: datetime) -> ImportMapping:
    return save_mapping(session, principal, values.name, values.kind, values.mapping, now=now)


import_mappings = Noun(
    name="import-mappings",
    singular="import mapping",
    about="Readings of columns, kept under a name for the next file of the same form.",
    listing=listed.IMPORT_MAPPINGS,
    resource=Resource.IMPORT,
    parameter="mapping_id",
    create=(NewMapping, _save),
    change=(MappingChange, MAPPINGS.change),
    remove=remove_mapping,
)

look_alikes = Noun(
    name="look-alikes",
    singular="look-alike",
    about="Pairs of records that may be the same, as imports find them; a person decides, and the decision stays.",
    listing=listed.LOOK_ALIKES,
    resource=Resource.IMPORT,
    parameter="pair_id",
)


def decide(pair_id: int, body: Decision) -> Answer:
    """Fold one of the two into the other, or keep them apart (`keep_id: null`)."""
    session, principal = current_session(), current_principal()
    decide_look_alike(session, principal, pair_id, keep_id=body.keep_id, now=now())
    return look_alikes.answer(session, principal, pair_id)


look_alikes.routes.post(
    f"{look_alikes.address}/decision",
    decide,
    "Decide about a pair",
    body=Decision,
    answer=look_alikes.row,
    status=200,
    operation_id="decide_look_alike",
)


def _merge(session: Session, principal: Principal, values: NewMerge, *, now: datetime) -> Merge:
    return merge_records(session, principal, values.table_name, values.kept_id, values.merged_id, now=now)


merges = Noun(
    name="merges",
    singular="merge",
    about="Records that were folded into others; to take one back, undo it: it stays on record as undone.",
    listing=listed.MERGES,
    resource=Resource.IMPORT,
    parameter="merge_id",
    create=(NewMerge, _merge),
)


def take_apart(merge_id: int) -> Answer:
    """Undo a merge: both records stand again as they did."""
    session, principal = current_session(), current_principal()
    undo_merge(session, principal, merge_id, now=now())
    return merges.answer(session, principal, merge_id)


merges.routes.post(
    f"{merges.address}/undo", take_apart, "Undo a merge", answer=merges.row, status=200, operation_id="undo_merge"
)

ROUTES = tuple(noun.routes for noun in (imports, import_problems, import_mappings, look_alikes, merges))
