"""Uploads that nobody went on with are removed after a day; whatever is under way stays."""

import os
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from models.importing import ImportBatch
from models.vocabulary import ImportKind, ImportState
from service.operations.discard_stale_uploads import discard_stale_uploads
from tests.factories.cast import NOW


def test_only_what_nobody_waits_for_is_removed(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    long_ago = NOW - timedelta(days=2)
    uploads = {
        "a" * 32: (ImportState.PREVIEWED, long_ago),
        "b" * 32: (ImportState.RUNNING, long_ago),
        "c" * 32: (ImportState.PREVIEWED, NOW - timedelta(hours=3)),
    }
    for name, (state, at) in uploads.items():
        (folder / name).write_text("Name\nAda\n")
        os.utime(folder / name, (at.timestamp(), at.timestamp()))
        session.add(
            ImportBatch(
                kind=ImportKind.PEOPLE, file_name=name, file_sha256="", state=state, created_at=at,
                detected={"stored_as": name},
            )
        )  # fmt: skip
    for name in ("d" * 32, "notes.txt"):
        (folder / name).write_text("left behind")
        os.utime(folder / name, (long_ago.timestamp(), long_ago.timestamp()))
    session.flush()

    assert discard_stale_uploads(session, folder, now=NOW) == 2

    assert {path.name for path in folder.iterdir()} == {"b" * 32, "c" * 32, "notes.txt"}
    assert set(session.exec(select(col(ImportBatch.file_name)))) == {"b" * 32, "c" * 32}


def test_a_folder_that_was_never_used_is_no_trouble(session: Session, tmp_path: Path) -> None:
    assert discard_stale_uploads(session, tmp_path / "none", now=NOW) == 0
