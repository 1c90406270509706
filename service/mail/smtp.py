"""Handing mails to a server by SMTP."""

import re
import smtplib
import ssl
from email.message import EmailMessage

from service.addresses import Mailbox
from service.mail.message import octets
from service.mail.server import Server
from service.mail.transport import NO_SUCH_MAILBOX, Bounced, Deferred

TIMEOUT_SECONDS = 20.0
#: What a server without enhanced codes says of a mailbox that is not there.
_NO_MAILBOX_PLAIN = frozenset({550, 551, 553})


class SmtpTransport:
    """One connection, kept open from mail to mail. Not for use by two threads at once."""

    def __init__(self, server: Server, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._server = server
        self._timeout = timeout
        self._client: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, sender: str, to: Mailbox) -> None:
        """Hand one mail over; see :class:`service.mail.transport.Transport`."""
        try:
            client = self._connected()
            options = self._options(client, to)
            refused = client.sendmail(sender, [to.address], octets(message, to), mail_options=options)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _answer(code, said, recipient=True) from error
        except smtplib.SMTPDataError as error:
            raise _answer(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPSenderRefused as error:
            # Refused for who we are, not for whom it goes to: ours to mend within the day, but for a mail too large.
            if error.smtp_code in {552, 523}:
                raise _answer(error.smtp_code, error.smtp_error) from error
            raise Deferred(_said(error.smtp_code, error.smtp_error), whole_server=True) from error
        except smtplib.SMTPResponseException as error:
            self._drop()
            raise Deferred(_said(error.smtp_code, error.smtp_error), whole_server=True) from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Deferred(f"The mail server does not answer: {_reason(error)}", whole_server=True) from error
        if refused:
            code, said = next(iter(refused.values()))
            raise _answer(code, said, recipient=True)

    def rest(self) -> None:
        """Say goodbye."""
        if self._client is not None:
            try:
                self._client.quit()
            except (smtplib.SMTPException, OSError):
                self._drop()
            self._client = None

    def _connected(self) -> smtplib.SMTP:
        """The open connection, or a new one: a server may have hung up in between, which only asking tells."""
        if self._client is not None:
            try:
                if self._client.noop()[0] == 250:
                    return self._client
            except (smtplib.SMTPException, OSError):
                pass
            self._drop()
        self._client = client = self._opened()
        if self._server.user:
            if not self._server.is_local and not isinstance(client.sock, ssl.SSLSocket):
                self._drop()
                said = "The mail server offers no encryption, and a password is not sent in the clear."
                raise Deferred(said, whole_server=True)
            client.login(self._server.user, self._server.password)
        return client

    def _opened(self) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        context = ssl.create_default_context()
        if self._server.is_local:
            # Certificates of one's own machine are made by itself, and the line does not leave it.
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if self._server.tls:
            client: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=context)
        else:
            client = smtplib.SMTP(host, port, timeout=self._timeout)
        try:
            client.ehlo_or_helo_if_needed()
            if not self._server.tls and client.has_extn("starttls"):
                client.starttls(context=context)
                client.ehlo()
        except BaseException:
            client.close()
            raise
        return client

    def _options(self, client: smtplib.SMTP, to: Mailbox) -> list[str]:
        if not to.international:
            return []
        if not client.has_extn("smtputf8"):
            raise Bounced("The mail server takes no addresses with letters other than a to z.")
        return ["SMTPUTF8", "BODY=8BITMIME"]

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _answer(code: int, said: bytes | str, *, recipient: bool = False) -> Bounced | Deferred:
    text = _said(code, said)
    if code < 500:
        return Deferred(text, whole_server=code == 421)
    enhanced = re.match(r"\d+ (5\.\d+\.\d+)", text)
    gone = enhanced.group(1) in NO_SUCH_MAILBOX if enhanced else code in _NO_MAILBOX_PLAIN
    return Bounced(text, no_such_mailbox=recipient and gone)


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{code} {' '.join(text.split())}"[:500]


def _reason(error: Exception) -> str:
    # The library wraps a time-out while it reads in an error of its own.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLError):
        return f"encryption failed ({error.reason or type(error).__name__})"
    return (str(error) or type(error).__name__)[:300]
