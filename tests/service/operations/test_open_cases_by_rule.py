"""One cause, one case: whatever the rules see, however often they are asked."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from models.account import Account
from models.case import Case, CaseEvent, CaseRule, CaseStep, Notice
from models.person import Person
from models.score import ChainScore, HealthScore, ScoreGeneration
from models.signal import Ticket
from models.survey import Invitation, Response, Survey, SurveyVersion
from models.user import User
from models.vocabulary import (
    CaseOrigin,
    CaseState,
    GenerationKind,
    GenerationState,
    InvitationState,
    NoticeKind,
    Urgency,
)
from scoring.vocabulary import QuestionKind
from service.auth.principal import the_service
from service.database import sessions
from service.inputs.case import CaseChange
from service.operations.change_case import change_case
from service.operations.open_cases_by_rule import open_cases_by_rule
from service.operations.score_accounts import score_accounts
from tests.factories.cast import NOW, Cast

DAY = timedelta(days=1)


@pytest.fixture
def session(engine: Engine, cast: Cast):
    with sessions(engine)() as opened:
        yield opened
        opened.rollback()


def look(session: Session, cast: Cast, days: float = 0) -> dict[str, int]:
    return dict(open_cases_by_rule(session, [cast.account_a.id], now=NOW + days * DAY))


def cases(session: Session, cast: Cast, origin: CaseOrigin) -> list[Case]:
    statement = select(Case).where(col(Case.account_id) == cast.account_a.id, col(Case.origin) == origin)
    return list(session.execute(statement.order_by(col(Case.id))).scalars())


def answer(session: Session, cast: Cast, person: Person, score: float, days: float = 0, **values: object) -> Response:
    fields = {"metric": QuestionKind.NPS, "answered_at": NOW + days * DAY, "recorded_at": NOW + days * DAY}
    row = Response(account_id=cast.account_a.id, person_id=person.id, score=score, **{**fields, **values})
    session.add(row)
    session.flush()
    return row


def test_the_same_trigger_three_times_makes_one_case(session: Session, cast: Cast) -> None:
    # the user's answer of the cast, 3 of 10
    assert look(session, cast) == {"opened": 1}
    assert look(session, cast) == {"known": 1}
    assert look(session, cast) == {"known": 1}
    (case,) = cases(session, cast, CaseOrigin.UNHAPPY_ANSWER)
    assert case.person_id == cast.people_a[2].id
    assert case.urgency is Urgency.NORMAL
    events = session.execute(select(CaseEvent).where(col(CaseEvent.case_id) == case.id)).scalars().all()
    assert [(event.kind, event.evidence) for event in events] == [("opened", f"response:{case.response_id}")]
    notices = session.execute(select(Notice).where(col(Notice.case_id) == case.id)).scalars().all()
    assert [(notice.user_id, notice.kind) for notice in notices] == [(cast.csm.id, NoticeKind.ASSIGNED)]


def test_it_goes_to_the_csm_in_their_hours_with_the_delivered_steps(session: Session, cast: Cast) -> None:
    look(session, cast)
    (case,) = cases(session, cast, CaseOrigin.UNHAPPY_ANSWER)
    assert case.assignee_id == cast.csm.id
    # Friday 20 November 9:00, three working days of eight hours: the end of Tuesday.
    assert case.due_at is not None
    assert case.due_at.isoformat() == "2026-11-24T17:00:00+00:00"
    steps = session.execute(select(CaseStep).where(col(CaseStep.case_id) == case.id)).scalars().all()
    assert [step.position for step in steps] == [1, 2, 3, 4]
    assert steps[0].due_at is not None
    assert steps[0].due_at.isoformat() == "2026-11-20T17:00:00+00:00"


def test_a_decision_maker_s_unhappy_answer_is_urgent_and_due_within_a_working_day(session: Session, cast: Cast) -> None:
    answer(session, cast, cast.people_a[0], 2)
    look(session, cast)
    case = next(c for c in cases(session, cast, CaseOrigin.UNHAPPY_ANSWER) if c.person_id == cast.people_a[0].id)
    assert case.urgency is Urgency.HIGH
    assert case.title == "Unhappy answer from a decision maker"
    assert case.due_at == NOW.replace(hour=17)


def test_another_unhappy_answer_of_the_same_person_joins_the_open_case(session: Session, cast: Cast) -> None:
    look(session, cast)
    second = answer(session, cast, cast.people_a[2], 1, days=1)
    assert look(session, cast, 1) == {"known": 1, "joined": 1}
    (case,) = cases(session, cast, CaseOrigin.UNHAPPY_ANSWER)
    kinds = session.execute(
        select(col(CaseEvent.kind)).where(
            col(CaseEvent.case_id) == case.id, col(CaseEvent.evidence) == f"response:{second.id}"
        )
    ).scalars()
    assert list(kinds) == ["again"]


def test_a_solved_case_is_opened_again_by_a_new_answer_and_only_by_a_new_one(session: Session, cast: Cast) -> None:
    look(session, cast)
    (case,) = cases(session, cast, CaseOrigin.UNHAPPY_ANSWER)
    change = CaseChange.model_validate({"state": "resolved", "resolution": "We called."})
    change_case(session, the_service(), case.id, change, now=NOW)
    assert look(session, cast) == {"known": 1}
    answer(session, cast, cast.people_a[2], 0, days=5)
    assert look(session, cast, 5) == {"known": 1, "reopened": 1}
    session.refresh(case)
    assert (case.state, case.resolved_at, case.escalation) == (CaseState.OPEN, None, 0)
    assert len(cases(session, cast, CaseOrigin.UNHAPPY_ANSWER)) == 1


def test_long_after_its_solution_the_same_cause_is_a_new_case(session: Session, cast: Cast) -> None:
    look(session, cast)
    (case,) = cases(session, cast, CaseOrigin.UNHAPPY_ANSWER)
    change_case(
        session,
        the_service(),
        case.id,
        CaseChange.model_validate({"state": "closed", "resolution": "We called."}),
        now=NOW,
    )
    answer(session, cast, cast.people_a[2], 0, days=120)
    assert look(session, cast, 120) == {"opened": 1}
    first, second = cases(session, cast, CaseOrigin.UNHAPPY_ANSWER)
    assert second.origin_key == f"{first.origin_key}#1"


def test_an_anonymous_answer_and_a_happy_one_open_nothing(session: Session, cast: Cast) -> None:
    look(session, cast)
    answer(session, cast, cast.people_a[0], 9)
    session.add(Response(account_id=cast.account_a.id, metric=QuestionKind.NPS, score=0, answered_at=NOW))
    session.flush()
    assert look(session, cast) == {"known": 1}


def test_a_low_satisfaction_on_its_own_scale_counts(session: Session, cast: Cast) -> None:
    scale = {"metric": QuestionKind.CES, "scale_low": 1.0, "scale_high": 7.0, "low_is_good": True}
    answer(session, cast, cast.people_a[1], 6, **scale)
    assert look(session, cast) == {"opened": 2}


def test_a_rule_that_is_switched_off_or_set_otherwise_says_so(session: Session, cast: Cast) -> None:
    rule = CaseRule(origin=CaseOrigin.UNHAPPY_ANSWER, parameters={"nps_at_most": 2})
    session.add(rule)
    session.flush()
    assert look(session, cast) == {}
    rule.parameters = {}
    session.flush()
    assert look(session, cast) == {"opened": 1}


def invite(session: Session, cast: Cast, person: Person, days: float, *, anonymous: bool = False) -> Invitation:
    survey = Survey(name=f"survey {person.id} {days}", anonymous=anonymous)
    session.add(survey)
    session.flush()
    version = SurveyVersion(survey_id=survey.id, number=1)
    session.add(version)
    session.flush()
    invitation = Invitation(
        survey_version_id=version.id,
        account_id=cast.account_a.id,
        person_id=person.id,
        nonce=f"nonce {person.id} {days}",
        state=InvitationState.SENT,
        sent_at=NOW + days * DAY,
        expires_at=NOW + 60 * DAY,
    )
    session.add(invitation)
    session.flush()
    return invitation


def test_a_decision_maker_who_was_asked_and_stays_silent_opens_a_case_of_the_owner(
    session: Session, cast: Cast
) -> None:
    score_accounts(session, the_service(), [cast.account_a.id], now=NOW)
    invite(session, cast, cast.people_a[0], -20)
    invite(session, cast, cast.people_a[1], -20)
    look(session, cast)
    (case,) = cases(session, cast, CaseOrigin.SILENT_DECISION_MAKER)
    assert (case.person_id, case.assignee_id) == (cast.people_a[0].id, cast.sales.id)
    assert case.title == "canaryalpha chief was asked and has not answered"


@pytest.mark.parametrize("reason", ["asked lately", "answered since", "asked anonymously", "hardly weighs", "has left"])
def test_silence_is_none(session: Session, cast: Cast, reason: str) -> None:
    chief = cast.people_a[0]
    if reason != "hardly weighs":
        score_accounts(session, the_service(), [cast.account_a.id], now=NOW)
    invite(session, cast, chief, -5 if reason == "asked lately" else -20, anonymous=reason == "asked anonymously")
    if reason == "answered since":
        answer(session, cast, chief, 9, days=-10)
    if reason == "has left":
        session.get_one(Person, chief.id).left_on = date(2026, 11, 1)
        session.flush()
    look(session, cast)
    assert cases(session, cast, CaseOrigin.SILENT_DECISION_MAKER) == []


def test_a_champion_who_left_opens_an_urgent_case_once(session: Session, cast: Cast) -> None:
    champion = session.get_one(Person, cast.people_a[1].id)
    champion.left_on, champion.left_recorded_at = date(2026, 11, 1), NOW - 2 * DAY
    user = session.get_one(Person, cast.people_a[2].id)
    user.left_on, user.left_recorded_at = date(2026, 11, 1), NOW - 2 * DAY
    session.flush()
    look(session, cast)
    look(session, cast)
    (case,) = cases(session, cast, CaseOrigin.DEPARTED_CHAMPION)
    assert (case.person_id, case.urgency, case.assignee_id) == (champion.id, Urgency.HIGH, cast.sales.id)


def score(
    session: Session, cast: Cast, days: int, value: float | None, confidence: float = 0.8, scorecard: str = "1"
) -> None:
    generation = ScoreGeneration(
        kind=GenerationKind.ACCOUNTS,
        state=GenerationState.PUBLISHED,
        as_of=(NOW + days * DAY).date(),
        parameters_version="1",
        started_at=NOW,
        published_at=NOW,
    )
    session.add(generation)
    session.flush()
    ids = {"generation_id": generation.id, "account_id": cast.account_a.id}
    empty = {"groups": b"", "measures": b"", "exceptions": b""}
    session.add(HealthScore(**ids, score=value, confidence=confidence, scorecard=scorecard, **empty))
    chain = {"forecast": 0, "forecast_low": 0, "forecast_high": 0, "known_weight": 0, "probability_yes": 0}
    more = {"coverage": 0, "threads": 0, "single_threaded": False, "rule_assumed": True, "people_count": 0}
    session.add(ChainScore(**ids, **chain, **more, people=b""))
    session.flush()


def test_a_score_that_fell_by_ten_points_opens_one_case(session: Session, cast: Cast) -> None:
    for days, value in ((-29, 70.0), (-10, 66.0), (-1, 61.0)):
        score(session, cast, days, value)
    look(session, cast)
    assert cases(session, cast, CaseOrigin.FALLING_SCORE) == []
    score(session, cast, 0, 59.5)
    look(session, cast)
    look(session, cast)
    (case,) = cases(session, cast, CaseOrigin.FALLING_SCORE)
    assert case.title == "Health score fell from 70 to 60"
    assert case.urgency is Urgency.NORMAL


def test_another_scorecard_is_no_fall(session: Session, cast: Cast) -> None:
    score(session, cast, -20, 90.0)
    score(session, cast, -1, 50.0, scorecard="#1")
    look(session, cast)
    assert cases(session, cast, CaseOrigin.FALLING_SCORE) == []
    score(session, cast, 0, 38.0, scorecard="#1")
    look(session, cast)
    (case,) = cases(session, cast, CaseOrigin.FALLING_SCORE)
    assert case.title == "Health score fell from 50 to 38"


def test_a_fall_between_unsure_scores_is_none(session: Session, cast: Cast) -> None:
    score(session, cast, -20, 90.0, confidence=0.3)
    score(session, cast, 0, 40.0)
    look(session, cast)
    assert cases(session, cast, CaseOrigin.FALLING_SCORE) == []


def test_three_tickets_of_one_category_are_a_repeated_problem(session: Session, cast: Cast) -> None:
    def ticket(category: str, days: float) -> None:
        session.add(Ticket(account_id=cast.account_a.id, category=category, opened_at=NOW + days * DAY))
        session.flush()

    for category, days in (("Login", -30), ("login ", -20), ("Billing", -5), ("Login", -70)):
        ticket(category, days)
    look(session, cast)
    assert cases(session, cast, CaseOrigin.REPEATED_PROBLEM) == []
    ticket("LOGIN", -1)
    look(session, cast)
    (case,) = cases(session, cast, CaseOrigin.REPEATED_PROBLEM)
    assert case.title == "The same problem again: LOGIN"


def test_who_is_away_is_covered_and_the_case_says_for_whom(session: Session, cast: Cast) -> None:
    session.get_one(User, cast.csm.id).away_until = NOW + 7 * DAY
    session.flush()
    look(session, cast)
    (case,) = cases(session, cast, CaseOrigin.UNHAPPY_ANSWER)
    assert case.assignee_id == cast.sales.id
    covers = session.execute(
        select(col(CaseEvent.text)).where(col(CaseEvent.case_id) == case.id, col(CaseEvent.kind) == "covers")
    ).scalars()
    assert list(covers) == [cast.csm.name]


def test_the_title_and_the_steps_speak_the_assignee_s_language(session: Session, cast: Cast) -> None:
    session.get_one(User, cast.csm.id).language = "zh"
    session.flush()
    look(session, cast)
    (case,) = cases(session, cast, CaseOrigin.UNHAPPY_ANSWER)
    first = session.execute(select(col(CaseStep.text)).where(col(CaseStep.case_id) == case.id)).scalars().first()
    assert first == "致谢并电话回访，先倾听，再解释"


def test_an_archived_account_is_left_alone(session: Session, cast: Cast) -> None:
    session.get_one(Account, cast.account_a.id).archived_at = NOW
    session.flush()
    assert look(session, cast) == {}
