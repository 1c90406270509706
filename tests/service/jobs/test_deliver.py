"""A message leaves the outbox once, waits while the server will not have it, and is not sent to whom it must not go."""

import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models.person import Person
from models.report import Delivery
from models.vocabulary import DeliveryState
from service.database import writing
from service.jobs.context import JobContext
from service.jobs.deliver import Step, deliver_mails, deliver_once
from service.mail.folder import FolderTransport
from service.mail.server import Server
from service.mail.smtp import SmtpTransport
from service.mail.way_out import transport_of
from service.operations.claim_delivery import LEASE, PAUSES, DeliveryLost, claim_delivery, mark_sent
from service.operations.suppress_address import suppress_address
from service.queries.suppressions import is_suppressed
from tests.factories.outbox import BASE_URL, SECRET, Clock, deliveries, job_context, letter_to
from tests.fixtures.smtp import MailServer

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def context(engine: Engine, clock: Clock, tmp_path: Path, mail_server: MailServer) -> JobContext:
    return job_context(engine, tmp_path, clock, mail_server.url)


def _enqueue(context: JobContext, address: str = "ann@customer.example", **values: object) -> int:
    with writing(context.factory) as session:
        return letter_to(session, address, NOW, **values)  # type: ignore[arg-type]  # the values of a person


def test_a_message_is_sent_once(context: JobContext, mail_server: MailServer) -> None:
    _enqueue(context)
    transport = transport_of(context.settings)
    assert [deliver_once(context, transport) for _ in range(2)] == [Step.DONE, Step.NOTHING]
    transport.rest()
    (mail,) = mail_server.mails
    assert mail.recipients == ("ann@customer.example",)
    assert mail.sender == "linchpin@linchpin.example"
    assert mail.message["Subject"] == "How are we doing?"
    assert mail.message["List-Unsubscribe"] == f"<{BASE_URL}/unsubscribe/x>"
    assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (delivery,) = deliveries(context)
    assert mail.message["Message-ID"] == delivery.message_id
    assert (delivery.state, delivery.attempts, delivery.sent_at) == (DeliveryState.SENT, 1, NOW)


def test_the_same_key_is_enqueued_once(context: JobContext) -> None:
    _enqueue(context)
    with writing(context.factory) as session, pytest.raises(AssertionError):
        letter_to(session, "ann@customer.example", NOW)
    assert len(deliveries(context)) == 1


@pytest.mark.parametrize("answer", ["451 4.3.0 try later", "421 too busy"])
def test_a_busy_server_is_asked_again_later_with_the_same_message_id(
    context: JobContext, mail_server: MailServer, clock: Clock, answer: str
) -> None:
    _enqueue(context)
    mail_server.answer_next_with(answer)
    transport = transport_of(context.settings)
    deliver_once(context, transport)
    (waiting,) = deliveries(context)
    assert (waiting.state, waiting.next_attempt_at) == (DeliveryState.WAITING, NOW + PAUSES[0])
    assert waiting.error == answer
    assert deliver_once(context, transport) is Step.NOTHING
    clock.now += PAUSES[0]
    assert deliver_once(context, transport) is Step.DONE
    transport.rest()
    assert [mail.message["Message-ID"] for mail in mail_server.mails] == [waiting.message_id]
    assert deliveries(context)[0].attempts == 2


def test_a_server_that_is_down_is_given_a_day(context: JobContext, mail_server: MailServer, clock: Clock) -> None:
    _enqueue(context)
    mail_server.stop()
    transport = transport_of(context.settings)
    attempts = 0
    while deliveries(context)[0].state is DeliveryState.WAITING:
        clock.now = deliveries(context)[0].next_attempt_at
        assert deliver_once(context, transport) is Step.AWAY
        attempts += 1
    assert attempts == len(PAUSES) + 1
    assert clock.now - NOW == sum(PAUSES, timedelta())
    assert timedelta(hours=23) <= clock.now - NOW <= timedelta(hours=25)
    (given_up,) = deliveries(context)
    assert given_up.state is DeliveryState.FAILED
    assert given_up.error is not None
    assert "does not answer" in given_up.error


def test_a_server_that_says_nothing_is_left_after_the_time_out(context: JobContext) -> None:
    _enqueue(context)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        transport = SmtpTransport(Server("127.0.0.1", silent.getsockname()[1], tls=False), timeout=0.2)
        assert deliver_once(context, transport) is Step.AWAY
    assert deliveries(context)[0].error == "The mail server does not answer: no answer in time"


def test_a_refusal_for_good_is_a_bounce_and_an_address_that_is_none_is_not_written_to_again(
    context: JobContext, mail_server: MailServer
) -> None:
    _enqueue(context, "gone@customer.example", key="one")
    _enqueue(context, "spam@customer.example", key="two")
    mail_server.answer_next_recipient_with("550 5.1.1 no such person", "250 OK")
    mail_server.answer_next_with("554 5.7.1 looks like spam")
    transport = transport_of(context.settings)
    assert [deliver_once(context, transport) for _ in range(3)] == [Step.DONE, Step.DONE, Step.NOTHING]
    transport.rest()
    assert [(one.state, one.error) for one in deliveries(context)] == [
        (DeliveryState.BOUNCED, "550 5.1.1 no such person"),
        (DeliveryState.BOUNCED, "554 5.7.1 looks like spam"),
    ]
    with writing(context.factory) as session:
        assert is_suppressed(session, "Gone@customer.example", [SECRET])
        assert not is_suppressed(session, "spam@customer.example", [SECRET])


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"unsubscribed_at": NOW}, "The person does not want mails."),
        ({"do_not_contact": True}, "The person is not to be contacted."),
        ({"left_on": NOW.date()}, "The person has left."),
        ({"erased_at": NOW}, "The person was erased."),
    ],
)
def test_whoever_must_not_be_written_to_gets_nothing(
    context: JobContext, mail_server: MailServer, values: dict[str, object], reason: str
) -> None:
    _enqueue(context, **values)
    assert deliver_once(context, transport_of(context.settings)) is Step.DONE
    assert mail_server.mails == []
    (delivery,) = deliveries(context)
    assert (delivery.state, delivery.error) == (DeliveryState.SUPPRESSED, reason)


def test_a_suppressed_address_stays_suppressed_when_the_person_is_imported_anew(
    context: JobContext, mail_server: MailServer
) -> None:
    with writing(context.factory) as session:
        suppress_address(session, "ann@customer.example", "unsubscribed", [SECRET], now=NOW)
        suppress_address(session, "ann@customer.example", "erased", [SECRET], now=NOW)
    _enqueue(context, " ANN@Customer.example")
    deliver_once(context, transport_of(context.settings))
    assert mail_server.mails == []
    assert deliveries(context)[0].state is DeliveryState.SUPPRESSED


def test_what_is_no_address_bounces_without_a_word_to_the_server(context: JobContext, mail_server: MailServer) -> None:
    _enqueue(context, "ann@customer.example\r\nRCPT TO:<all@customer.example>")
    deliver_once(context, transport_of(context.settings))
    assert mail_server.mails == []
    assert deliveries(context)[0].state is DeliveryState.BOUNCED


def test_a_message_that_cannot_be_made_waits_and_the_rest_goes_on(
    context: JobContext, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _enqueue(context, key="one")
    _enqueue(context, "bob@customer.example", key="two")
    real = Session.get_one

    def broken(self: Session, entity: type, ident: object, **options: object) -> object:
        if entity is Delivery and ident == first:
            raise RuntimeError("secret: 42")
        return real(self, entity, ident, **options)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(Session, "get_one", broken)
    transport = transport_of(context.settings)
    assert [deliver_once(context, transport) for _ in range(2)] == [Step.DONE, Step.DONE]
    transport.rest()
    assert [mail.recipients for mail in mail_server.mails] == [("bob@customer.example",)]
    waiting = deliveries(context)[0]
    assert (waiting.state, waiting.error) == (DeliveryState.WAITING, "Not ready to be sent: RuntimeError.")


def test_a_worker_paused_past_its_lease_marks_nothing(context: JobContext) -> None:
    _enqueue(context)
    late = NOW + LEASE + timedelta(seconds=1)
    with writing(context.factory) as session:
        paused = claim_delivery(session, now=NOW)
        assert claim_delivery(session, now=NOW) is None
    with writing(context.factory) as session:
        other = claim_delivery(session, now=late)
    assert paused is not None
    assert other is not None
    with pytest.raises(DeliveryLost), writing(context.factory) as session:
        mark_sent(session, paused, now=late)
    with writing(context.factory) as session:
        mark_sent(session, other, now=late)
    assert deliveries(context)[0].sent_at == late


def test_what_every_worker_dies_of_is_set_aside(context: JobContext) -> None:
    _enqueue(context)
    now, claims = NOW, 0
    while True:
        with writing(context.factory) as session:
            if claim_delivery(session, now=now) is None:
                break
        claims += 1
        now += LEASE + timedelta(seconds=1)
    assert claims == len(PAUSES) + 1
    assert deliveries(context)[0].state is DeliveryState.FAILED


def test_without_a_server_mails_are_written_into_the_folder_whole(engine: Engine, clock: Clock, tmp_path: Path) -> None:
    context = job_context(engine, tmp_path, clock)
    with writing(context.factory) as session:
        letter_to(session, "李@例子.example", NOW, name="李\r\nBcc: all@customer.example")
    transport = transport_of(context.settings)
    assert isinstance(transport, FolderTransport)
    assert deliver_once(context, transport) is Step.DONE
    (file,) = context.settings.mail_folder.iterdir()
    assert file.suffix == ".eml"
    content = file.read_bytes()
    assert "李@xn--fsqu00a.example".encode() in content
    assert b"\nBcc:" not in content
    assert deliveries(context)[0].state is DeliveryState.SENT


def test_the_outbox_is_worked_off_until_it_is_told_to_stop(
    engine: Engine, context: JobContext, mail_server: MailServer
) -> None:
    for number in range(3):
        _enqueue(context, f"p{number}@customer.example", key=str(number))
    stop = threading.Event()

    class Stopping(SmtpTransport):
        def rest(self) -> None:
            super().rest()
            stop.set()

    deliver_mails(context, Stopping(Server(mail_server.host, mail_server.port, tls=False)), stop)
    assert len(mail_server.mails) == 3
    assert {one.state for one in deliveries(context)} == {DeliveryState.SENT}
    with writing(context.factory) as session:
        assert session.get(Person, 1) is not None
