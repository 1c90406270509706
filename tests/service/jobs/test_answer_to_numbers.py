"""From three presses to the numbers: answers of three roles that disagree, carried by the real pages and the worker."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine, delete, select
from sqlmodel import Session, col

from models.account import Account
from models.person import Person
from models.survey import Response
from scoring.feedback_parameters import DEFAULT_FEEDBACK
from scoring.vocabulary import Role
from service.app import create_app
from service.auth.principal import the_service
from service.database import reading, sessions, writing
from service.jobs.context import JobContext
from service.jobs.work import work_once
from service.operations.enqueue_stale import enqueue_stale
from service.operations.score_accounts import score_accounts
from service.queries.account_feedback import account_feedback
from service.queries.known_on import KnownOn
from service.queries.scores import AccountScores, account_scores
from service.settings import Settings
from tests.factories.cast import NOW
from tests.factories.golden import Golden, golden_account
from tests.factories.surveys import make_invitation, make_survey, token_of

LATER = NOW + timedelta(minutes=1)
# Decision weights of the golden example, in exact fractions: CFO, VP, IT, user.
OMEGA = {"cfo": 17 / 44, "vp": 7 / 33, "it": 13 / 88, "user": 67 / 264}


@pytest.fixture
def golden(engine: Engine) -> Golden:
    """The golden example, scored before anybody is asked; its people's earlier answers are of the same day."""
    with writing(sessions(engine)) as session:
        made = golden_account(session, NOW)
        score_accounts(session, the_service("test"), [made.account], now=NOW)
    return made


def answer_all(settings: Settings, engine: Engine, golden: Golden, numbers: dict[str, int]) -> None:
    """Ask these people by one survey, and let each of them answer by the page of their link."""
    factory = sessions(engine)
    with writing(factory) as session:
        account = session.get_one(Account, golden.account)
        first, *others = numbers
        asked = make_survey(session, account, session.get_one(Person, getattr(golden, first)))
        invitations = {first: asked.invitation}
        for who in others:
            person = session.get_one(Person, getattr(golden, who))
            invitations[who] = make_invitation(session, asked.version, account, person)
        paths = {who: f"/r/{token_of(settings, invitation)}" for who, invitation in invitations.items()}
    client = create_app(settings, engine=engine, clock=lambda: LATER).test_client()
    for who, number in numbers.items():
        assert client.post(paths[who], data={"nps": str(number)}).status_code == 303


def work_until_done(settings: Settings, engine: Engine, now: datetime) -> None:
    """What the job process does in its next turn, without its waiting."""
    context = JobContext(settings, sessions(engine), clock=lambda: now)
    with writing(context.factory) as session:
        enqueue_stale(session, now=now)
    for turn in count():
        assert turn < 10
        if not work_once(context):
            return


def stance(nps: int) -> float:
    return (nps - 5) / 5


def test_three_roles_that_disagree_move_forecast_nps_coverage_and_score(
    settings: Settings, engine: Engine, golden: Golden
) -> None:
    before = _scores(engine, golden.account)
    answer_all(settings, engine, golden, {"cfo": 2, "it": 10, "user": 9})
    assert _scores(engine, golden.account).chain.forecast == before.chain.forecast, "nothing is scored in the request"
    work_until_done(settings, engine, LATER)
    after = _scores(engine, golden.account)

    # Both answers of a person are certain and of one day, so each counts half: methods 1.C.
    expected = {
        "cfo": (stance(4) + stance(2)) / 2,
        "vp": stance(9),
        "it": (stance(5) + stance(10)) / 2,
        "user": (stance(8) + stance(9)) / 2,
    }
    forecast = sum(OMEGA[who] * expected[who] for who in OMEGA)
    assert before.chain.forecast == pytest.approx(323 / 1320, abs=1e-9)
    assert after.chain.forecast == pytest.approx(forecast, abs=1e-6)
    weights = {person.person_id: person.weight for person in after.chain.people}
    for who, weight in OMEGA.items():
        assert weights[getattr(golden, who)] == pytest.approx(weight, abs=1e-6)
    # Sentiment maps the forecast onto 0-100: it moved the same way.
    assert (after.health.score > before.health.score) is (forecast > 323 / 1320)

    with reading(sessions(engine)) as session:
        said = account_feedback(session, the_service("test"), golden.account, KnownOn.at(LATER), DEFAULT_FEEDBACK)
    by_role = {result.role: result for result in said.roles}
    # Detractor 2 and 4 of the CFO, promoter 9 of the VP: (1 - 2) / 3.
    assert by_role[Role.DECISION_MAKER].feedback.reported.plain == pytest.approx(-100 / 3)
    # 5 is a detractor, 10 a promoter; 8 is passive, 9 a promoter.
    assert by_role[Role.INFLUENCER].feedback.reported.plain == pytest.approx(0.0)
    assert by_role[Role.END_USER].feedback.reported.plain == pytest.approx(50.0)
    assert said.response_coverage == pytest.approx(1.0)


def test_the_response_coverage_grows_by_the_decision_weight_of_who_answered(
    settings: Settings, engine: Engine, golden: Golden
) -> None:
    with writing(sessions(engine)) as session:
        _forget_answers(session, golden.account)
        score_accounts(session, the_service("test"), [golden.account], now=NOW)
    assert _coverage(engine, golden.account, NOW) == pytest.approx(0.0)
    answer_all(settings, engine, golden, {"vp": 9, "user": 3})
    work_until_done(settings, engine, LATER)
    assert _coverage(engine, golden.account, LATER) == pytest.approx(OMEGA["vp"] + OMEGA["user"], abs=1e-6)
    forecast = OMEGA["vp"] * stance(9) + OMEGA["user"] * stance(3)
    assert _scores(engine, golden.account).chain.forecast == pytest.approx(forecast, abs=1e-6)


def test_an_answer_waits_for_the_next_run_of_its_account_only(
    settings: Settings, engine: Engine, golden: Golden
) -> None:
    with writing(sessions(engine)) as session:
        other = golden_account(session, NOW, name="Untouched")
        score_accounts(session, the_service("test"), [other.account], now=NOW)
    answer_all(settings, engine, golden, {"cfo": 0})
    with reading(sessions(engine)) as session:
        waiting = session.execute(select(col(Account.id)).where(col(Account.stale_since).is_not(None))).scalars()
        assert list(waiting) == [golden.account]
    work_until_done(settings, engine, LATER)
    assert _scores(engine, other.account).chain.forecast == pytest.approx(323 / 1320, abs=1e-9)


def _forget_answers(session: Session, account_id: int) -> None:
    session.execute(delete(Response).where(col(Response.account_id) == account_id))


def _scores(engine: Engine, account_id: int) -> AccountScores:
    with reading(sessions(engine)) as session:
        found = account_scores(session, the_service("test"), account_id, KnownOn.at(LATER))
    assert found is not None
    return found


def _coverage(engine: Engine, account_id: int, now: datetime) -> float | None:
    with reading(sessions(engine)) as session:
        return account_feedback(
            session, the_service("test"), account_id, KnownOn.at(now), DEFAULT_FEEDBACK
        ).response_coverage
