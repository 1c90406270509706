"""`linchpin look-alikes` and `linchpin merges`: records that may be the same, and those that were made one."""

import click

from models.vocabulary import ReviewState
from service.cli.console import say, show_json, show_table
from service.cli.context import CommandContext, pass_context
from service.errors import NotFound
from service.operations.decide_look_alike import decide_look_alike
from service.operations.undo_merge import undo_merge
from service.queries.look_alikes import look_alikes, merges


@click.group("look-alikes")
def look_alikes_command() -> None:
    """Records that may be the same: list, merge, keep apart."""


@look_alikes_command.command("list")
@click.option(
    "--state", type=click.Choice([s.value for s in ReviewState]), default=ReviewState.OPEN.value, show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
@pass_context
def list_look_alikes(context: CommandContext, state: str, *, as_json: bool) -> None:
    """List pairs that look alike, the most alike first."""
    with context.reading() as session:
        rows, total = look_alikes(session, context.principal, state=ReviewState(state), limit=500)
    if as_json:
        show_json(
            [
                {
                    "id": r.id,
                    "table": r.table_name,
                    "likeness": r.likeness,
                    "reasons": list(r.reasons),
                    "state": r.state.value,
                    "first": {"id": r.first.id, "name": r.first.name},
                    "second": {"id": r.second.id, "name": r.second.name},
                }
                for r in rows
            ]
        )
        return
    show_table(
        ["id", "of", "alike", "first", "second", "because of"],
        [
            (
                r.id,
                r.table_name,
                f"{r.likeness:.0%}",
                f"{r.first.name} ({r.first.id})",
                f"{r.second.name} ({r.second.id})",
                ", ".join(r.reasons),
            )
            for r in rows
        ],
        right=["id", "alike"],
        flexible=["first", "second"],
        empty="No pair waits for review.",
    )
    if total > len(rows):
        say(f"{total - len(rows):,} more are not shown.")


@look_alikes_command.command("merge")
@click.argument("pair_id", metavar="ID", type=int)
@click.option("--keep", "keep_id", type=int, help="The record to keep; else the older one.")
@pass_context
def merge_pair(context: CommandContext, pair_id: int, keep_id: int | None) -> None:
    """Merge a pair; `linchpin merges undo` takes it apart again."""
    with context.writing() as session:
        if keep_id is None:
            pairs, _ = look_alikes(session, context.principal, state=None, limit=100_000)
            keep_id = next((min(p.first.id, p.second.id) for p in pairs if p.id == pair_id), None)
            if keep_id is None:
                raise NotFound
        decide_look_alike(session, context.principal, pair_id, keep_id=keep_id, now=context.now())
    say(f"Merged into {keep_id}.")


@look_alikes_command.command("keep")
@click.argument("pair_id", metavar="ID", type=int)
@pass_context
def keep_pair(context: CommandContext, pair_id: int) -> None:
    """Note that the two are different; they are not shown again."""
    with context.writing() as session:
        decide_look_alike(session, context.principal, pair_id, keep_id=None, now=context.now())
    say("Kept apart.")


@click.group("merges")
def merges_command() -> None:
    """Merges that were made: list, undo."""


@merges_command.command("list")
@pass_context
def list_merges(context: CommandContext) -> None:
    """List merges, the newest first."""
    with context.reading() as session:
        rows, _ = merges(session, context.principal, limit=200)
    show_table(
        ["id", "of", "kept", "merged", "when", "undone"],
        [
            (
                m.id,
                m.table_name,
                f"{m.kept} ({m.kept_id})",
                f"{m.merged} ({m.merged_id})",
                f"{m.merged_at:%Y-%m-%d %H:%M}",
                "yes" if m.undone_at else None,
            )
            for m in rows
        ],
        right=["id"],
        flexible=["kept", "merged"],
        empty="Nothing has been merged.",
    )


@merges_command.command("undo")
@click.argument("merge_id", metavar="ID", type=int)
@pass_context
def undo_merge_command(context: CommandContext, merge_id: int) -> None:
    """Take a merge apart."""
    with context.writing() as session:
        merge = undo_merge(session, context.principal, merge_id, now=context.now())
        say(f"{merge.merged_id} and {merge.kept_id} stand apart again.")
