"""Speaking to real servers: plain, by STARTTLS, by TLS from the first byte; with a password, or not at all."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from service.addresses import mailbox
from service.mail.message import build
from service.mail.server import Server
from service.mail.smtp import SmtpTransport
from service.mail.transport import Bounced, Deferred
from tests.fixtures.smtp import MailServer, _AnyPort, _Inbox
from tests.service.mail.test_message import outgoing

SENDER = "linchpin@linchpin.example"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server's own certificate, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(made - timedelta(days=1))
        .not_valid_after(made + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file: Path = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@contextmanager
def running(**options: Any) -> Iterator[tuple[_Inbox, int]]:
    """A server with these options of aiosmtpd; gives what it received, and its port."""
    inbox = _Inbox()
    server: Controller = _AnyPort(inbox, hostname="127.0.0.1", port=0, **options)
    server.start()
    try:
        yield inbox, int(server.port)
    finally:
        server.stop()


def send(server: Server, address: str = "ann@customer.example", transport: SmtpTransport | None = None) -> None:
    to = mailbox(address)
    chosen = transport or SmtpTransport(server)
    chosen.send(build(outgoing(to=to)), SENDER, to)
    chosen.rest()


def _accept(_server: object, _session: object, _envelope: object, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.password == b"right", handled=False)


def test_starttls_is_used_where_it_is_offered(certificate: ssl.SSLContext) -> None:
    with running(tls_context=certificate, require_starttls=True) as (inbox, port):
        send(Server("127.0.0.1", port, tls=False))
        assert len(inbox.mails) == 1


def test_tls_from_the_first_byte(certificate: ssl.SSLContext) -> None:
    with running(ssl_context=certificate) as (inbox, port):
        send(Server("127.0.0.1", port, tls=True))
        assert len(inbox.mails) == 1


def test_a_wrong_password_is_ours_to_mend_and_no_bounce() -> None:
    with running(authenticator=_accept, auth_require_tls=False, auth_required=True) as (inbox, port):
        send(Server("127.0.0.1", port, tls=False, user="ann", password="right"))
        with pytest.raises(Deferred, match="535") as refused:
            send(Server("127.0.0.1", port, tls=False, user="ann", password="wrong"))
        assert refused.value.whole_server
        assert len(inbox.mails) == 1


def test_a_password_is_not_sent_in_the_clear_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Server, "is_local", property(lambda _: False))
    with running(authenticator=_accept, auth_require_tls=False) as (inbox, port):
        with pytest.raises(Deferred, match="not sent in the clear"):
            send(Server("127.0.0.1", port, tls=False, user="ann", password="right"))
        assert inbox.mails == []


def test_another_machines_certificate_must_be_right(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Server, "is_local", property(lambda _: False))
    with running(tls_context=certificate) as (inbox, port):
        with pytest.raises(Deferred, match="encryption failed"):
            send(Server("127.0.0.1", port, tls=False))
        assert inbox.mails == []


def test_one_connection_serves_many_mails_and_is_renewed_when_the_server_hung_up(mail_server: MailServer) -> None:
    transport = SmtpTransport(Server(mail_server.host, mail_server.port, tls=False))
    to = mailbox("ann@customer.example")
    for _ in range(2):
        transport.send(build(outgoing()), SENDER, to)
    client = transport._client
    assert client is not None
    assert client.sock is not None
    client.sock.close()
    transport.send(build(outgoing()), SENDER, to)
    transport.rest()
    assert len(mail_server.mails) == 3


def test_an_international_address_goes_to_servers_that_take_it_and_bounces_from_others() -> None:
    with running(enable_SMTPUTF8=False) as (_, port), pytest.raises(Bounced, match="no addresses with letters other"):
        send(Server("127.0.0.1", port, tls=False), "李@例子.example")
    with running(enable_SMTPUTF8=True) as (inbox, port):
        send(Server("127.0.0.1", port, tls=False), "李@例子.example")
        assert inbox.mails[0].recipients == ("李@xn--fsqu00a.example",)


@pytest.mark.parametrize(
    ("answer", "no_such_mailbox"),
    [
        ("550 5.1.1 unknown", True),
        ("550 unknown", True),
        ("550 5.7.1 blocked", False),
        ("552 5.2.2 full", False),
        ("553 not allowed", True),
    ],
)
def test_only_an_address_that_is_none_counts_as_none(
    mail_server: MailServer, answer: str, no_such_mailbox: bool
) -> None:
    mail_server.answer_next_recipient_with(answer)
    with pytest.raises(Bounced) as bounce:
        send(Server(mail_server.host, mail_server.port, tls=False))
    assert bounce.value.no_such_mailbox is no_such_mailbox
    assert bounce.value.said == answer


def test_a_recipient_who_is_put_off_is_tried_again(mail_server: MailServer) -> None:
    mail_server.answer_next_recipient_with("450 4.2.0 greylisted")
    with pytest.raises(Deferred) as deferred:
        send(Server(mail_server.host, mail_server.port, tls=False))
    assert not deferred.value.whole_server
