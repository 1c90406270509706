"""``linchpin returned``: mail that came back."""

from typing import BinaryIO

import click

from service.cli.console import note, say
from service.cli.context import CommandContext, pass_context
from service.mail.returned import LARGEST, returned_in
from service.operations.note_returned_mail import note_returned_mail
from service.secret_key import secret_keys


@click.command("returned")
@click.argument("files", type=click.File("rb"), nargs=-1, required=True, metavar="FILE...")
@pass_context
def returned_command(context: CommandContext, files: tuple[BinaryIO, ...]) -> None:
    """Take in mail that came back, so that nobody is written to in vain.

    Each FILE is one message as the mail server delivered it; - reads standard input, as for an alias of the mail server
    that hands messages to a program. Notices of failed delivery (RFC 3464) mark the mail and its invitation as bounced;
    an address that leads nowhere is not written to again. Anything else is left as it is, so the same messages may be
    given again.

    \b
    Examples:
      linchpin returned ~/Maildir/new/*
      linchpin returned - < notice.eml
    """
    keys = secret_keys(context.settings)
    marked = 0
    for file in files:
        content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            note(f"{file.name} is larger than {LARGEST // 1024**2} MB and was left out.")
            continue
        with context.writing() as session:
            for returned in returned_in(content):
                marked += note_returned_mail(session, returned, keys, now=context.now())
    say(f"{marked} {'mail' if marked == 1 else 'mails'} marked as returned, of {len(files)} read.")
