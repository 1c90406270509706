"""``linchpin backup``: a copy of the database while it is in use."""

import os
import sqlite3
from pathlib import Path

import click
from sqlalchemy import make_url

from service.cli.console import fail, progress, say
from service.cli.context import CommandContext, pass_context

_PAGES_A_STEP = 2_000


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file where there is one.")
@pass_context
def backup_command(context: CommandContext, file: Path, force: bool) -> None:
    """Copy the database into one file while it is in use.

    The copy is whole and consistent: it holds everything that had been acknowledged when it began, and appears under
    its name only when it is complete. Reports and the key of the installation lie in the home folder; copy that
    folder too. For PostgreSQL use pg_dump.

    \b
    Example:
      linchpin backup backups/2026-11-21.db
    """
    url = make_url(context.settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        fail("This command copies the embedded database. For PostgreSQL use pg_dump (see deploy/README.md).")
    if not Path(url.database).exists():
        fail("There is no database yet. Run `linchpin migrate` first.")
    if file.exists() and not force:
        fail(f"{file} is already there. Choose another name, or --force.")
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    source, target = sqlite3.connect(url.database), sqlite3.connect(unfinished)
    try:
        with progress("Copying") as advance:
            source.backup(
                target, pages=_PAGES_A_STEP, progress=lambda _state, left, total: advance(total - left, total)
            )
        broken = target.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
    finally:
        source.close()
        target.close()
    if broken:
        unfinished.unlink()
        fail("The copy is not whole; nothing was written.")
    unfinished.replace(file)
    say(f"Copied {file.stat().st_size / 2**20:,.1f} MiB to {file}.")
