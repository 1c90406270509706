"""Results over many accounts: values worked out by hand or by the plainest loop, and what each filter lets through."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from sqlmodel import Session

from models.account import Account
from models.person import Person
from models.survey import SurveyVersion, Touchpoint
from models.vocabulary import InvitationState, SurveyPurpose
from scoring.feedback import nps_reported
from scoring.vocabulary import LifecycleStage, QuestionKind, Role, ScoreFamily
from service.auth.principal import the_service
from service.queries.feedback.figures import FeedbackResults, Figures
from service.queries.feedback.results import feedback_results
from service.queries.feedback.wanted import AccountWeight, Bucket, Dimension, Period, Wanted
from tests.factories.cast import NOW
from tests.factories.feedback import FeedbackWorld

ROLES = (Role.DECISION_MAKER, Role.INFLUENCER, Role.END_USER)


@pytest.fixture
def world(session: Session) -> FeedbackWorld:
    return FeedbackWorld(session)


def read(session: Session, wanted: Wanted = Wanted(), **more: object) -> FeedbackResults:  # noqa: B008 - it is frozen
    return feedback_results(session, the_service(), wanted, now=NOW, currency="EUR", **more)


def group(found: FeedbackResults, dimension: Dimension, key: str | int | None) -> Figures:
    return next(one for one in found.groups[dimension] if one.key == key)


@dataclass(frozen=True)
class Pair:
    acme: Account
    bolt: Account
    chief: Person
    user: Person
    lead: Person


@pytest.fixture
def pair(world: FeedbackWorld) -> Pair:
    """Acme: a chief with .8 of the decision promotes, a user with .2 detracts. Bolt: a lead with .5 detracts."""
    acme = world.account("Acme", arr=300_000, segment="Enterprise", region="North")
    bolt = world.account("Bolt", arr=100_000, segment="Small business", region="South")
    chief, user = world.person(acme, Role.DECISION_MAKER, 0.8), world.person(acme, Role.END_USER, 0.2)
    lead, silent = world.person(bolt, Role.INFLUENCER, 0.5), world.person(bolt, Role.DECISION_MAKER, 0.5)
    world.answer(acme, chief, 10)
    world.answer(acme, user, 3)
    world.answer(bolt, lead, 6)
    world.score()
    assert silent.id
    return Pair(acme, bolt, chief, user, lead)


def test_the_reported_nps_counts_heads(session: Session, pair: Pair) -> None:
    total = read(session).total
    assert total.nps == nps_reported(promoters=1, passives=0, detractors=2)
    assert (total.people, total.answers) == (3, 3)


def test_by_influence_everybody_counts_by_their_weight(session: Session, pair: Pair) -> None:
    weighted = read(session).total.nps_weighted
    assert weighted is not None
    # (.8 - .2 - .5) / 1.5
    assert weighted.plain == pytest.approx(100 * 0.1 / 1.5)
    assert weighted.effective_answers == pytest.approx(1.5**2 / (0.64 + 0.04 + 0.25))


def test_accounts_can_count_by_their_arr(session: Session, pair: Pair) -> None:
    weighted = read(session, weighting=AccountWeight.ARR).total.nps_weighted
    assert weighted is not None
    assert weighted.plain == pytest.approx(100 * (3 * 0.8 - 3 * 0.2 - 0.5) / (3 * 1.0 + 0.5))


def test_each_role_is_beside_its_weighted_self(session: Session, pair: Pair) -> None:
    found = read(session)
    chief, user = group(found, Dimension.ROLE, Role.DECISION_MAKER), group(found, Dimension.ROLE, Role.END_USER)
    assert chief.nps is not None
    assert chief.nps.plain == 100.0
    assert chief.weight_share == pytest.approx(0.8 / 1.5)
    assert user.nps_weighted is not None
    assert user.nps_weighted.plain == -100.0
    assert user.weight_share == pytest.approx(0.2 / 1.5)


def test_the_share_of_the_decision_that_was_heard(session: Session, pair: Pair) -> None:
    found = read(session)
    # Acme as a whole, half of Bolt; of the decision makers .8 of 1.3.
    assert found.total.response_coverage == pytest.approx(0.75)
    assert group(found, Dimension.ROLE, Role.DECISION_MAKER).response_coverage == pytest.approx(0.8 / 1.3)
    assert group(found, Dimension.SEGMENT, "Small business").response_coverage == pytest.approx(0.5)


def test_several_answers_of_a_person_share_one_weight(session: Session, world: FeedbackWorld) -> None:
    acme = world.account("Acme")
    chief, user = world.person(acme, Role.DECISION_MAKER, 0.6), world.person(acme, Role.END_USER, 0.4)
    for name, score in (("one", 10), ("two", 2), ("three", 7)):
        world.answer(acme, chief, score, survey=world.survey(name))
    world.answer(acme, user, 9)
    world.score()
    weighted = read(session).total.nps_weighted
    assert weighted is not None
    # The chief promotes once, detracts once: nothing of .6; the user promotes with .4.
    assert weighted.plain == pytest.approx(40.0)
    assert weighted.people == 2


def test_only_the_latest_answer_to_a_survey_counts_and_only_within_the_time(
    session: Session, world: FeedbackWorld
) -> None:
    acme = world.account("Acme")
    chief = world.person(acme, Role.DECISION_MAKER, 1.0)
    survey = world.survey("Yearly")
    world.answer(acme, chief, 10, days_ago=400, survey=survey)
    world.answer(acme, chief, 9, days_ago=60, survey=survey)
    world.answer(acme, chief, 2, days_ago=20, survey=survey)
    world.answer(acme, chief, 10, days_ago=5, survey=survey, superseded_at=NOW - timedelta(days=4))
    world.score()
    assert read(session).total.nps == nps_reported(0, 0, 1)
    assert read(session, Wanted(period=Period.EVERYTHING)).total.answers == 1


def test_without_decision_weight_an_answer_counts_for_heads_only(session: Session, world: FeedbackWorld) -> None:
    acme = world.account("Acme")
    chief = world.person(acme, Role.DECISION_MAKER, 1.0)
    world.answer(acme, chief, 2)
    world.score()
    world.answer(acme, world.person(acme, Role.END_USER), 10)
    total = read(session).total
    assert total.nps is not None
    assert total.nps.plain == 0.0
    assert total.nps_weighted is not None
    assert total.nps_weighted.plain == -100.0
    assert total.without_weight == 1


def test_satisfied_are_the_best_boxes_whichever_way_the_scale_goes(session: Session, world: FeedbackWorld) -> None:
    acme = world.account("Acme")
    people = [world.person(acme, Role.END_USER, 0.1) for _ in range(4)]
    for person, score in zip(people, (5, 4, 3, 1), strict=True):
        world.answer(acme, person, score, metric=QuestionKind.CSAT)
    for person, score in zip(people, (1, 3, 4, 7), strict=True):
        world.answer(acme, person, score, metric=QuestionKind.CES)
    world.score()
    total = read(session).total
    assert total.csat is not None
    assert (total.csat.satisfied, total.csat.answers) == (2, 4)
    assert total.ces is not None
    assert (total.ces.satisfied, total.ces.answers) == (2, 4)
    assert total.nps is None


def test_response_rates_count_invitations_and_people(session: Session, world: FeedbackWorld) -> None:
    acme = world.account("Acme")
    chief, user = world.person(acme, Role.DECISION_MAKER, 0.5), world.person(acme, Role.END_USER, 0.5)
    survey = world.survey("Yearly")
    for state in (InvitationState.ANSWERED, InvitationState.EXPIRED, InvitationState.ANSWERED):
        world.invite(acme, chief, survey, state=state)
    world.invite(acme, user, survey, state=InvitationState.BOUNCED)
    world.invite(acme, user, survey, days_ago=400)
    world.answer(acme, chief, 9, survey=survey)
    world.score()
    found = read(session)
    rate = found.total.response
    assert rate is not None
    assert (rate.invitations, rate.answered, rate.bounced, rate.people, rate.people_answered) == (4, 2, 1, 2, 1)
    assert rate.rate == 0.5
    user_rate = group(found, Dimension.ROLE, Role.END_USER).response
    assert user_rate is not None
    assert user_rate.rate == 0.0


@pytest.mark.parametrize(
    ("wanted", "answers"),
    [
        (Wanted(), 4),
        (Wanted(segment="Enterprise"), 3),
        (Wanted(segment="Nowhere"), 0),
        (Wanted(region="South"), 1),
        (Wanted(role=Role.DECISION_MAKER), 2),
        (Wanted(purpose=SurveyPurpose.TRANSACTIONAL), 1),
        (Wanted(period=Period.QUARTER), 3),
        (Wanted(family=ScoreFamily.PARTNER), 1),
    ],
)
def test_each_filter_restricts(
    session: Session, world: FeedbackWorld, wanted: Wanted, answers: int, lone: dict[str, SurveyVersion]
) -> None:
    north = world.account("Acme", segment="Enterprise", region="North")
    south = world.account("Bolt", segment="Small business", region="South")
    chief, user = world.person(north, Role.DECISION_MAKER, 0.5), world.person(north, Role.END_USER, 0.5)
    world.answer(north, chief, 1)
    world.answer(north, user, 2, days_ago=200)
    world.answer(north, chief, 3, survey=lone["ticket"])
    world.answer(south, world.person(south, Role.INFLUENCER, 1.0), 4)
    world.answer(south, user, 5, survey=lone["partner"])
    world.score()
    assert read(session, wanted).total.answers == answers


@pytest.fixture
def lone(session: Session, world: FeedbackWorld) -> dict[str, SurveyVersion]:
    """A survey after tickets at a touchpoint, and one of partners."""
    touchpoint = Touchpoint(name="Ticket solved", stage=LifecycleStage.ADOPTION)
    session.add(touchpoint)
    session.flush()
    return {
        "ticket": world.survey("Ticket", purpose=SurveyPurpose.TRANSACTIONAL, touchpoint_id=touchpoint.id),
        "partner": world.survey("Partner", family=ScoreFamily.PARTNER),
    }


def test_surveys_and_touchpoints_restrict_and_are_named(
    session: Session, world: FeedbackWorld, lone: dict[str, SurveyVersion]
) -> None:
    acme = world.account("Acme")
    chief = world.person(acme, Role.DECISION_MAKER, 1.0)
    world.answer(acme, chief, 9)
    world.answer(acme, chief, 2, survey=lone["ticket"])
    world.score()
    found = read(session)
    (at_ticket,) = [one for one in found.groups[Dimension.TOUCHPOINT] if one.key is not None]
    assert at_ticket.name == "Ticket solved"
    assert at_ticket.nps == nps_reported(0, 0, 1)
    assert group(found, Dimension.TOUCHPOINT, None).nps == nps_reported(1, 0, 0)
    assert isinstance(at_ticket.key, int)
    assert read(session, Wanted(touchpoint_id=at_ticket.key)).total.answers == 1
    assert read(session, Wanted(survey_id=lone["ticket"].survey_id)).total.answers == 1


def test_a_survey_of_partners_is_shown_without_choosing_the_family(
    session: Session, world: FeedbackWorld, lone: dict[str, SurveyVersion]
) -> None:
    acme = world.account("Acme")
    world.answer(acme, world.person(acme, Role.INFLUENCER, 1.0), 9, survey=lone["partner"])
    world.score()
    assert read(session).total.answers == 0
    assert read(session, Wanted(survey_id=lone["partner"].survey_id)).total.answers == 1


def test_the_course_shows_each_stretch_by_itself(session: Session, world: FeedbackWorld) -> None:
    acme = world.account("Acme")
    chief = world.person(acme, Role.DECISION_MAKER, 1.0)
    survey = world.survey("Monthly")
    for days_ago, score in ((75, 10), (45, 7), (40, 2), (5, 9)):
        world.answer(acme, chief, score, days_ago=days_ago, survey=survey)
    world.score()
    found = read(session, Wanted(period=Period.QUARTER), bucket=Bucket.MONTH)
    by_month = {step.begins_on: step.figures.nps for step in found.course}
    assert by_month == {
        date(2026, 8, 1): None,
        date(2026, 9, 1): nps_reported(1, 0, 0),
        date(2026, 10, 1): nps_reported(0, 0, 1),
        date(2026, 11, 1): nps_reported(1, 0, 0),
    }
    assert [step.complete for step in found.course] == [False, True, True, False]
    # Over the quarter only the latest counts.
    assert found.total.nps == nps_reported(1, 0, 0)


def test_a_change_that_is_more_than_chance_is_named(session: Session, world: FeedbackWorld) -> None:
    acme = world.account("Acme", segment="Enterprise")
    survey = world.survey("Pulse", purpose=SurveyPurpose.TRANSACTIONAL)
    for _ in range(12):
        person = world.person(acme, Role.END_USER, 0.05)
        world.answer(acme, person, 10, days_ago=140, survey=survey)
        world.answer(acme, person, 1, days_ago=10, survey=survey)
    world.score()
    found = read(session)
    assert found.total.trend is not None
    assert found.total.trend.flagged
    assert [(change.dimension, change.key) for change in found.changes] == [
        (Dimension.ROLE, Role.END_USER),
        (Dimension.SEGMENT, "Enterprise"),
    ]
    assert all(change.before > 0 > change.now for change in found.changes)


def test_roles_of_an_account_that_disagree_are_found(session: Session, world: FeedbackWorld) -> None:
    torn, calm = world.account("Torn"), world.account("Calm")
    for account, scores in ((torn, (0, 10)), (calm, (9, 10))):
        for role, score in zip((Role.DECISION_MAKER, Role.END_USER), scores, strict=True):
            for _ in range(6):
                world.answer(account, world.person(account, role, 0.05), score, days_ago=0)
    world.score()
    agreement = read(session).agreement
    assert (agreement.judged, agreement.disagreeing) == (2, 1)
    widest = agreement.widest[0]
    assert widest.account == "Torn"
    assert (widest.unhappiest, widest.happiest) == (Role.DECISION_MAKER, Role.END_USER)
    # Six of one kind against 4/3 assumed of each: -+ 6/10.
    assert widest.gap == pytest.approx(120.0)
    assert [voice.people for voice in widest.roles] == [6, 6]
    assert widest.roles[0].decision_weight == pytest.approx(0.3)


def test_nothing_there_is_told_from_nothing_chosen(session: Session, world: FeedbackWorld) -> None:
    acme = world.account("Acme")
    world.score()
    assert not read(session).ever
    world.answer(acme, world.person(acme, Role.END_USER, 1.0), 5, days_ago=700)
    session.commit()
    found = read(session)
    assert found.ever
    assert found.total.answers == 0


@pytest.mark.parametrize("seed", range(3))
def test_all_figures_equal_those_of_the_plainest_loop(session: Session, world: FeedbackWorld, seed: int) -> None:
    rng = Random(seed)
    surveys = [None, world.survey("A"), world.survey("B")]
    said: dict[tuple[int, int, int], tuple[int, Role, int, float, float]] = {}
    for number in range(6):
        account = world.account(f"Account {number}", arr=rng.randint(1, 9) * 1000, segment=rng.choice("XY"))
        arr = float(next(contract.arr for key, (contract, _risk) in world._risks.items() if key == account.id))
        for _ in range(rng.randint(1, 6)):
            role, weight = rng.choice(ROLES), rng.random() * 0.2
            person = world.person(account, role, weight)
            for days_ago in sorted(rng.sample(range(1, 360), rng.randint(0, 3)), reverse=True):
                place, score = rng.randrange(3), rng.randint(0, 10)
                world.answer(account, person, score, days_ago=days_ago, survey=surveys[place])
                said[account.id, person.id, place] = (score, role, person.id, weight, arr)
    world.score()
    found = read(session, weighting=AccountWeight.ARR)
    for role in (None, *ROLES):
        mine = [row for row in said.values() if role is None or row[1] is role]
        figures = found.total if role is None else group(found, Dimension.ROLE, role)
        promoters, detractors = (sum(s >= 9 for s, *_ in mine), sum(s <= 6 for s, *_ in mine))
        expected = nps_reported(promoters, len(mine) - promoters - detractors, detractors) if mine else None
        assert figures.nps == expected
        people: dict[int, list[tuple[int, float]]] = {}
        for score, _role, person_id, weight, arr in mine:
            people.setdefault(person_id, []).append((score, weight * arr))
        total = sum(answers[0][1] for answers in people.values())
        net = sum(
            answers[0][1] * (sum(s >= 9 for s, _ in answers) - sum(s <= 6 for s, _ in answers)) / len(answers)
            for answers in people.values()
        )
        if total:
            assert figures.nps_weighted is not None
            assert figures.nps_weighted.plain == pytest.approx(100 * net / total)
