"""A case that is solved asks its person afterwards: at a decent hour where they are, and says what was done."""

from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import Session

from models.case import Case
from models.survey import Invitation
from service.app import create_app
from service.database import sessions
from service.inputs.case import CaseResolution
from service.mail.survey_mail import invitation_mail
from service.operations.post_invitations import asking_of, wording_of
from service.operations.resolve_case import resolve_case
from service.settings import Settings
from tests.factories.surveys import token_of
from tests.factories.waves import NOW, OFFICE, Sending, make_person, make_sending

DONE = "The report that was slow now takes two seconds."


def solved(session: Session, note: str | None = DONE) -> tuple[Sending, Invitation]:
    """A case about somebody in New York, solved on Tuesday at ten in UTC, with the question whether it helped."""
    sending = make_sending(session)
    person = make_person(session, sending.account, time_zone="America/New_York")
    case = Case(account_id=sending.account.id, person_id=person.id, title="Unhappy", assignee_id=sending.csm.id)
    session.add(case)
    session.flush()
    said = CaseResolution(resolution="Called.", public_note=note, follow_up_survey_id=sending.survey.id)
    resolve_case(session, sending.principal(session), case.id, said, now=NOW)
    assert case.follow_up_invitation_id is not None
    return sending, session.get_one(Invitation, case.follow_up_invitation_id)


def test_a_week_later_it_waits_until_nine_o_clock_of_whoever_is_asked(session: Session) -> None:
    _sending, invitation = solved(session)
    # In New York the clocks changed on the Sunday in between: five hours behind became four.
    assert invitation.send_at == datetime(2026, 3, 10, 13, 0, tzinfo=UTC)


def test_its_mail_says_what_was_done_in_text_and_html(session: Session) -> None:
    sending, invitation = solved(session)
    wording = wording_of(session, sending.version.id)
    mail = invitation_mail(asking_of(session, invitation, wording, OFFICE, now=NOW))
    for text in (mail.text, mail.html):
        assert text.index("What we did about it") < text.index(DONE) < text.index("How likely are you")


def test_without_a_note_its_mail_says_nothing_of_the_kind(session: Session) -> None:
    sending, invitation = solved(session, note=None)
    mail = invitation_mail(asking_of(session, invitation, wording_of(session, sending.version.id), OFFICE, now=NOW))
    assert "What we did about it" not in mail.text


def test_its_page_says_what_was_done_before_it_asks(engine: Engine, settings: Settings) -> None:
    with sessions(engine).begin() as session:
        _sending, invitation = solved(session)
        path = f"/r/{token_of(settings, invitation)}"
    client: FlaskClient = create_app(settings, engine=engine, clock=lambda: NOW).test_client()
    page = client.get(path).text
    assert page.index("What we did about it") < page.index(DONE) < page.index("How likely are you")
