"""Messages in the outbox, and the job process that sends them."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from models.person import Person
from models.report import Delivery
from models.vocabulary import DeliveryKind
from service.database import reading, sessions
from service.jobs.context import JobContext
from service.mail.letter import Composed
from service.operations.enqueue_delivery import Recipient, enqueue_delivery
from service.settings import Settings

BASE_URL = "https://linchpin.example"
SECRET = "a secret of the tests, of no use"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move on."""
        self.now += timedelta(**by)


def job_context(engine: Engine, folder: Path, clock: Clock, smtp_url: str = "") -> JobContext:
    """What a job process is given, in a folder of its own."""
    settings = Settings(
        home=folder,
        secret_key=SECRET,
        base_url=BASE_URL,
        smtp_url=smtp_url,
        mail_from="Linchpin <linchpin@linchpin.example>",
    )
    return JobContext(settings, sessions(engine), clock, owner="test")


def letter_to(
    session: Session, address: str, now: datetime, *, key: str = "one", name: str = "Ann Lee", **values: object
) -> int:
    """A message to a respondent at this address, in the outbox; gives its number."""
    person = Person(**{"name": name, "name_key": name.casefold(), "email": address, **values})
    session.add(person)
    session.flush()
    delivery_id = enqueue_delivery(
        session,
        DeliveryKind.NOTICE,
        key,
        Recipient(address, "en", person_id=person.id),
        Composed("How are we doing?", "Tell us.\n", "<p>Tell us.</p>"),
        now=now,
        base_url=BASE_URL,
        unsubscribe_url=f"{BASE_URL}/unsubscribe/x",
    )
    assert delivery_id is not None
    return delivery_id


def deliveries(context: JobContext) -> list[Delivery]:
    """Every message of the outbox, in order."""
    with reading(context.factory) as session:
        return list(session.execute(select(Delivery).order_by(col(Delivery.id))).scalars())
