"""Whoever changes an answer changes what its case is about; the case stays with the one who works it."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from models.case import Case, CaseEvent, Notice
from models.survey import Response
from models.vocabulary import CaseOrigin, CaseState, NoticeKind
from service.database import sessions
from service.operations.amend_answer import amend_answer
from service.operations.answer_invitation import answer_invitation
from service.operations.open_cases_by_rule import open_cases_by_rule
from service.queries.case_note import public_note
from tests.factories.cast import NOW, Cast, login
from tests.factories.surveys import Asked, make_survey


@pytest.fixture
def asked(engine: Engine, cast: Cast) -> Asked:
    """Somebody gave a 2; a case was opened for it."""
    with sessions(engine).begin() as session:
        made = make_survey(session, cast.account_a, cast.people_a[0])
        session.flush()
        answer_invitation(session, made.invitation.nonce, {"nps": "2", "reason": "slow"}, language="en", now=NOW)
        open_cases_by_rule(session, [cast.account_a.id], now=NOW)
        session.expunge_all()
    return made


def case_about(session: Session, cast: Cast) -> Case:
    statement = select(Case).where(
        col(Case.person_id) == cast.people_a[0].id, col(Case.origin) == CaseOrigin.UNHAPPY_ANSWER
    )
    return session.execute(statement).scalar_one()


def amend(engine: Engine, asked: Asked, number: int) -> None:
    with sessions(engine).begin() as session:
        amend_answer(session, asked.invitation.nonce, {"nps": str(number)}, language="en", now=NOW)


def test_the_case_turns_to_the_answer_as_it_now_stands_and_stays_open(engine: Engine, cast: Cast, asked: Asked) -> None:
    amend(engine, asked, 9)
    with sessions(engine)() as session:
        case = case_about(session, cast)
        answer = session.get_one(Response, case.response_id)
        kinds = session.execute(select(col(CaseEvent.kind)).where(col(CaseEvent.case_id) == case.id)).scalars()
        told = session.execute(select(col(Notice.kind)).where(col(Notice.case_id) == case.id)).scalars()
        assert (answer.score, answer.superseded_at, case.state) == (9.0, None, CaseState.OPEN)
        assert sorted(kinds) == ["amended", "opened"]
        assert set(told) == {NoticeKind.ASSIGNED, NoticeKind.JOINED}


def test_an_answer_that_stays_low_is_not_counted_a_second_time(engine: Engine, cast: Cast, asked: Asked) -> None:
    amend(engine, asked, 3)
    with sessions(engine).begin() as session:
        came = open_cases_by_rule(session, [cast.account_a.id], now=NOW)
        assert came.get("joined", 0) == 0
        assert case_about(session, cast).response_id is not None


def test_the_page_of_the_case_shows_both_numbers_to_those_who_may_read_answers(
    client: FlaskClient, engine: Engine, cast: Cast, asked: Asked
) -> None:
    amend(engine, asked, 9)
    with sessions(engine)() as session:
        number = case_about(session, cast).id
    page = login(client, cast.csm).get(f"/cases/{number}").text
    assert "before: 2" in page
    assert "Whoever gave the answer has changed it" in page
    assert "before: 2" not in login(client, cast.read_only).get(f"/cases/{number}").text


def test_a_second_answer_that_joined_a_case_is_told_what_was_done_too(engine: Engine, cast: Cast, asked: Asked) -> None:
    with sessions(engine).begin() as session:
        again = make_survey(session, cast.account_a, cast.people_a[0])
        answer_invitation(session, again.invitation.nonce, {"nps": "1"}, language="en", now=NOW)
        open_cases_by_rule(session, [cast.account_a.id], now=NOW)
        case_about(session, cast).public_note = "Faster now."
        session.flush()
        assert public_note(session, again.invitation.id) == "Faster now."
        assert public_note(session, asked.invitation.id) == "Faster now."
