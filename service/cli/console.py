"""What commands print: sentences and tables for people, JSON for scripts, progress on the error stream."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, NoReturn

import click
import orjson
from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console, JustifyMethod
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

REFUSED = 1
"""Exit code of a command that was refused or failed; 0 is done, 2 is wrong usage (click's own)."""

Advance = Callable[[int, int | None], None]
"""Told how many are done, and of how many (None: not known yet)."""

_PLAIN_STEPS = 10
# Between two columns, and the least that a column is cut to.
_GAP, _LEAST = 2, 8


def say(sentence: str = "") -> None:
    """Print one line for people on the standard output."""
    click.echo(sentence)


def note(sentence: str) -> None:
    """Print one line on the error stream: what happens, beside what is asked for."""
    click.echo(sentence, err=True)


def fail(sentence: str) -> NoReturn:
    """End the command with ``sentence`` on the error stream and exit code 1."""
    raise click.ClickException(sentence)


def show_json(value: Any) -> None:
    """Print ``value`` as one line of JSON; amounts stand as strings, so that no digit is lost."""
    click.echo(orjson.dumps(value, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"cannot be shown as JSON: {type(value).__name__}")


def show_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str | None = None,
    right: Iterable[str] = (),
    flexible: Iterable[str] = (),
    empty: str = "Nothing to show.",
) -> None:
    """Print a table that fits the terminal (80 columns where there is none).

    Columns named in ``right`` are numbers. Where the width does not suffice, those named in ``flexible`` are cut
    short, and only they. None is shown as a dash; without any row the sentence ``empty`` stands instead.
    """
    cells = [["–" if value is None else str(value) for value in row] for row in rows]
    if not cells:
        say(empty)
        return
    console, right = _console(), set(right)
    widths = _fitted(columns, cells, frozenset(flexible), console.width)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for column, width in zip(columns, widths, strict=True):
        justify: JustifyMethod = "right" if column in right else "left"
        table.add_column(column, justify=justify, no_wrap=True, width=width)
    for row in cells:
        table.add_row(*(Text(_cut(cell, width)) for cell, width in zip(row, widths, strict=True)))
    if title:
        say(f"\n{title}")
    console.print(table)


def _fitted(
    columns: Sequence[str], cells: Sequence[Sequence[str]], flexible: frozenset[str], available: int
) -> list[int]:
    """The width of each column: what it needs, the flexible ones sharing what the others leave."""
    widths = [max(cell_len(column), *(cell_len(row[i]) for row in cells)) for i, column in enumerate(columns)]
    over = sum(widths) + _GAP * len(columns) - available
    while over > 0 and (wide := [i for i, column in enumerate(columns) if column in flexible and widths[i] > _LEAST]):
        widest = max(wide, key=lambda i: widths[i])
        widths[widest] -= 1
        over -= 1
    return widths


def _cut(cell: str, width: int) -> str:
    return cell if cell_len(cell) <= width else f"{set_cell_size(cell, width - 1).rstrip()}…"


def _console() -> Console:
    width = None if sys.stdout.isatty() else 80
    return Console(file=sys.stdout, width=width, highlight=False)


@contextmanager
def progress(label: str) -> Iterator[Advance]:
    """Show how far a long step is: a bar on a terminal, else a plain line at each tenth; both on the error stream."""
    if not sys.stderr.isatty():
        yield _plain_progress(label)
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    )
    with bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _plain_progress(label: str) -> Advance:
    said = -1

    def advance(done: int, total: int | None) -> None:
        nonlocal said
        if not total:
            return
        step = done * _PLAIN_STEPS // total
        if step > said:
            said = step
            note(f"{label}: {done:,} of {total:,}")

    return advance
