"""Which way mails take, by the settings."""

from service.mail.folder import FolderTransport
from service.mail.message import sender_address
from service.mail.server import server_of
from service.mail.smtp import SmtpTransport
from service.mail.transport import Transport
from service.settings import Settings


def transport_of(settings: Settings) -> Transport:
    """A mail server where one is named, else the mail folder.

    :raises BadServer: its address cannot be understood; :raises BadAddress: the sender is no address.
    """
    sender_address(settings.mail_from)
    if settings.smtp_url:
        return SmtpTransport(server_of(settings.smtp_url))
    return FolderTransport(settings.mail_folder)
