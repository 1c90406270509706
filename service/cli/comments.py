"""``linchpin comments``: what customers wrote, with tone and themes."""

from dataclasses import asdict
from typing import Any

import click

from scoring.comment_values import Tone
from service.cli.console import say, show_json, show_table
from service.cli.context import CommandContext, pass_context
from service.queries.comment_basis import themes_in_force
from service.queries.comments import CommentFilter, CommentRow, CommentSort, comments


@click.command("comments")
@click.argument("search", required=False)
@click.option("--tone", type=click.Choice([tone.value for tone in Tone]), help="Only those that sound like this.")
@click.option("--theme", help="Only those that speak of the theme of this name.")
@click.option("--account", "account_id", type=int, help="Only those of the account of this number.")
@click.option("--days", type=click.IntRange(1, 36_500), help="Only those answered within so many days.")
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in CommentSort]),
    default=CommentSort.LATEST.value,
    show_default=True,
    help="By what they are ordered.",
)
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON, with every field.")
@pass_context
def comments_command(
    context: CommandContext,
    search: str | None,
    tone: str | None,
    theme: str | None,
    account_id: int | None,
    days: int | None,
    sort: str,
    limit: int,
    as_json: bool,
) -> None:
    """List comments with their tone and themes, the latest first.

    SEARCH are words that a comment must hold, in English or Chinese, in any case and width.

    \b
    Examples:
      linchpin comments
      linchpin comments "slow export" --tone negative
      linchpin comments 响应 --days 90
      linchpin comments --theme Price --sort worst --json
    """
    with context.reading() as session:
        names = {one.id: one.name for one in themes_in_force(session)}
        theme_id = _number_of(names, theme) if theme else None
        wanted = CommentFilter(
            search=search, tone=Tone(tone) if tone else None, theme_id=theme_id, account_id=account_id, days=days
        )
        found = comments(session, context.principal, wanted, now=context.now(), sort=CommentSort(sort), limit=limit)
    if as_json:
        show_json([_plain(row, names) for row in found.rows])
        return
    show_table(
        ("ID", "Answered", "Tone", "Account", "Comment"),
        [(row.id, row.answered_at.date(), row.tone.value, row.account, _text(row)) for row in found.rows],
        right=("ID",),
        flexible=("Comment", "Account"),
        empty="There are no such comments.",
    )
    if found.rows:
        counts = ", ".join(f"{found.tones.get(one, 0)} {one.value}" for one in reversed(Tone))
        say(f"{len(found.rows)} of {found.total} comments: {counts}.")


def _number_of(names: dict[int, str], theme: str) -> int:
    for number, name in names.items():
        if name.casefold() == theme.strip().casefold():
            return number
    raise click.BadParameter(f"There is no theme {theme!r}. There are: {', '.join(names.values())}.")


def _text(row: CommentRow) -> str:
    return " ".join("".join(text for text, _hit in row.pieces).split())


def _plain(row: CommentRow, names: dict[int, str]) -> dict[str, Any]:
    """All fields, with the whole text and the themes by name."""
    fields = {name: value for name, value in asdict(row).items() if name not in {"pieces", "full", "theme_ids"}}
    themes = [names[number] for number in row.theme_ids if number in names]
    return {**fields, "comment": "".join(text for text, _hit in row.full or row.pieces), "themes": themes}
