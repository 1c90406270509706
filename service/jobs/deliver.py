"""Sending what waits in the outbox: one message at a time, in a thread of its own beside the other jobs."""

import threading
from enum import Enum

import structlog
from sqlalchemy.exc import DBAPIError

from service.database import reading, writing
from service.jobs.context import JobContext
from service.mail.message import build, sender_address
from service.mail.transport import Bounced, Deferred, Transport
from service.operations.claim_delivery import (
    DeliveryClaim,
    DeliveryLost,
    claim_delivery,
    has_deliveries,
    mark_deferred,
)
from service.operations.deliver_mail import Withheld, note_bounce, note_sent, note_withheld, prepare_mail
from service.operations.issue_report import Store
from service.secret_key import secret_keys

IDLE_SECONDS = 1.0
# A server that is down is asked again at this pace; each message keeps its own, longer pauses.
AWAY_SECONDS = 15.0

log = structlog.get_logger()


class Step(Enum):
    """What one step of the outbox came to."""

    NOTHING = "nothing to send"
    DONE = "one message dealt with"
    AWAY = "the mail server cannot take any"


def deliver_once(context: JobContext, transport: Transport) -> Step:
    """Deal with the next message that is due.

    The message is claimed and the claim committed, then sent, then marked: no transaction is open while the server is
    spoken to. A process killed between the server's yes and the mark sends it once more, under the same message id.
    """
    with reading(context.factory) as session:
        if not has_deliveries(session, now=context.clock()):
            return Step.NOTHING
    with writing(context.factory) as session:
        claim = claim_delivery(session, now=context.clock())
    if claim is None:
        return Step.NOTHING
    try:
        return _deliver(context, transport, claim)
    except DeliveryLost:
        log.warning("delivery lost", delivery_id=claim.delivery_id)
    except DBAPIError:
        # The database is away: the lease runs out, and the message is taken up again.
        raise
    except Exception as error:  # the boundary of one message: whatever it is, the others must go on
        log.exception("delivery failed", delivery_id=claim.delivery_id, attempt=claim.attempt)
        _defer(context, claim, f"Not ready to be sent: {type(error).__name__}.")
    return Step.DONE


def _deliver(context: JobContext, transport: Transport, claim: DeliveryClaim) -> Step:
    settings = context.settings
    keys = secret_keys(settings)
    store = Store(settings.report_store, settings.font_folder)
    with reading(context.factory) as session:
        mail = prepare_mail(session, claim, now=context.clock(), sender=settings.mail_from, store=store, keys=keys)
    if isinstance(mail, Withheld):
        with writing(context.factory) as session:
            note_withheld(session, claim, mail)
        log.info("mail withheld", delivery_id=claim.delivery_id, state=mail.state.value)
        return Step.DONE
    try:
        transport.send(build(mail), sender_address(settings.mail_from).addr_spec, mail.to)
    except Bounced as bounce:
        with writing(context.factory) as session:
            note_bounce(session, claim, bounce, keys, now=context.clock())
        log.warning("mail bounced", delivery_id=claim.delivery_id)
        return Step.DONE
    except Deferred as deferred:
        _defer(context, claim, deferred.said)
        return Step.AWAY if deferred.whole_server else Step.DONE
    with writing(context.factory) as session:
        note_sent(session, claim, now=context.clock())
    log.info("mail sent", delivery_id=claim.delivery_id, attempt=claim.attempt)
    return Step.DONE


def _defer(context: JobContext, claim: DeliveryClaim, reason: str) -> None:
    try:
        with writing(context.factory) as session:
            state = mark_deferred(session, claim, reason, now=context.clock())
    except DeliveryLost:
        log.warning("delivery lost", delivery_id=claim.delivery_id)
        return
    log.warning("mail deferred", delivery_id=claim.delivery_id, attempt=claim.attempt, state=state.value)


def deliver_mails(context: JobContext, transport: Transport, stop: threading.Event) -> None:
    """Send what is due until ``stop`` is set; the message at hand is finished first.

    It has a thread of its own, since a slow mail server must not keep scores waiting.
    """
    while not stop.is_set():
        try:
            step = deliver_once(context, transport)
        except DBAPIError as error:
            log.warning("database does not answer", error=type(error.orig).__name__)
            step = Step.AWAY
        if step is not Step.DONE:
            transport.rest()
            stop.wait(AWAY_SECONDS if step is Step.AWAY else IDLE_SECONDS)
    transport.rest()
