"""What counts as returned: notices of failure with our mail in them, and nothing else."""

import pytest

from service.mail.returned import Returned, returned_in

OURS = "<17.abc@linchpin.example>"


def notice(*recipients: dict[str, str], message_id: str | None = OURS, headers_only: bool = False) -> bytes:
    """A notice as mail servers write it (RFC 3464)."""
    blocks = [{"Reporting-MTA": "dns; mx.example"}, *recipients]
    status = "\n\n".join("\n".join(f"{name}: {value}" for name, value in block.items()) for block in blocks)
    named = "" if message_id is None else f"Message-ID: {message_id}\n"
    kind, body = ("text/rfc822-headers", "") if headers_only else ("message/rfc822", "\nHello.\n")
    text = f"""From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain

I am sorry to have to inform you.

--=_b
Content-Type: message/delivery-status

{status}

--=_b
Content-Type: {kind}

{named}Subject: How are we doing?
{body}
--=_b--
"""
    return text.replace("\n", "\r\n").encode()


def failed(address: str = "ann@x.example", status: str = "5.1.1", **more: str) -> dict[str, str]:
    """The block of one recipient who was not reached."""
    return {"Final-Recipient": f"rfc822; {address}", "Action": "failed", "Status": status, **more}


@pytest.mark.parametrize("headers_only", [False, True])
def test_a_notice_of_failure_names_mail_address_and_reason(headers_only: bool) -> None:
    block = failed(**{"Diagnostic-Code": "smtp; 550 5.1.1 no such user"})
    assert returned_in(notice(block, headers_only=headers_only)) == (
        Returned(OURS, "ann@x.example", "5.1.1 550 5.1.1 no such user", no_such_mailbox=True),
    )


def test_the_address_as_we_wrote_it_comes_before_the_one_that_it_led_to() -> None:
    block = failed("ann.lee@elsewhere.example", **{"Original-Recipient": "rfc822;ann@x.example"})
    assert [one.address for one in returned_in(notice(block))] == ["ann@x.example"]


@pytest.mark.parametrize(
    ("status", "gone"),
    [("5.1.1", True), ("5.1.10", True), ("5.2.1", True), ("5.2.2", False), ("5.7.1", False), ("4.4.7", False)],
)
def test_only_what_speaks_of_the_mailbox_says_that_there_is_none(status: str, gone: bool) -> None:
    (found,) = returned_in(notice(failed(status=status)))
    assert found.no_such_mailbox is gone


def test_of_several_recipients_those_who_were_not_reached_are_named() -> None:
    reached = {"Final-Recipient": "rfc822; ben@x.example", "Action": "relayed", "Status": "2.0.0"}
    late = {"Final-Recipient": "rfc822; cy@x.example", "Action": "delayed", "Status": "4.4.1"}
    assert [one.address for one in returned_in(notice(reached, failed(), late))] == ["ann@x.example"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: Out of office\r\n\r\nBack on Monday.",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n",
        b"Content-Type: message/rfc822\r\n\r\n",
        notice(failed(), message_id=None),
        notice(),
    ],
)
def test_anything_else_is_nothing(content: bytes) -> None:
    assert returned_in(content) == ()
