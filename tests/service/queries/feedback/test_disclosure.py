"""Who may see what of the results: one's own accounts, sums over five people, and nothing that gives a few away."""

import pytest
from sqlmodel import Session

from models.user import User
from scoring.vocabulary import Role
from service.auth.identify import principal_of
from service.errors import Forbidden
from service.queries.feedback.drivers import feedback_drivers
from service.queries.feedback.figures import FeedbackResults
from service.queries.feedback.results import feedback_results
from service.queries.feedback.silence import silence
from service.queries.feedback.wanted import AccountWeight, Dimension, Wanted
from tests.factories.cast import NOW, Cast, make_cast
from tests.factories.feedback import FeedbackWorld

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def read(session: Session, user: User, wanted: Wanted = Wanted(), **more: object) -> FeedbackResults:  # noqa: B008 - it is frozen
    reader = principal_of(session, user, now=NOW)
    return feedback_results(session, reader, wanted, now=NOW, currency="EUR", **more)


def crowd(world: FeedbackWorld, name: str, people: dict[Role, int], score: int = 9, **values: str) -> None:
    """An account of which so many people of each role answered."""
    account = world.account(name, **values)
    for role, count in people.items():
        for _ in range(count):
            world.answer(account, world.person(account, role, 0.05), score)


def test_a_colleague_sees_the_answers_of_own_accounts_only(session: Session, cast: Cast) -> None:
    crowd(FeedbackWorld(session, team=cast.team_a), "Ours", {Role.END_USER: 2})
    crowd(FeedbackWorld(session, team=cast.team_b), "Theirs", {Role.END_USER: 4}, score=0)
    session.commit()
    # Each account of the cast brings one detractor.
    assert read(session, cast.csm).total.answers == 3
    assert read(session, cast.sales).total.answers == 3
    assert read(session, cast.outsider).total.answers == 5
    assert read(session, cast.admin).total.answers == 8


def test_below_five_people_leadership_sees_nothing(session: Session, cast: Cast) -> None:
    found = read(session, cast.leadership)
    assert found.total.withheld
    assert found.total.nps is None
    assert (found.groups, found.course, found.agreement.widest) == ({}, [], ())


def test_leadership_sees_sums_and_neither_small_groups_nor_what_gives_them_away(session: Session, cast: Cast) -> None:
    people = {Role.DECISION_MAKER: 2, Role.INFLUENCER: 6, Role.END_USER: 20}
    crowd(FeedbackWorld(session, team=cast.team_a), "Ours", people)
    session.commit()
    found = read(session, cast.leadership)
    assert found.total.people == 30
    roles = {one.key: one for one in found.groups[Dimension.ROLE]}
    # Two decision makers are too few, and with all others shown they would be the rest.
    assert roles[Role.DECISION_MAKER].withheld
    assert roles[Role.INFLUENCER].withheld
    assert not roles[Role.END_USER].withheld
    assert roles[Role.DECISION_MAKER].people == 0
    named = {one.key: one for one in read(session, cast.admin).groups[Dimension.ROLE]}
    assert named[Role.DECISION_MAKER].people == 2


def test_a_filter_shows_no_more_than_the_breakdown_does(session: Session, cast: Cast) -> None:
    world = FeedbackWorld(session, team=cast.team_a)
    crowd(world, "Large", {Role.END_USER: 20}, segment="Large")
    crowd(world, "Middle", {Role.END_USER: 9}, segment="Middle")
    crowd(world, "Small", {Role.END_USER: 3}, segment="Small")
    session.commit()
    assert not read(session, cast.leadership, Wanted(segment="Large")).total.withheld
    # With the two answers of the cast, which have no segment, the three make five.
    assert not read(session, cast.leadership, Wanted(segment="Middle")).total.withheld
    assert read(session, cast.leadership, Wanted(segment="Small")).total.withheld


def test_what_is_left_by_a_filter_must_not_be_few_either(session: Session, cast: Cast) -> None:
    crowd(FeedbackWorld(session, team=cast.team_a), "Large", {Role.END_USER: 20}, segment="Large")
    session.commit()
    # All but the two of the cast: the difference to the total would be theirs.
    assert read(session, cast.leadership, Wanted(segment="Large")).total.withheld
    assert not read(session, cast.leadership).total.withheld


def test_few_anonymous_answers_are_left_out_of_what_colleagues_see(session: Session, cast: Cast) -> None:
    world = FeedbackWorld(session, team=cast.team_a)
    account = world.account("Ours")
    for _ in range(3):
        world.answer(account, None, 0)
    world.answer(account, world.person(account, Role.END_USER, 1.0), 10)
    session.commit()
    total = read(session, cast.csm).total
    assert (total.answers, total.left_out) == (2, 3)
    for _ in range(2):
        world.answer(account, None, 0)
    session.commit()
    total = read(session, cast.csm).total
    assert (total.answers, total.left_out) == (7, 0)


def test_roles_are_compared_for_leadership_only_where_five_speak_for_each(session: Session, cast: Cast) -> None:
    world = FeedbackWorld(session, team=cast.team_a)
    crowd(world, "Few", {Role.DECISION_MAKER: 2, Role.END_USER: 9})
    crowd(world, "Many", {Role.DECISION_MAKER: 5, Role.END_USER: 9})
    session.commit()
    assert [one.account for one in read(session, cast.leadership).agreement.widest] == ["Many"]
    assert read(session, cast.admin).agreement.judged == 2


def test_without_revenue_every_account_counts_the_same(session: Session, cast: Cast) -> None:
    assert read(session, cast.read_only, weighting=AccountWeight.ARR).weighting is AccountWeight.EQUAL
    assert read(session, cast.leadership, weighting=AccountWeight.ARR).weighting is AccountWeight.ARR


@pytest.mark.parametrize("name", ["leadership", "read_only"])
def test_who_is_silent_is_told_to_nobody_who_sees_sums_only(session: Session, cast: Cast, name: str) -> None:
    reader = principal_of(session, getattr(cast, name), now=NOW)
    with pytest.raises(Forbidden):
        silence(session, reader, now=NOW, currency="EUR")


def test_drivers_of_too_few_are_withheld(session: Session, cast: Cast) -> None:
    reader = principal_of(session, cast.leadership, now=NOW)
    assert feedback_drivers(session, reader, now=NOW).touchpoints.withheld
