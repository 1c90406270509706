"""``linchpin report``: documents as PDF."""

import os
import tempfile
from pathlib import Path

import click

from reports.fonts.typeface import FontsNotBuiltError
from service.cli.account_argument import chosen_account
from service.cli.console import fail, say
from service.cli.context import CommandContext, pass_context
from service.i18n.languages import LANGUAGES
from service.operations.issue_leadership import build_leadership
from service.operations.issue_report import build_renewal_risk


@click.group("report")
def report_command() -> None:
    """Write reports as PDF.

    \b
    Examples:
      linchpin report renewal-risk 17 -o renewal.pdf
      linchpin report leadership -o portfolio.pdf
    """


@report_command.command("renewal-risk")
@click.argument("account")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
@click.option(
    "--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, help="Language of the report."
)
@pass_context
def renewal_risk_command(context: CommandContext, account: str, output: Path, language: str) -> None:
    """Write the renewal-risk report of one account.

    The verdict, who decides (drawn), the reasons and the feedback by role, from what is known now and the scores in
    force. ACCOUNT is a number, a name, or the beginning of a name that fits one account only. The file appears under
    its name only when it is complete.

    \b
    Examples:
      linchpin report renewal-risk 17 -o renewal.pdf
      linchpin report renewal-risk "Otterried Software" -o bericht.pdf --language zh
    """
    with context.reading() as session:
        chosen = chosen_account(session, context.principal, account)
        try:
            pdf = build_renewal_risk(
                session,
                context.principal,
                chosen.id,
                now=context.now(),
                language=language,
                fonts=context.settings.font_folder,
            )
        except FontsNotBuiltError as missing:
            fail(str(missing))
    _write(output, pdf)
    say(f"Wrote the renewal-risk report of {chosen.name} to {output} ({len(pdf) / 1024:,.0f} KiB).")


@report_command.command("leadership")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
@click.option(
    "--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True, help="Language of the report."
)
@pass_context
def leadership_command(context: CommandContext, output: Path, language: str) -> None:
    """Write the leadership report on the whole portfolio.

    Retention over twelve months, money at risk with its interval, the accounts that need a decision, what drives the
    risk, whether last month's forecast came true, and what improvement would return. The file appears under its name
    only when it is complete.

    \b
    Example:
      linchpin report leadership -o portfolio.pdf
    """
    with context.reading() as session:
        try:
            pdf = build_leadership(
                session,
                context.principal,
                now=context.now(),
                language=language,
                currency=context.settings.currency,
                fonts=context.settings.font_folder,
            )
        except FontsNotBuiltError as missing:
            fail(str(missing))
    _write(output, pdf)
    say(f"Wrote the leadership report to {output} ({len(pdf) / 1024:,.0f} KiB).")


def _write(output: Path, content: bytes) -> None:
    """Write a whole file or none."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=output.parent, prefix=".report-")
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}.")
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        unfinished.chmod(0o644)
        unfinished.replace(output)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        fail(f"{output} cannot be written: {error.strerror}.")
