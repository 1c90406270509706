"""`linchpin imports`: what was imported, what was wrong with it, and taking it back."""

from typing import Any

import click

from service.cli.console import say, show_json, show_table
from service.cli.context import CommandContext, pass_context
from service.operations.undo_import import undo_import
from service.queries.imports import BatchRow, import_batch, import_batches, import_problems


@click.group("imports")
def imports_command() -> None:
    """What was imported: list, look into, undo."""


@imports_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
@pass_context
def list_imports(context: CommandContext, *, as_json: bool) -> None:
    """List imports, the newest first."""
    with context.reading() as session:
        rows, _ = import_batches(session, context.principal, limit=100)
    if as_json:
        show_json([_batch(row) for row in rows])
        return
    show_table(
        ["id", "file", "rows of", "state", "rows", "bad", "created", "updated", "when"],
        [
            (
                r.id,
                r.file_name,
                r.kind,
                r.state.value,
                r.rows_total,
                r.rows_bad,
                r.created,
                r.updated,
                f"{r.created_at:%Y-%m-%d %H:%M}",
            )
            for r in rows
        ],
        right=["id", "rows", "bad", "created", "updated"],
        flexible=["file"],
        empty="Nothing has been imported yet.",
    )


def _batch(row: BatchRow) -> dict[str, Any]:
    return {
        "id": row.id, "kind": row.kind, "file_name": row.file_name, "source": row.source, "preset": row.preset,
        "state": row.state.value, "rows_total": row.rows_total, "rows_done": row.rows_done, "rows_bad": row.rows_bad,
        "created": row.created, "updated": row.updated, "unchanged": row.unchanged, "look_alikes": row.look_alikes,
        "created_at": row.created_at.isoformat(), "mapping": row.mapping, "detected": row.detected,
    }  # fmt: skip


@imports_command.command("show")
@click.argument("batch_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
@pass_context
def show_import(context: CommandContext, batch_id: int, *, as_json: bool) -> None:
    """Show one import with everything that was wrong with its rows."""
    with context.reading() as session:
        row = import_batch(session, context.principal, batch_id)
        problems, total = import_problems(session, context.principal, batch_id, limit=10_000)
    if as_json:
        show_json({**_batch(row), "problems": [p.as_dict() for p in problems]})
        return
    say(f"Import {row.id}: {row.file_name}, {row.rows_total:,} rows of {row.kind}, {row.state.value}")
    say(f"{row.created:,} created, {row.updated:,} updated, {row.unchanged:,} unchanged, {row.rows_bad:,} bad")
    show_table(
        ["row", "column", "value", "", "message"],
        [(p.row, p.column, p.value, "refused" if p.fatal else "remark", p.message) for p in problems],
        right=["row"],
        flexible=["value", "message"],
        empty="Nothing was wrong with its rows.",
    )
    if total > len(problems):
        say(f"{total - len(problems):,} more are not shown.")


@imports_command.command("undo")
@click.argument("batch_id", metavar="ID", type=int)
@click.option("--keep-changed", is_flag=True, help="Leave records that were changed since, and undo the rest.")
@pass_context
def undo_import_command(context: CommandContext, batch_id: int, *, keep_changed: bool) -> None:
    """Take an import back: what it created goes, what it changed is as it was."""
    with context.writing() as session:
        result = undo_import(session, context.principal, batch_id, now=context.now(), keep_changed=keep_changed)
    say(f"Import {result.batch_id} is undone: {result.created:,} records removed, {result.updated:,} put back.")
