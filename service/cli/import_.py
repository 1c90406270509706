"""`linchpin import`: a file in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import orjson
from sqlalchemy import select
from sqlmodel import col

from models.account import Account
from models.vocabulary import ImportKind, ImportState
from service.cli.console import REFUSED, fail, note, progress, say, show_json, show_table
from service.cli.context import CommandContext, pass_context
from service.errors import NotFound
from service.imports.house import House
from service.imports.plan import ImportPlan, ImportResult, Preview, Progress
from service.imports.presets import PRESETS
from service.imports.problems import Problem
from service.keys import name_key
from service.operations.create_bare_account import create_bare_account
from service.operations.preview_import import preview_import
from service.operations.run_import import import_in_steps
from service.queries.imports import saved_mapping

SHOWN = 20
_STEPS = {
    "read": "Reading",
    "check": "Checking",
    "write": "Writing",
    "link": "Linking",
    "compare": "Looking for look-alikes",
    "done": "Done",
}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "kind", type=click.Choice([k.value for k in ImportKind]), help="What the rows are; else guessed.")
@click.option("--preset", type=click.Choice(list(PRESETS)), help="Whose column names these are; else guessed.")
@click.option("--mapping", "mapping", metavar="FILE", help="A mapping as JSON, or the name of a saved one.")
@click.option(
    "--source", metavar="NAME", help="The system whose ids the file speaks of; default: the preset, or 'file'."
)
@click.option("--account", metavar="NAME_OR_ID", help="Put every row onto this account.")
@click.option(
    "--create-accounts", is_flag=True, help="Create accounts that rows (or --account) name and that are not there."
)
@click.option(
    "--set", "constants", multiple=True, metavar="FIELD=VALUE", help="A value that every row has, e.g. kind=advice."
)
@click.option("--skip-bad-rows", is_flag=True, help="Take the good rows and report the bad; else all or nothing.")
@click.option("--encoding", metavar="NAME", help="The encoding of the file; else detected.")
@click.option(
    "--separator", metavar="SIGN", help="The sign between columns: comma, semicolon, tab, pipe; else detected."
)
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook; else the first visible one.")
@click.option("--dates", type=click.Choice(["YMD", "DMY", "MDY", "serial", "epoch"]), help="How dates are written.")
@click.option("--decimal", type=click.Choice([".", ","]), help="The decimal mark; else detected.")
@click.option("--dry-run", is_flag=True, help="Show what would happen; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one line of JSON.")
@pass_context
def import_command(context: CommandContext, /, file: Path, *, dry_run: bool, as_json: bool, **options: Any) -> None:
    """Take in a CSV or Excel file of accounts, people and the rest.

    Also contracts, interactions, tickets, usage, invoices, survey answers, ties and relationships.

    Encoding, separator, columns, dates and numbers are detected over the whole file and shown; `--dry-run` shows them
    without writing. A file with bad rows is refused as a whole, each named with its row and column, unless
    `--skip-bad-rows` says otherwise. The same file again changes nothing; a newer one updates what it knows by id. An
    import that was killed goes on where it stopped when the same command is given again.
    """
    plan = _plan(context, file, options, dry_run=dry_run)
    with _telling("Import") as tell:
        if dry_run:
            with context.reading() as session:
                preview = preview_import(session, context.principal, plan, now=context.now(), progress=tell)
            result = None
        else:
            result = import_in_steps(
                context.reading, context.writing, context.principal, plan, clock=context.now, progress=tell
            )
    if result is None:
        show_json(preview.as_dict()) if as_json else _show_preview(preview)
        if not preview.acceptable and not plan.skip_bad_rows:
            raise SystemExit(REFUSED)
        return
    show_json(result.as_dict()) if as_json else _show_result(result)
    if result.state is ImportState.REFUSED:
        raise SystemExit(REFUSED)


def _plan(context: CommandContext, file: Path, options: dict[str, Any], *, dry_run: bool) -> ImportPlan:
    constants: dict[str, str] = {}
    for text in options["constants"]:
        name, sign, value = text.partition("=")
        if not sign:
            raise click.UsageError(f"--set takes FIELD=VALUE, not “{text}”.")
        constants[name.strip()] = value.strip()
    account = _account(context, options["account"], create=options["create_accounts"] and not dry_run)
    if account is None and options["account"] is not None:
        if not options["create_accounts"]:
            fail(f"There is no account “{options['account']}”. With --create-accounts it would be created.")
        constants["account"] = options["account"]
    return ImportPlan(
        path=file,
        file_name=file.name,
        kind=ImportKind(options["kind"]) if options["kind"] else None,
        preset=options["preset"],
        mapping=_mapping(context, options["mapping"]),
        source=options["source"],
        skip_bad_rows=options["skip_bad_rows"],
        create_accounts=options["create_accounts"],
        account_id=account,
        encoding=options["encoding"],
        separator=options["separator"],
        sheet=options["sheet"],
        date_order=options["dates"],
        decimal=options["decimal"],
        constants=constants,
        house=House.of(context.settings),
    )


def _account(context: CommandContext, text: str | None, *, create: bool) -> int | None:
    """The account meant; None where it is not there yet and rows may create it (a dry run does not)."""
    if text is None:
        return None
    with context.reading() as session:
        by_name = select(col(Account.id)).where(
            col(Account.name_key) == name_key(text), col(Account.archived_at).is_(None)
        )
        found = list(session.scalars(by_name))
        if not found and text.isdigit():
            found = list(session.scalars(select(col(Account.id)).where(col(Account.id) == int(text))))
    if len(found) > 1:
        fail(f"{len(found)} accounts are called “{text}”: {', '.join(map(str, found))}. Give the number of one.")
    if found:
        return int(found[0])
    if create:
        with context.writing() as session:
            return create_bare_account(session, context.principal, text, now=context.now())
    return None


def _mapping(context: CommandContext, given: str | None) -> dict[str, Any] | None:
    if given is None:
        return None
    path = Path(given)
    if path.is_file():
        try:
            content = orjson.loads(path.read_bytes())
        except orjson.JSONDecodeError as error:
            fail(f"{given} is not valid JSON: {error}.")
        return content if isinstance(content, dict) else fail(f"{given} must hold a JSON object.")
    with context.reading() as session:
        try:
            saved = saved_mapping(session, context.principal, given)
        except NotFound:
            fail(f"“{given}” is neither a file nor a saved mapping.")
        return {"kind": saved.kind.value, **saved.mapping}


@contextmanager
def _telling(label: str) -> Iterator[Progress]:
    with progress(label) as advance:
        step_now = ""

        def tell(step: str, done: int, total: int) -> None:
            nonlocal step_now
            if step != step_now:
                step_now = step
                note(f"{_STEPS.get(step, step)} …")
            advance(done, total)

        yield tell


def _show_preview(preview: Preview) -> None:
    form = preview.detected["form"]
    how = (
        f"sheet “{form['sheet']}”"
        if form["type"] == "excel"
        else f"{form['encoding']}, separated by {form['separator']!r}"
    )
    say(f"{preview.file_name}: {preview.rows_total:,} rows of {preview.kind.value} ({how}; ids of “{preview.source}”)")
    show_table(
        ["column", "field", "first value", "read as", "format"],
        [
            (c.name, c.field, *(v[0] if v else None for v in (c.samples, c.read_as)), _format(c.format, c.ambiguous))
            for c in preview.columns
            if c.field is not None
        ],
        flexible=["first value", "read as"],
        empty="No column was recognised.",
    )
    left = [c.name for c in preview.columns if c.field is None]
    if left:
        say(f"Not used: {', '.join(left[:12])}{' …' if len(left) > 12 else ''}")
    if any(c.ambiguous for c in preview.columns):
        say("Some dates or numbers can be read in two ways, as shown above. --dates or --decimal settles it.")
    _show_problems(preview.problems, preview.rows_bad, preview.rows_total)
    would = preview.would
    say(
        f"Would create {would['created']:,}, update {would['updated']:,}, leave {would['unchanged']:,} as they are."
        " Nothing was written."
    )


def _format(style: str | None, ambiguous: bool) -> str | None:
    return f"{style} (ambiguous)" if style and ambiguous else style


def _show_result(result: ImportResult) -> None:
    _show_problems(result.problems, result.rows_bad, result.rows_total)
    if result.state is ImportState.REFUSED:
        note("Nothing was imported. Correct the rows, or take the good ones with --skip-bad-rows.")
        return
    say(
        f"Import {result.batch_id}: {result.created:,} created, {result.updated:,} updated, "
        f"{result.unchanged:,} unchanged from {result.rows_total:,} rows of {result.kind.value}."
    )
    if result.look_alikes:
        say(f"{result.look_alikes:,} pairs look alike: review them with `linchpin look-alikes list`.")


def _show_problems(problems: Any, bad: int, total: int) -> None:
    listed: list[Problem] = list(problems)
    fatal = [p for p in listed if p.fatal]
    remarks = [p for p in listed if not p.fatal]
    if bad or fatal:
        note(f"{bad:,} of {total:,} rows cannot be taken:")
    for problem in fatal[:SHOWN]:
        note(f"  {_place(problem)}: {problem.message}")
    if len(fatal) > SHOWN:
        note(f"  and {len(fatal) - SHOWN:,} more; `linchpin imports show ID` lists all.")
    if remarks:
        note(f"{len(remarks):,} remarks:")
        for problem in remarks[:5]:
            note(f"  {_place(problem)}: {problem.message}")


def _place(problem: Problem) -> str:
    column = f", column “{problem.column}”" if problem.column else ""
    value = f" (“{problem.value[:60]}”)" if problem.value else ""
    return f"row {problem.row}{column}{value}" if problem.row else "file"
