"""The silence list: who is on it, in which order, and what it adds up to."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session

from models.chain import Relationship
from models.survey import Response
from models.vocabulary import InvitationState, UserRole
from scoring.vocabulary import QuestionKind, Role, Strength
from service.auth.identify import principal_of
from service.auth.principal import the_service
from service.errors import Invalid
from service.operations.score_accounts import score_accounts
from service.queries.account_feedback import account_feedback
from service.queries.feedback.silence import Silence, SilenceSort, SilenceWanted, silence
from service.queries.feedback.silent_people import Channel
from service.queries.known_on import KnownOn
from tests.factories.cast import NOW, TODAY, make_user
from tests.factories.feedback import FeedbackWorld


@pytest.fixture
def world(session: Session) -> FeedbackWorld:
    return FeedbackWorld(session)


def read(session: Session, wanted: SilenceWanted = SilenceWanted(), **more: object) -> Silence:  # noqa: B008 - it is frozen
    return silence(session, the_service(), wanted, now=NOW, currency="EUR", **more)


def names(found: Silence) -> list[str]:
    return [row.name for row in found.rows]


def test_those_who_decide_most_come_first_and_those_who_answered_do_not_come(
    session: Session, world: FeedbackWorld
) -> None:
    acme, bolt = world.account("Acme"), world.account("Bolt")
    world.person(acme, Role.DECISION_MAKER, 0.5, name="chief")
    heard = world.person(acme, Role.INFLUENCER, 0.3, name="heard")
    stale = world.person(acme, Role.END_USER, 0.2, name="stale")
    world.person(bolt, Role.DECISION_MAKER, 1.0, name="sole")
    world.answer(acme, heard, 9, days_ago=180)
    world.answer(acme, stale, 9, days_ago=181)
    # An answer without a number was given all the same; an anonymous one is nobody's.
    world.answer(bolt, None, 9)
    world.score()
    found = read(session)
    assert names(found) == ["sole", "chief", "stale"]
    assert (found.total, found.accounts, found.deciders) == (3, 2, 2)
    assert found.share == pytest.approx((0.5 + 0.2 + 1.0) / 2)
    assert [row.days_silent for row in found.rows] == [None, None, 181]


def test_an_answer_of_any_kind_breaks_the_silence(session: Session, world: FeedbackWorld) -> None:
    acme = world.account("Acme")
    chief = world.person(acme, Role.DECISION_MAKER, 1.0)
    world.answer(acme, chief, 3, metric=QuestionKind.CSAT)
    session.execute(update(Response).values(metric=None, score=None))
    world.score()
    assert read(session).total == 0


def test_money_can_order_the_list(session: Session, world: FeedbackWorld) -> None:
    small, large = world.account("Small", arr=10_000, risk=0.5), world.account("Large", arr=100_000, risk=0.2)
    world.person(small, Role.DECISION_MAKER, 1.0, name="of small")
    world.person(large, Role.DECISION_MAKER, 0.4, name="of large")
    world.score()
    assert names(read(session)) == ["of small", "of large"]
    found = read(session, sort=SilenceSort.MONEY)
    assert [(row.name, row.at_risk) for row in found.rows] == [
        ("of large", pytest.approx(8000.0)),
        ("of small", pytest.approx(5000.0)),
    ]
    assert found.at_risk == pytest.approx(25_000.0)


def test_the_longest_silent_can_come_first(session: Session, world: FeedbackWorld) -> None:
    acme = world.account("Acme")
    for name, days_ago in (("a year", 365), ("two years", 730), ("half a year", 190)):
        world.answer(acme, world.person(acme, Role.END_USER, 0.3, name=name), 5, days_ago=days_ago)
    world.person(acme, Role.END_USER, 0.1, name="never")
    world.score()
    assert names(read(session, sort=SilenceSort.DAYS)) == ["never", "two years", "a year", "half a year"]
    assert names(read(session, SilenceWanted(never=True))) == ["never"]
    assert read(session, SilenceWanted(never=False)).total == 3


def test_who_left_whom_nobody_knows_and_who_decides_nothing_are_not_silent(
    session: Session, world: FeedbackWorld
) -> None:
    acme, archived = world.account("Acme"), world.account("Gone", archived_at=NOW)
    world.person(acme, Role.DECISION_MAKER, 0.5, name="left", left_on=TODAY - timedelta(days=1))
    world.person(acme, Role.INFLUENCER, 0.3, name="unknown", placeholder=True)
    world.person(acme, Role.END_USER, 0.0, name="without weight")
    world.person(acme, Role.END_USER, 0.2, name="there")
    world.person(archived, Role.DECISION_MAKER, 1.0, name="of an archived account")
    world.score()
    assert names(read(session)) == ["there"]


def test_on_the_page_of_an_account_too_who_left_is_not_silent(session: Session, world: FeedbackWorld) -> None:
    acme = world.account("Acme")
    there = world.person(acme, Role.DECISION_MAKER, 1.0)
    # Keeps the role on record, and is in no chain.
    gone = world.person(acme, Role.DECISION_MAKER, 1.0, left_on=TODAY - timedelta(days=1))

    def silent() -> list[str]:
        return [one.person for one in account_feedback(session, the_service(), acme.id, KnownOn.at(NOW)).silent]

    assert sorted(silent()) == sorted([str(there.id), str(gone.id)])
    score_accounts(session, the_service(), [acme.id], now=NOW)
    assert silent() == [str(there.id)]


def test_each_filter_restricts(session: Session, world: FeedbackWorld) -> None:
    me = make_user(session, "me@linchpin.example", UserRole.ADMIN)
    mine, other = world.account("Mine", csm_id=me.id, segment="X", region="N"), world.account("Other", segment="Y")
    world.person(mine, Role.DECISION_MAKER, 0.6, name="a")
    world.person(mine, Role.END_USER, 0.4, name="b")
    world.person(other, Role.DECISION_MAKER, 0.5, name="c")
    world.score()
    assert names(read(session, SilenceWanted(role=Role.DECISION_MAKER))) == ["a", "c"]
    assert names(read(session, SilenceWanted(segment="X"))) == ["a", "b"]
    assert names(read(session, SilenceWanted(region="N"))) == ["a", "b"]
    assert read(session, SilenceWanted(segment="Z")).total == 0
    found = silence(session, principal_of(session, me, now=NOW), SilenceWanted(mine=True), now=NOW, currency="EUR")
    assert names(found) == ["a", "b"]


def test_ways_to_reach_somebody_and_who_knows_them(session: Session, world: FeedbackWorld) -> None:
    friend = make_user(session, "friend@linchpin.example", UserRole.SALES)
    acme = world.account("Acme", owner_id=friend.id)
    survey = world.survey("Yearly")
    reached = world.person(acme, Role.DECISION_MAKER, 0.4, name="reached", email="r@acme.example", phone="+49 1")
    world.person(acme, Role.INFLUENCER, 0.3, name="closed", email="c@acme.example", do_not_contact=True)
    bounced = world.person(acme, Role.END_USER, 0.2, name="bounced", email="b@acme.example")
    world.invite(acme, reached, survey, state=InvitationState.SENT, days_ago=3)
    world.invite(acme, bounced, survey, state=InvitationState.BOUNCED, days_ago=3)
    session.add(
        Relationship(
            account_id=acme.id,
            user_id=friend.id,
            person_id=reached.id,
            strength=Strength.IN_DEPTH,
            confirmed_on=TODAY,
            valid_from=TODAY - timedelta(days=9),
            recorded_at=NOW,
        )
    )
    world.score()
    first, second, third = read(session).rows
    assert first.channels == (Channel.MAIL, Channel.PHONE, Channel.LINK_OPEN)
    assert (first.known_by, first.owner) == ("Friend", "Friend")
    assert first.last_asked_on == TODAY - timedelta(days=3)
    assert second.channels == (Channel.OPTED_OUT,)
    assert third.channels == (Channel.MAIL, Channel.BOUNCED)


def test_pages_hold_everybody_once(session: Session, world: FeedbackWorld) -> None:
    acme = world.account("Acme")
    for number in range(7):
        world.person(acme, Role.END_USER, 0.1, name=f"user {number}")
    world.score()
    pages = [read(session, limit=3, offset=offset).rows for offset in (0, 3, 6)]
    assert sorted(row.name for rows in pages for row in rows) == [f"user {number}" for number in range(7)]
    with pytest.raises(Invalid):
        read(session, limit=101)
