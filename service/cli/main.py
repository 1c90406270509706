"""The command ``linchpin``: one group, and the list of what it can do."""

from typing import Any

import click
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from service.cli.context import CommandContext
from service.cli.demo import demo_command
from service.cli.migrate import migrate_command
from service.errors import Refusal

COMMANDS: tuple[click.Command, ...] = (
    # Setting up
    migrate_command,
    demo_command,
)
"""Every command, in the order in which the help lists them."""


class CommandLine(click.Group):
    """A group that keeps the order of its commands and turns every refusal into one sentence and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of :data:`COMMANDS`."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is refused, or cannot be reached, is said in a sentence instead of a stack."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(_sentence_of(refusal)) from refusal
        except ValidationError as error:
            raise click.UsageError(_settings_sentence(error)) from error
        except DBAPIError as error:
            raise click.ClickException(_database_sentence(error)) from error


def _sentence_of(refusal: Refusal) -> str:
    lines = [refusal.detail, *(f"  {problem['path']}: {problem['message']}" for problem in refusal.problems)]
    return "\n".join(lines)


def _settings_sentence(error: ValidationError) -> str:
    places = (f"LINCHPIN_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
    return "A setting is wrong. " + "; ".join(places)


def _database_sentence(error: DBAPIError) -> str:
    cause = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    if "no such table" in cause or "does not exist" in cause:
        return "The database has not been set up yet. Run `linchpin migrate` first."
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
    called wrongly.
    """
    context = ctx.ensure_object(CommandContext)
    ctx.call_on_close(context.close)


for _command in COMMANDS:
    cli.add_command(_command)
