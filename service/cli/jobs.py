"""``linchpin jobs``: hands over to the job process."""

import os
import sys

import click

from service.cli.context import CommandContext, pass_context


@click.command("jobs")
@pass_context
def jobs_command(context: CommandContext) -> None:
    """Do what happens by itself: scores, reports, mails.

    Runs until it is stopped (Ctrl-C or SIGTERM) and finishes what it has begun. Several may run on one database:
    no run is done twice. What it did is listed by `linchpin runs`.

    \b
    Example:
      linchpin jobs
    """
    # Read here already, so that a wrong setting is said in a sentence.
    _ = context.settings.database
    context.close()
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "service.jobs"])  # noqa: S606 - our own interpreter and module
