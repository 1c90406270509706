"""The command ``linchpin``: one group, and the list of what it can do."""

import importlib
from dataclasses import dataclass
from typing import Any

import click
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from service.cli.context import CommandContext
from service.errors import Refusal
from service.secret_key import WeakSecretKey


@dataclass(frozen=True)
class Entry:
    """A command: its name, where it is written (``module:object``), and its summary in the help.

    The module is only imported when the command is called: a page server need not load what scores accounts.
    A test holds that every target exists and that its own help begins with the summary.
    """

    name: str
    target: str
    summary: str


SECTIONS: dict[str, tuple[Entry, ...]] = {
    "Start": (
        Entry("run", "service.cli.run:run_command", "Start everything: database, demo, scores, pages and jobs."),
        Entry("web", "service.cli.web:web_command", "Serve the pages and the API."),
        Entry("jobs", "service.cli.jobs:jobs_command", "Do what happens by itself: scores, reports, mails."),
    ),
    "Database": (
        Entry("migrate", "service.cli.migrate:migrate_command", "Bring the database up to date."),
        Entry("demo", "service.cli.demo:demo_command", "Fill an empty database with the demo company."),
        Entry("backup", "service.cli.backup:backup_command", "Copy the database into one file while it is in use."),
    ),
    "Accounts": (
        Entry("accounts", "service.cli.accounts:accounts_command", "List the accounts, the most money at risk first."),
        Entry("account", "service.cli.account:account_command", "Show one account: who decides, scores and why."),
        Entry(
            "analyse",
            "service.cli.analyse:analyse",
            "Analyse decision chains: who decides, how they lean, whom we reach.",
        ),
        Entry(
            "difference",
            "service.cli.difference:difference_command",
            "Show what changed in one account between two days.",
        ),
        Entry(
            "comments",
            "service.cli.comments:comments_command",
            "List comments with their tone and themes, the latest first.",
        ),
        Entry("export", "service.cli.export:export_command", "Write the decision chain of one account as a graph."),
        Entry("score", "service.cli.score:score_command", "Score all accounts, or the named ones."),
        Entry("report", "service.cli.report:report_command", "Write reports as PDF."),
    ),
    "Data in": (
        Entry(
            "import",
            "service.cli.import_:import_command",
            "Take in a CSV or Excel file of accounts, people and the rest.",
        ),
        Entry("imports", "service.cli.imports:imports_command", "What was imported: list, look into, undo."),
        Entry(
            "look-alikes",
            "service.cli.look_alikes:look_alikes_command",
            "Records that may be the same: list, merge, keep apart.",
        ),
        Entry("merges", "service.cli.look_alikes:merges_command", "Merges that were made: list, undo."),
    ),
    "Feedback": (
        Entry(
            "feedback",
            "service.cli.feedback:feedback_command",
            "What people answered over all accounts: results by role, who is silent, key drivers.",
        ),
        Entry(
            "wave",
            "service.cli.wave:wave_command",
            "Surveys on their way: list waves, see whom one would ask, start it, cancel it.",
        ),
        Entry(
            "returned",
            "service.cli.returned:returned_command",
            "Take in mail that came back, so that nobody is written to in vain.",
        ),
    ),
    "Administration": (
        Entry("user", "service.cli.user:user_command", "List, add and disable users, and set their passwords."),
        Entry("runs", "service.cli.runs:runs_command", "List what happened by itself, the latest first."),
    ),
}
"""Every command, in the order in which the help lists them. To add one, write its file and a line here."""

ENTRIES: dict[str, Entry] = {entry.name: entry for entries in SECTIONS.values() for entry in entries}


class CommandLine(click.Group):
    """A group that loads a command when it is called, and turns every refusal into a sentence and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the help."""
        return list(ENTRIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        entry = ENTRIES.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry.target.partition(":")
        command = getattr(importlib.import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{entry.target} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by section."""
        for section, entries in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl([(entry.name, entry.summary) for entry in entries])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is refused, or cannot be reached, is said in a sentence instead of a stack."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(_sentence_of(refusal)) from refusal
        except ValidationError as error:
            if error.title != "Settings":
                raise
            raise click.UsageError(_settings_sentence(error)) from error
        except WeakSecretKey as error:
            raise click.UsageError(str(error)) from error
        except DBAPIError as error:
            raise click.ClickException(_database_sentence(error)) from error


def _sentence_of(refusal: Refusal) -> str:
    lines = [refusal.detail, *(f"  {problem['path']}: {problem['message']}" for problem in refusal.problems)]
    return "\n".join(lines)


def _settings_sentence(error: ValidationError) -> str:
    places = (f"LINCHPIN_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
    return "A setting is wrong. " + "; ".join(places)


def _database_sentence(error: DBAPIError) -> str:
    cause = next(iter(str(error.orig).strip().splitlines()), type(error.orig).__name__)
    if "no such table" in cause or ("relation" in cause and "does not exist" in cause):
        return "The database has not been set up yet. Run `linchpin migrate` first."
    if "no such column" in cause or ("column" in cause and "does not exist" in cause):
        return "The database is older than this version. Run `linchpin migrate` first."
    if "locked" in cause:
        return "The database is busy with another program. Nothing was changed; try again in a moment."
    return f"The database does not answer: {cause}"


@click.group(cls=CommandLine, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="linchpin", message="linchpin %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Who decides in each customer account, how they feel, and what will renew.

    Settings are read from the environment (LINCHPIN_HOME, LINCHPIN_DATABASE_URL, ...); without any, everything is
    kept in the folder `var` below the current one. Commands end with 0 when done, 1 when refused or failed, 2 when
    called wrongly. `linchpin COMMAND --help` shows examples.
    """
    context = ctx.ensure_object(CommandContext)
    ctx.call_on_close(context.close)
