"""Key drivers from what is stored: the shares of the same numbers as arrays, and plain words where there are none."""

import numpy as np
import pytest
from sqlmodel import Session

from models.survey import Answer, Question, SurveyVersion, Touchpoint
from models.vocabulary import SurveyPurpose
from scoring.drivers import key_drivers
from scoring.vocabulary import LifecycleStage, QuestionKind, Role
from service.auth.principal import the_service
from service.queries.feedback.driver_figures import FeedbackDrivers
from service.queries.feedback.drivers import feedback_drivers
from service.queries.feedback.wanted import Wanted
from tests.factories.cast import NOW
from tests.factories.feedback import FeedbackWorld


@pytest.fixture
def world(session: Session) -> FeedbackWorld:
    return FeedbackWorld(session)


def read(session: Session, wanted: Wanted = Wanted()) -> FeedbackDrivers:  # noqa: B008 - it is frozen
    return feedback_drivers(session, the_service(), wanted, now=NOW)


def ask(session: Session, version: SurveyVersion, **kinds: dict[str, object]) -> dict[str, Question]:
    """The questions of a version, in this order."""
    made = {}
    for position, (key, values) in enumerate(kinds.items()):
        row = Question(survey_version_id=version.id, key=key, position=position, texts={"en": key}, **values)
        session.add(row)
        made[key] = row
    session.flush()
    return made


RATED = {
    "nps": {"kind": QuestionKind.NPS, "scale_low": 0, "scale_high": 10},
    "product": {"kind": QuestionKind.SCALE, "scale_low": 1, "scale_high": 5},
    "effort": {"kind": QuestionKind.CES, "scale_low": 1, "scale_high": 7, "low_is_good": True},
}


def say(
    session: Session, world: FeedbackWorld, version: SurveyVersion, asked: dict[str, Question], rows: np.ndarray
) -> None:
    """One answer a row: NPS, then a number for each further question; NaN: not answered."""
    account = world.account(f"Account {version.id}")
    for nps, *ratings in rows.tolist():
        response = world.answer(account, world.person(account, Role.END_USER, 0.01), nps, survey=version)
        for question, number in zip(list(asked.values())[1:], ratings, strict=True):
            if number == number:
                session.add(Answer(response_id=response.id, question_id=question.id, number=number))
    session.commit()


def drawn(count: int) -> np.ndarray:
    random = np.random.default_rng(5)
    product, effort = random.integers(1, 6, count), random.integers(1, 8, count)
    nps = np.clip(np.round(product * 2 - effort * 0.4 + random.normal(0, 1, count)), 0, 10)
    return np.column_stack([nps, product, effort]).astype(float)


def test_shares_are_those_of_the_same_numbers_as_arrays(session: Session, world: FeedbackWorld) -> None:
    version, rows = world.survey("Yearly"), drawn(60)
    rows[:7, 2] = np.nan
    say(session, world, version, ask(session, version, **RATED), rows)
    found = read(session).questions
    outcome = np.digitize(rows[:, 0], (7, 9)) - 1.0
    ratings = np.column_stack([(rows[:, 1] - 1) / 4, 1 - (rows[:, 2] - 1) / 6])
    by_hand = key_drivers(("product", "effort"), ratings, outcome)
    assert by_hand is not None
    assert (found.rows, found.complete) == (60, 53)
    assert found.r_squared == pytest.approx(by_hand.r_squared)
    # The numbers stand in another order in the database: the intervals are of other resamples.
    assert [(one.key, one.importance, one.direction) for one in found.drivers] == [
        (one.name, pytest.approx(one.share), one.direction) for one in by_hand.drivers
    ]
    product = next(one for one in found.drivers if one.key == "product")
    assert product.satisfied.share == pytest.approx(float((rows[:, 1] >= 4).mean()))
    effort = next(one for one in found.drivers if one.key == "effort")
    assert effort.satisfied.share == pytest.approx(float((rows[7:, 2] <= 3).mean()))
    assert effort.mean == pytest.approx(float((1 - (rows[7:, 2] - 1) / 6).mean()))


def test_the_same_answers_give_the_same_intervals(session: Session, world: FeedbackWorld) -> None:
    version = world.survey("Yearly")
    say(session, world, version, ask(session, version, **RATED), drawn(40))
    assert read(session).questions == read(session).questions


def test_too_few_complete_answers_are_counted_and_the_need_is_said(session: Session, world: FeedbackWorld) -> None:
    version = world.survey("Yearly")
    say(session, world, version, ask(session, version, **RATED), drawn(9))
    found = read(session).questions
    assert (found.drivers, found.complete, found.needed) == ((), 9, 10)


def test_a_question_that_few_were_asked_is_named_and_left_out(session: Session, world: FeedbackWorld) -> None:
    version, rows = world.survey("Yearly"), drawn(30)
    rows[14:, 2] = np.nan
    say(session, world, version, ask(session, version, **RATED), rows)
    found = read(session).questions
    assert [one.key for one in found.drivers] == ["product"]
    assert [(one.key, one.rated) for one in found.left_out] == [("effort", 14)]


def test_the_survey_with_most_answers_is_taken_unless_one_is_chosen(session: Session, world: FeedbackWorld) -> None:
    large, small = world.survey("Large"), world.survey("Small")
    for version, count in ((large, 20), (small, 12)):
        say(session, world, version, ask(session, version, **RATED), drawn(count))
    assert read(session).survey == "Large"
    assert read(session, Wanted(survey_id=small.survey_id)).questions.rows == 12
    assert [name for _number, name in read(session).surveys] == ["Large", "Small"]


def test_answers_that_never_vary_explain_nothing(session: Session, world: FeedbackWorld) -> None:
    version, rows = world.survey("Yearly"), drawn(20)
    rows[:, 0] = 10
    say(session, world, version, ask(session, version, **RATED), rows)
    found = read(session).questions
    assert found.drivers == ()
    assert found.complete >= found.needed


def test_touchpoints_explain_the_nps_of_accounts(session: Session, world: FeedbackWorld) -> None:
    touchpoint = Touchpoint(name="Ticket solved", stage=LifecycleStage.ADOPTION)
    session.add(touchpoint)
    session.flush()
    ticket = world.survey("Ticket", purpose=SurveyPurpose.TRANSACTIONAL, touchpoint_id=touchpoint.id)
    random = np.random.default_rng(2)
    ratings, outcomes = [], []
    for number in range(12):
        account = world.account(f"Account {number}")
        marks = random.integers(1, 6, 3)
        for mark in marks.tolist():
            person = world.person(account, Role.END_USER, 0.1)
            world.answer(account, person, mark, metric=QuestionKind.CSAT, survey=ticket)
        scores = np.clip(np.round(marks.mean() * 2 + random.normal(0, 1.5, 2)), 0, 10)
        for score in scores.tolist():
            world.answer(account, world.person(account, Role.INFLUENCER, 0.1), score)
        ratings.append(((marks - 1) / 4).mean())
        outcomes.append((np.digitize(scores, (7, 9)) - 1.0).mean())
    session.commit()
    found = read(session).touchpoints
    assert (found.rows, found.complete) == (12, 12)
    correlation = np.corrcoef(ratings, outcomes)[0, 1]
    assert found.drivers[0].names[""] == "Ticket solved"
    assert found.drivers[0].importance == pytest.approx(correlation**2)


def test_without_rated_questions_there_is_nothing_to_choose(session: Session, world: FeedbackWorld) -> None:
    version = world.survey("NPS only")
    ask(session, version, nps=RATED["nps"])
    session.commit()
    found = read(session)
    assert (found.surveys, found.survey, found.questions.drivers) == ((), None, ())
