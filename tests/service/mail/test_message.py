"""A message is built the same each time; addresses are read strictly; names cannot add headers."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from service.addresses import BadAddress, mailbox
from service.mail.folder import FolderTransport, file_name
from service.mail.kept import kept_mail
from service.mail.message import Attachment, Outgoing, build, octets, sender_address
from service.mail.server import BadServer, server_of
from service.mail.transport import Deferred
from service.mail.way_out import transport_of
from service.settings import Settings

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def outgoing(**values: object) -> Outgoing:
    return Outgoing(
        **{
            "sender": "Linchpin <linchpin@linchpin.example>",
            "to": mailbox("ann@customer.example"),
            "to_name": "Ann Lee",
            "subject": "How are we doing?",
            "text": "Tell us: 你好.\n",
            "html": "<p>Tell us: 你好.</p>",
            "message_id": "<1@linchpin.example>",
            "language": "en",
            "written_at": NOW,
            **values,
        }
    )  # type: ignore[arg-type]  # the values that a test varies


def test_a_message_carries_both_forms_and_its_file() -> None:
    message = build(outgoing(attachments=(Attachment("华曜 - Renewal risk.pdf", b"%PDF-1.7"),)))
    read = message_from_bytes(octets(message, mailbox("ann@customer.example")), policy=policy.default)
    assert read["From"] == "Linchpin <linchpin@linchpin.example>"
    assert read["To"] == "Ann Lee <ann@customer.example>"
    assert read["Date"] == "Sun, 01 Mar 2026 09:00:00 +0000"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["List-Unsubscribe"] is None
    text, html = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == ["Tell us: 你好."]
    assert html.get_content().splitlines() == ["<p>Tell us: 你好.</p>"]
    (attached,) = read.iter_attachments()
    assert attached.get_filename() == "华曜 - Renewal risk.pdf"
    assert attached.get_content() == b"%PDF-1.7"


def test_the_same_message_is_the_same_to_the_byte() -> None:
    to = mailbox("ann@customer.example")
    assert octets(build(outgoing()), to) == octets(build(outgoing()), to)


@pytest.mark.parametrize("field", ["to_name", "subject", "language", "sender_name", "url", "file"])
def test_a_line_break_starts_no_header(field: str) -> None:
    wicked = "x\r\nBcc: all@customer.example\r\n\r\nbody"
    values: dict[str, dict[str, object]] = {
        "sender_name": {"sender": '"x\r\nBcc: all@customer.example" <linchpin@linchpin.example>'},
        "url": {"unsubscribe_url": f"https://l.example/{wicked}"},
        "file": {"attachments": (Attachment(wicked, b"x"),)},
    }
    sent = octets(build(outgoing(**values.get(field, {field: wicked}))), mailbox("ann@customer.example"))
    read = message_from_bytes(sent, policy=policy.default)
    assert read["Bcc"] is None
    assert read["To"] is not None
    assert b"\nBcc:" not in sent


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ann@customer.example", "ann@customer.example"),
        (" ann.lee+x@Customer.Example ", "ann.lee+x@customer.example"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("李@例子.example", "李@xn--fsqu00a.example"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_addresses_are_read(written: str, read: str) -> None:
    assert mailbox(written).address == read


@pytest.mark.parametrize(
    "written",
    ["", "ann", "@x.example", "ann@", "a b@x.example", "ann@x..example", "a@b@x.example", "ann@-x.example",
     "ann@x.example\nBcc: b@x.example", "<ann@x.example>", ".ann@x.example", "a..b@x.example", "x" * 65 + "@x.example",
     "ann@" + "x" * 64 + ".example", "ann@x.example,bob@x.example", "ann@x_y.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(BadAddress):
        mailbox(written)


@pytest.mark.parametrize(
    "url", ["", "mail.example", "http://mail.example", "smtp://", "smtp://host:port", "smtp://h:99999", "smtp://h/x"]
)
def test_a_server_that_cannot_be_understood_is_refused(url: str) -> None:
    with pytest.raises(BadServer):
        server_of(url)


def test_ports_follow_the_way_of_speaking() -> None:
    assert [server_of(url).port for url in ("smtp://m.example", "smtp://u@m.example", "smtps://m.example")] == [
        25,
        587,
        465,
    ]
    assert server_of("smtp://[::1]").is_local
    assert not server_of("smtp://10.0.0.1").is_local


def test_wrong_settings_are_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadAddress):
        transport_of(Settings(home=tmp_path, mail_from="nobody"))
    with pytest.raises(BadServer):
        transport_of(Settings(home=tmp_path, smtp_url="mail.example"))
    assert str(sender_address('"Lin, Chpin" <l@x.example>')) == '"Lin, Chpin" <l@x.example>'


def test_a_written_mail_replaces_itself_and_is_read_back(tmp_path: Path) -> None:
    to = mailbox("李@例子.example")
    message = build(
        outgoing(to=to, attachments=(Attachment("r.pdf", b"12345"),), unsubscribe_url="https://l.example/u")
    )
    folder = FolderTransport(tmp_path / "mail")
    for _ in range(2):
        folder.send(message, "linchpin@linchpin.example", to)
    assert [path.name for path in (tmp_path / "mail").iterdir()] == [file_name("<1@linchpin.example>")]
    kept = kept_mail(tmp_path / "mail", "<1@linchpin.example>")
    assert kept is not None
    assert (kept.subject, kept.text, kept.html) == (
        "How are we doing?",
        "Tell us: 你好.\n",
        "<p>Tell us: 你好.</p>\n",
    )
    assert kept.attachments == (("r.pdf", 5),)
    assert kept.unsubscribe == "<https://l.example/u>"
    assert kept_mail(tmp_path / "mail", "<2@linchpin.example>") is None


def test_a_folder_that_cannot_be_written_is_tried_again_later(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file is in the way")
    with pytest.raises(Deferred, match="cannot be written"):
        FolderTransport(tmp_path / "mail").send(build(outgoing()), "x", mailbox("ann@customer.example"))
