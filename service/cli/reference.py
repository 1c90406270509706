"""The reference of the command line as Markdown, taken from the commands themselves."""

import inspect
import re
from collections.abc import Iterator

import click

from service.cli.main import SECTIONS, cli

_INTRODUCTION = """# The command line

This page is generated from the commands' own help (`make docs`); a test holds that it is up to date.

Every command reads its settings from the environment (`LINCHPIN_HOME`, `LINCHPIN_DATABASE_URL`, ...). It ends with 0
when done, 1 when refused or failed, 2 when called wrongly. Tables fit 80 columns; where `--json` is offered, one line
of JSON holds every field at full precision. Progress goes to the standard error stream.
"""


def reference() -> str:
    """The whole page."""
    context = click.Context(cli, info_name="linchpin")
    parts = [_INTRODUCTION]
    for section, entries in SECTIONS.items():
        parts.append(f"## {section}\n")
        for entry in entries:
            command = cli.get_command(context, entry.name)
            if command is None:
                raise LookupError(entry.name)
            parts += _command(command, click.Context(command, info_name=entry.name, parent=context), level=3)
    return "\n".join(parts)


def _command(command: click.Command, context: click.Context, level: int) -> Iterator[str]:
    yield f"{'#' * level} `{context.command_path}`\n"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```\n{context.command_path} {usage}\n```\n"
    yield from _prose(command.help or "")
    rows = [record for parameter in command.params if (record := parameter.get_help_record(context))]
    if rows:
        yield "| option | meaning |\n| --- | --- |"
        yield from (f"| `{_cell(names)}` | {_cell(meaning)} |" for names, meaning in rows)
        yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _command(below, click.Context(below, info_name=name, parent=context), level + 1)


def _prose(text: str) -> Iterator[str]:
    """Paragraphs as they are; those that click leaves unwrapped are shown as examples."""
    for paragraph in re.split(r"\n{2,}", inspect.cleandoc(text)):
        if not paragraph.startswith("\b"):
            yield paragraph + "\n"
            continue
        lines = paragraph.lstrip("\b\n").splitlines()
        headings = [line for line in lines if not line.startswith(" ")]
        if headings:
            yield " ".join(headings) + "\n"
        yield "```\n" + "\n".join(line.strip() for line in lines if line.startswith(" ")) + "\n```\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
