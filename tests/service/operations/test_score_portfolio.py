"""The nightly run gives every account exactly the scores that it gets one by one, on both databases."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, Row, select
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, SQLModel, col

from benchmarks.one_by_one import score_one_by_one
from benchmarks.portfolio import NOW as PORTFOLIO_NOW
from benchmarks.portfolio import write_portfolio
from models.account import Account
from models.chain import StanceObservation, Tie
from models.person import Membership, Person
from models.score import ChainScore, HealthScore, RenewalRisk, ScorecardVersion, ScoreGeneration
from models.survey import Response
from scoring.vocabulary import QuestionKind, Stance
from service.auth.principal import the_service
from service.database import reading, sessions, writing
from service.operations import score_portfolio as operation
from service.operations.load_demo import load_demo
from service.operations.score_accounts import score_accounts
from service.operations.score_portfolio import score_portfolio
from service.queries.known_on import KnownOn

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TABLES: tuple[Any, ...] = (ChainScore, HealthScore, RenewalRisk)


def rows_of(factory: sessionmaker[Session], model: type[SQLModel], generation_id: int) -> list[Row[Any]]:
    """The rows of a generation, each told by what it is about."""
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    keys = [column for column in table.primary_key if column.name != "generation_id"]
    with reading(factory) as session:
        return list(session.execute(select(table).where(table.c.generation_id == generation_id).order_by(*keys)))


def assert_equal(factory: sessionmaker[Session], one: int, other: int) -> None:
    """Two generations say the same in every column of every row, numbers within 1e-9."""
    for model in TABLES:
        expected, found = rows_of(factory, model, one), rows_of(factory, model, other)
        assert len(found) == len(expected) > 0
        for left, right in zip(expected, found, strict=True):
            for name in left._fields:
                if name == "generation_id":
                    continue
                a, b = getattr(left, name), getattr(right, name)
                if isinstance(a, bytes) and name != "exceptions":
                    assert len(a) == len(b)
                    np.testing.assert_allclose(np.frombuffer(a), np.frombuffer(b), rtol=0, atol=1e-9, err_msg=name)
                elif isinstance(a, float):
                    assert b == pytest.approx(a, abs=1e-9), name
                else:
                    assert b == a, name
    with reading(factory) as session:
        bases = [session.get_one(ScoreGeneration, generation).basis for generation in (one, other)]
    assert_close(*bases)


def assert_close(a: Any, b: Any) -> None:
    """Nested values, numbers within 1e-8: a fitted model takes rounding a little further."""
    if isinstance(a, dict):
        assert a.keys() == b.keys()
        for name in a:
            assert_close(a[name], b[name])
    elif isinstance(a, list):
        assert len(a) == len(b)
        for left, right in zip(a, b, strict=True):
            assert_close(left, right)
    else:
        assert b == (pytest.approx(a, abs=1e-8) if isinstance(a, float) else a)


@pytest.fixture
def factory(engine: Engine) -> sessionmaker[Session]:
    return sessions(engine)


def test_the_demo_company_is_scored_as_one_by_one(factory: sessionmaker[Session]) -> None:
    with writing(factory) as session:
        load_demo(session, the_service("test"), now=NOW, today=NOW.date(), accounts=60)
    one = score_one_by_one(factory, now=NOW)
    assert_equal(factory, one, score_portfolio(factory, now=NOW))


def test_a_past_day_of_the_demo_company_is_scored_as_one_by_one(factory: sessionmaker[Session]) -> None:
    with writing(factory) as session:
        load_demo(session, the_service("test"), now=NOW, today=NOW.date(), accounts=25)
    known = KnownOn.end_of(date(2025, 9, 3))
    with reading(factory) as session:
        living = list(session.execute(select(col(Account.id)).where(col(Account.created_at) <= known.moment)).scalars())
    one = score_one_by_one(factory, now=NOW, known=known, account_ids=living)
    assert_equal(factory, one, score_portfolio(factory, now=NOW, as_of=known.day))


def test_accounts_with_cards_of_their_own_are_scored_as_one_by_one(factory: sessionmaker[Session]) -> None:
    """Segments with other weights, half-lives and caps; one that begins later; and days before each was in force."""
    at = PORTFOLIO_NOW.replace(month=1)
    write_portfolio(factory, 80, 3)
    with writing(factory) as session:
        rarities(session)
        [first, second, *_] = sorted({name for name in session.execute(select(col(Account.segment))).scalars() if name})
        for segment, definition, since in (
            (None, {"groups": {"usage": 50, "sentiment": 0}, "half_lives": {"open_days": 400}}, at.date()),
            (first, {"measures": {"coverage": 0}, "half_lives": {"usage_trend": 5, "seat_adoption": 90}}, at.date()),
            (second, {"groups": {"support": 90}, "caps": {"key_person_left": 5}}, PORTFOLIO_NOW.date()),
            ("Odd", {"groups": {"commercial": 99}}, PORTFOLIO_NOW.date() + timedelta(days=1)),
        ):
            published = {"published_at": at, "valid_from": since, "created_at": at, "updated_at": at}
            session.add(ScorecardVersion(segment=segment, number=1, name="C", definition=definition, **published))
    one = score_one_by_one(factory, now=PORTFOLIO_NOW)
    assert_equal(factory, one, score_portfolio(factory, now=PORTFOLIO_NOW))
    alone = score_accounts_of(factory, one)
    assert_scores_equal(factory, one, alone)
    known = KnownOn.end_of(PORTFOLIO_NOW.date() - timedelta(days=1))
    before = score_one_by_one(factory, now=PORTFOLIO_NOW, known=known)
    assert_equal(factory, before, score_portfolio(factory, now=PORTFOLIO_NOW, as_of=known.day))
    cards = [{row.scorecard for row in rows_of(factory, HealthScore, generation)} for generation in (one, before)]
    assert cards == [{"#1", "#2", "#3"}, {"#1", "#2"}]


def assert_scores_equal(factory: sessionmaker[Session], one: int, other: int) -> None:
    """Two generations give the same health, by the same cards."""
    expected, found = rows_of(factory, HealthScore, one), rows_of(factory, HealthScore, other)
    assert [(row.account_id, row.scorecard) for row in found] == [(row.account_id, row.scorecard) for row in expected]
    for left, right in zip(expected, found, strict=True):
        assert right.score == (None if left.score is None else pytest.approx(left.score, abs=1e-9))
    with reading(factory) as session:
        versions = {session.get_one(ScoreGeneration, number).parameters_version for number in (one, other)}
    assert len(versions) == 1


def score_accounts_of(factory: sessionmaker[Session], generation_id: int) -> int:
    """Score at once, one by one, the accounts of a generation."""
    ids = [row.account_id for row in rows_of(factory, HealthScore, generation_id)]
    with writing(factory) as session:
        return score_accounts(session, the_service("test"), ids, now=PORTFOLIO_NOW)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_synthetic_portfolio_is_scored_as_one_by_one(
    factory: sessionmaker[Session], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_portfolio(factory, 80, seed)
    with writing(factory) as session:
        rarities(session)
    one = score_one_by_one(factory, now=PORTFOLIO_NOW)
    assert_equal(factory, one, score_portfolio(factory, now=PORTFOLIO_NOW))
    # Other shards and steps, the same scores.
    monkeypatch.setattr("service.operations.write_portfolio.ROWS_AT_ONCE", 7)
    monkeypatch.setattr(operation, "shards", lambda ids: [ids[i : i + 11] for i in range(0, len(ids), 11)])
    monkeypatch.setattr("service.queries.renewal_history._FEW", 1)
    assert_equal(factory, one, score_portfolio(factory, now=PORTFOLIO_NOW))


def rarities(session: Session) -> None:
    """What is rare in a portfolio: nobody, an archived neighbour, answers without a survey, two at the same moment."""
    known_since = {"valid_from": date(2025, 1, 1), "recorded_at": PORTFOLIO_NOW.replace(year=2025)}
    empty = Account(name="Empty", name_key="empty", created_at=PORTFOLIO_NOW.replace(year=2025))
    alone = Account(name="Alone", name_key="alone", created_at=PORTFOLIO_NOW.replace(year=2025), segment="Odd")
    session.add_all([empty, alone])
    person = Person(name="P", name_key="p")
    session.add(person)
    session.flush()
    session.add(Membership(account_id=alone.id, person_id=person.id, openness=1.0, **known_since))
    # A tie to somebody who is not in the chain is of no effect.
    session.add(Tie(account_id=alone.id, kind="works_with", source_id=person.id, target_id=1, **known_since))
    at = PORTFOLIO_NOW.replace(day=1, month=5, hour=23, minute=59, second=59, microsecond=999_999)
    for metric, score, survey, who in (
        (QuestionKind.NPS, 2.0, None, person.id),
        (QuestionKind.NPS, 9.0, None, person.id),
        (QuestionKind.CSAT, 12.0, 2, person.id),
        (QuestionKind.NPS, None, 1, person.id),
        (None, None, 1, person.id),
        (QuestionKind.NPS, 7.0, 1, None),
    ):
        session.add(
            Response(
                account_id=alone.id,
                person_id=who,
                survey_version_id=survey,
                metric=metric,
                score=score,
                answered_at=at,
                recorded_at=at,
            )
        )
    for stance, day in ((Stance.ADVOCATE, 3), (Stance.OPPONENT, 2)):
        session.add(
            StanceObservation(
                account_id=alone.id, person_id=person.id, stance=stance, observed_on=date(2026, 5, day), recorded_at=at
            )
        )


def test_other_processes_measure_the_same(factory: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    write_portfolio(factory, 40)
    one = score_portfolio(factory, now=PORTFOLIO_NOW)
    monkeypatch.setattr(operation, "shards", lambda ids: [ids[i : i + 8] for i in range(0, len(ids), 8)])
    assert_equal(factory, one, score_portfolio(factory, now=PORTFOLIO_NOW, processes=2))


def test_progress_is_told_and_an_empty_portfolio_is_published(factory: sessionmaker[Session]) -> None:
    told: list[tuple[int, int]] = []
    empty = score_portfolio(factory, now=PORTFOLIO_NOW, progress=lambda done, total: told.append((done, total)))
    assert told == []
    write_portfolio(factory, 12)
    full = score_portfolio(factory, now=PORTFOLIO_NOW, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (12, 12)
    with reading(factory) as session:
        assert [session.get_one(ScoreGeneration, generation).accounts for generation in (empty, full)] == [0, 12]
