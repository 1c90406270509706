"""Writing mails into a folder where no mail server is named: one whole file a mail, for an administrator to read."""

import hashlib
import os
import tempfile
from email.message import EmailMessage
from pathlib import Path

from service.addresses import Mailbox
from service.mail.message import octets
from service.mail.transport import Deferred


def file_name(message_id: str) -> str:
    """The name of a mail's file: the same mail, written again, replaces itself.

    >>> file_name("<1@x.example>") == file_name("<1@x.example>") != file_name("<2@x.example>")
    True
    """
    return hashlib.sha256(message_id.encode()).hexdigest()[:32] + ".eml"


class FolderTransport:
    """Keeps each mail as an ``.eml`` file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage, sender: str, to: Mailbox) -> None:
        """Write one mail aside, sync and rename it; see :class:`service.mail.transport.Transport`."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(octets(message, to))
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self._folder / file_name(str(message["Message-ID"])))
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise Deferred(f"The mail folder cannot be written: {error.strerror}", whole_server=True) from error

    def rest(self) -> None:
        """Nothing is held open."""
