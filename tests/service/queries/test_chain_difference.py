"""Two days are compared as each was known then."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from models.chain import StanceObservation, Tie
from models.person import Membership, Person, RoleAssignment
from scoring.vocabulary import Role, Stance, SubRole, TieKind
from service.auth.principal import the_service
from service.errors import Invalid
from service.queries.chain_difference import ChainDifference, chain_difference
from service.queries.known_on import KnownOn
from tests.factories.golden import Golden, golden_account

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
SERVICE = the_service("test")


@pytest.fixture
def golden(session: Session) -> Golden:
    return golden_account(session, NOW)


def _difference(session: Session, golden: Golden, before: date, after: date) -> ChainDifference:
    return chain_difference(session, SERVICE, golden.account, KnownOn.end_of(before), KnownOn.end_of(after))


def test_nothing_changed_but_time(session: Session, golden: Golden) -> None:
    difference = _difference(session, golden, NOW.date(), LATER.date())
    assert difference.nothing_changed
    assert difference.weights == []
    faded = 2 ** (-7 / 180)
    assert difference.known_weight.before == pytest.approx(1.0)
    assert difference.known_weight.after == pytest.approx(faded)
    assert difference.forecast.change == pytest.approx((faded - 1) * 323 / 1320)


def test_everything_that_changed_is_told_once(session: Session, golden: Golden) -> None:
    newcomer = Person(name="New", name_key="new")
    session.add(newcomer)
    session.flush()
    known = {"account_id": golden.account, "valid_from": LATER.date(), "recorded_at": LATER}
    session.add(Membership(**known, person_id=newcomer.id))
    session.add(RoleAssignment(**known, person_id=golden.it, role=Role.INFLUENCER, sub_role=SubRole.CHAMPION))
    session.add(Tie(**known, kind=TieKind.CONFLICTS, source_id=golden.cfo, target_id=golden.it, strength=1.0))
    user = session.get_one(Person, golden.user)
    user.left_on, user.left_recorded_at = LATER.date(), LATER
    session.add(
        StanceObservation(
            account_id=golden.account,
            person_id=golden.cfo,
            stance=Stance.ADVOCATE,
            observed_on=LATER.date(),
            recorded_at=LATER,
        )
    )
    session.flush()
    difference = _difference(session, golden, NOW.date(), LATER.date())
    assert [(c.name, c.came) for c in difference.people] == [("New", True), ("USER", False)]
    assert [(c.name, c.sub_role, c.gained) for c in difference.roles] == [
        ("IT", SubRole.CHAMPION, True),
        ("USER", SubRole.USER, False),
    ]
    assert [(c.kind, c.source, c.target, c.before, c.after) for c in difference.ties] == [
        (TieKind.CONFLICTS, "CFO", "IT", None, 1.0),
        (TieKind.INFLUENCES, "USER", "VP", 0.5, None),
        (TieKind.INFLUENCES, "USER", "IT", 1.0, None),
    ]
    assert [(c.name, c.before, c.after) for c in difference.stances] == [("CFO", Stance.NEUTRAL, Stance.SUPPORTER)]
    # -0.2 at 2^(-7/180) and +1 at .6, weighed by their confidence.
    c1, c2 = 2 ** (-7 / 180), 0.6
    assert difference.stances[0].after_value == pytest.approx((-0.2 * c1 + c2) / (c1 + c2))
    assert difference.weights[0].name == "USER"
    assert (difference.weights[0].weight.before, difference.weights[0].weight.after) == (pytest.approx(67 / 264), None)


def test_what_was_learnt_later_does_not_change_the_past(session: Session, golden: Golden) -> None:
    for tie in session.execute(select(Tie).where(col(Tie.account_id) == golden.account)).scalars():
        tie.superseded_at = LATER
    session.flush()
    past = _difference(session, golden, NOW.date(), NOW.date() + timedelta(days=1))
    assert past.ties == []
    assert len(_difference(session, golden, NOW.date(), LATER.date()).ties) == 5


def test_the_days_come_in_order(session: Session, golden: Golden) -> None:
    with pytest.raises(Invalid):
        _difference(session, golden, LATER.date(), NOW.date())
