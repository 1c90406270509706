"""The job process: a scheduler that only enqueues, a worker that does one run after another, outbox and chats."""

import signal
import threading
from types import FrameType

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import DBAPIError, OperationalError

from service.database import reading, writing
from service.jobs.cases import OUTSIDE
from service.jobs.context import JobContext
from service.jobs.deliver import deliver_mails
from service.jobs.work import work_once
from service.mail.way_out import transport_of
from service.operations.claim_run import has_due_run
from service.operations.enqueue_due import enqueue_due
from service.operations.enqueue_stale import enqueue_stale, has_stale
from service.operations.enqueue_waves import enqueue_waves

DUE_EVERY_SECONDS = 15
STALE_EVERY_SECONDS = 1
IDLE_SECONDS = 0.5
# While the database is away it is asked again at this pace.
AWAY_SECONDS = 5.0

log = structlog.get_logger()


def run_jobs(context: JobContext, stop: threading.Event) -> None:
    """Schedule and work until ``stop`` is set; the run at hand is finished first.

    The scheduler keeps nothing of its own: what is due stands in the database, so any number of job processes may
    run beside each other, and one that was away makes up for it.

    :raises BadServer, BadAddress: the settings for mails cannot be understood.
    """
    outbox = threading.Thread(target=deliver_mails, args=(context, transport_of(context.settings), stop), name="outbox")
    chats = threading.Thread(target=_work_outside, args=(context, stop), name="chats")
    scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
    scheduler.add_listener(_note_error, EVENT_JOB_ERROR)
    scheduler.add_job(_due, "interval", [context], seconds=DUE_EVERY_SECONDS, next_run_time=context.clock())
    scheduler.add_job(_stale, "interval", [context], seconds=STALE_EVERY_SECONDS, misfire_grace_time=3600)
    scheduler.start()
    outbox.start()
    chats.start()
    log.info("jobs started", owner=context.owner)
    try:
        while not stop.is_set():
            try:
                worked = work_once(context)
            except DBAPIError as error:
                log.warning("database does not answer", error=type(error.orig).__name__)
                stop.wait(AWAY_SECONDS)
                continue
            if not worked:
                stop.wait(IDLE_SECONDS)
    finally:
        stop.set()
        scheduler.shutdown(wait=True)
        outbox.join()
        chats.join()
        log.info("jobs stopped", owner=context.owner)


def _work_outside(context: JobContext, stop: threading.Event) -> None:
    """Do the runs that wait for others' servers until ``stop`` is set, beside the ordinary ones."""
    while not stop.is_set():
        try:
            # Looking costs nothing; only what is there to do needs the place of a writer.
            with reading(context.factory) as session:
                waiting = has_due_run(session, OUTSIDE, now=context.clock())
            worked = waiting and work_once(context, outside=True)
        except DBAPIError as error:
            log.warning("database does not answer", error=type(error.orig).__name__)
            stop.wait(AWAY_SECONDS)
            continue
        if not worked:
            stop.wait(IDLE_SECONDS)


def stop_on_signals() -> threading.Event:
    """An event that Ctrl-C and SIGTERM set."""
    stop = threading.Event()

    def note(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, note)
    signal.signal(signal.SIGTERM, note)
    return stop


def _due(context: JobContext) -> None:
    with writing(context.factory) as session:
        enqueue_due(session, now=context.clock())
        enqueue_waves(session, now=context.clock())


def _stale(context: JobContext) -> None:
    # Looking costs nothing; only what is there to take needs the place of a writer.
    with reading(context.factory) as session:
        if not has_stale(session, now=context.clock()):
            return
    with writing(context.factory) as session:
        enqueue_stale(session, now=context.clock())


def _note_error(event: JobExecutionEvent) -> None:
    if isinstance(event.exception, OperationalError):
        log.warning("database does not answer", error=type(event.exception.orig).__name__)
    else:
        log.error("scheduling failed", error=type(event.exception).__name__)
