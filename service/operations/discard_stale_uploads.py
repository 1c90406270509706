"""Remove uploaded files that nobody went on with."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from models.importing import ImportBatch
from models.vocabulary import ImportState

KEPT = timedelta(days=1)
_OURS = re.compile(r"[0-9a-f]{32}")


def discard_stale_uploads(session: Session, folder: Path, *, now: datetime) -> int:
    """Remove uploads that were never started within a day, and files that no import waits for; gives how many files.

    The files are customer data: what nobody imports must not lie around. A file whose import is under way stays,
    however long that takes.
    """
    stale = select(ImportBatch).where(
        col(ImportBatch.state) == ImportState.PREVIEWED, col(ImportBatch.created_at) < now - KEPT
    )
    for batch in session.execute(stale).scalars():
        session.delete(batch)
    session.flush()
    waiting = select(ImportBatch).where(col(ImportBatch.state).in_([ImportState.PREVIEWED, ImportState.RUNNING]))
    held = {str(batch.detected.get("stored_as")) for batch in session.execute(waiting).scalars()}
    removed = 0
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        old = path.stat().st_mtime < (now - KEPT).timestamp()
        if old and path.is_file() and path.name not in held and _OURS.fullmatch(path.name):
            path.unlink(missing_ok=True)
            removed += 1
    return removed
