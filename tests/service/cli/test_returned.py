"""``linchpin returned``: a mail comes back after its server had taken it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine
from sqlmodel import Session

from models.account import Account
from models.person import Person
from models.report import Delivery
from models.survey import Invitation
from models.vocabulary import DeliveryKind, DeliveryState, InvitationState
from service.cli.context import CommandContext
from service.cli.returned import returned_command
from service.database import sessions
from service.mail.letter import Composed
from service.operations.enqueue_delivery import About, Recipient, enqueue_delivery
from service.queries.suppressions import is_suppressed
from service.secret_key import secret_keys
from service.settings import Settings
from tests.factories.cast import NOW
from tests.factories.surveys import make_survey
from tests.service.mail.test_returned import failed, notice

Run = Callable[..., Result]
ADDRESS = "Ann@x.example"


@pytest.fixture
def run(engine: Engine, settings: Settings) -> Run:
    context = CommandContext(clock=lambda: NOW)
    context.__dict__.update(engine=engine, settings=settings)
    return lambda *words, **more: CliRunner().invoke(returned_command, words, obj=context, **more)


def sent(engine: Engine, **invitation: object) -> str:
    """An invitation by mail that the server has taken; gives its message id."""
    with sessions(engine).begin() as session:
        account = Account(name="Acme", name_key="acme")
        person = Person(name="Ann", name_key="ann", email=ADDRESS, email_key=ADDRESS.casefold())
        session.add_all([account, person])
        session.flush()
        asked = make_survey(session, account, person, invitation=dict(invitation))
        delivery_id = enqueue_delivery(
            session,
            DeliveryKind.INVITATION,
            "one",
            Recipient(ADDRESS, "en", person_id=person.id),
            Composed("How are we doing?", "Tell us.\n", "<p>Tell us.</p>"),
            now=NOW,
            base_url="https://linchpin.example",
            about=About(invitation_id=asked.invitation.id),
        )
        delivery = session.get_one(Delivery, delivery_id)
        delivery.state = DeliveryState.SENT
        return delivery.message_id


def states(engine: Engine, settings: Settings) -> tuple[DeliveryState, InvitationState, bool]:
    """How the mail and the invitation stand, and whether the address is suppressed."""
    with Session(engine) as session:
        return (
            session.get_one(Delivery, 1).state,
            session.get_one(Invitation, 1).state,
            is_suppressed(session, ADDRESS, secret_keys(settings)),
        )


def test_a_returned_mail_marks_itself_and_its_invitation(
    engine: Engine, settings: Settings, run: Run, tmp_path: Path
) -> None:
    message_id = sent(engine)
    path = tmp_path / "notice.eml"
    path.write_bytes(notice(failed("ann@X.example"), message_id=message_id))
    assert run(str(path)).output == "1 mail marked as returned, of 1 read.\n"
    assert states(engine, settings) == (DeliveryState.BOUNCED, InvitationState.BOUNCED, True)
    with Session(engine) as session:
        assert session.get_one(Delivery, 1).error == "5.1.1"
    assert run(str(path), str(path)).output == "0 mails marked as returned, of 2 read.\n"


def test_a_full_mailbox_is_written_to_again_some_other_time(engine: Engine, settings: Settings, run: Run) -> None:
    message_id = sent(engine)
    run("-", input=notice(failed(ADDRESS, "5.2.2"), message_id=message_id))
    assert states(engine, settings) == (DeliveryState.BOUNCED, InvitationState.BOUNCED, False)


def test_an_invitation_that_was_answered_stays_so(engine: Engine, settings: Settings, run: Run) -> None:
    message_id = sent(engine, state=InvitationState.ANSWERED)
    run("-", input=notice(failed(ADDRESS), message_id=message_id))
    assert states(engine, settings)[1] is InvitationState.ANSWERED


@pytest.mark.parametrize("mine", [True, False])
def test_nobody_takes_an_address_off_the_list_by_a_forged_notice(
    engine: Engine, settings: Settings, run: Run, mine: bool
) -> None:
    message_id = sent(engine)
    forged = notice(failed("ben@x.example"), message_id=message_id) if mine else notice(failed(ADDRESS))
    assert run("-", input=forged).output == "0 mails marked as returned, of 1 read.\n"
    assert states(engine, settings) == (DeliveryState.SENT, InvitationState.SENT, False)
