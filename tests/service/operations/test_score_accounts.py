"""Scores are true to the methods, seen all at once, and the same for one account as for all."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from models.account import Account
from models.chain import Tie
from models.score import ChainScore, ScoreGeneration
from models.vocabulary import GenerationState
from service.auth.principal import the_service
from service.database import reading, sessions, writing
from service.operations.abandon_generations import abandon_generations
from service.operations.score_accounts import score_accounts
from service.operations.score_portfolio import score_portfolio
from service.queries.known_on import KnownOn
from service.queries.scores import account_scores, score_history
from tests.factories.golden import golden_account

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SERVICE = the_service("test")


def test_the_golden_example_is_scored_to_the_last_digit(session: Session) -> None:
    golden = golden_account(session, NOW)
    score_accounts(session, SERVICE, [golden.account], now=NOW)
    scores = account_scores(session, SERVICE, golden.account)
    assert scores is not None
    assert scores.chain.forecast == pytest.approx(float(Fraction(323, 1320)), abs=1e-12)
    assert scores.chain.probability_yes == pytest.approx(float(Fraction(514269, 968000)), abs=1e-12)
    assert (scores.chain.known_weight, scores.chain.rule_assumed) == (pytest.approx(1.0), False)
    weights = {person.person_id: person.weight for person in scores.chain.people}
    expected = {golden.cfo: "17/44", golden.vp: "7/33", golden.it: "13/88", golden.user: "67/264"}
    assert weights == {who: pytest.approx(float(Fraction(share)), abs=1e-12) for who, share in expected.items()}
    contributions = [person.contribution or 0.0 for person in scores.chain.people]
    assert sum(contributions) == pytest.approx(scores.chain.forecast, abs=1e-12)


def test_the_groups_of_the_health_score_add_up(session: Session) -> None:
    golden = golden_account(session, NOW)
    score_accounts(session, SERVICE, [golden.account], now=NOW)
    scores = account_scores(session, SERVICE, golden.account)
    assert scores is not None
    health = scores.health
    assert health.score is not None
    assert health.baseline is not None
    assert health.baseline + sum(g.contribution for g in health.groups) == pytest.approx(health.score, abs=1e-9)
    assert 0 < health.confidence < 0.5
    assert health.grey


def test_a_mark_made_while_scoring_is_kept(session: Session) -> None:
    golden, other = golden_account(session, NOW), golden_account(session, NOW, "Other")
    session.get_one(Account, golden.account).stale_since = NOW - timedelta(seconds=1)
    session.get_one(Account, other.account).stale_since = NOW + timedelta(seconds=1)
    session.flush()
    score_accounts(session, SERVICE, [golden.account, other.account], now=NOW)
    session.expire_all()
    assert session.get_one(Account, golden.account).stale_since is None
    assert session.get_one(Account, other.account).stale_since == NOW + timedelta(seconds=1)


def test_the_portfolio_is_scored_as_its_accounts_are(engine: Engine) -> None:
    factory = sessions(engine)
    with writing(factory) as session:
        accounts = [golden_account(session, NOW, f"Golden {n}").account for n in range(3)]
    score_portfolio(factory, now=NOW)
    with writing(factory) as session:
        before = [account_scores(session, SERVICE, account) for account in accounts]
        score_accounts(session, SERVICE, accounts, now=NOW + timedelta(minutes=1))
        after = [account_scores(session, SERVICE, account) for account in accounts]
    for one, all_ in zip(after, before, strict=True):
        assert one is not None
        assert all_ is not None
        assert one.generation_id > all_.generation_id
        # Rounding may differ in the last digit; test_score_portfolio.py compares every column.
        assert all_.chain.forecast == pytest.approx(one.chain.forecast, abs=1e-9)
        assert all_.chain.probability_yes == pytest.approx(one.chain.probability_yes, abs=1e-9)
        assert all_.health.score == pytest.approx(one.health.score, abs=1e-9)
        weights = [[person.weight for person in scores.chain.people] for scores in (one, all_)]
        assert weights[1] == pytest.approx(weights[0], abs=1e-9)
        assert len(all_.risks) == len(one.risks)


def test_a_generation_that_was_not_finished_is_not_seen_and_can_be_cleared(engine: Engine) -> None:
    factory = sessions(engine)
    with writing(factory) as session:
        golden = golden_account(session, NOW)
    first = score_portfolio(factory, now=NOW)

    def crash(_session: Session, _generation: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_portfolio(factory, now=NOW + timedelta(days=1), finish=crash)
    with reading(factory) as session:
        scores = account_scores(session, SERVICE, golden.account)
        assert scores is not None
        assert scores.generation_id == first
        building = select(func.count()).where(col(ScoreGeneration.state) == GenerationState.BUILDING)
        assert session.execute(building).scalar_one() == 1
    with writing(factory) as session:
        assert abandon_generations(session, now=NOW + timedelta(days=2)) == 1
        assert set(session.execute(select(col(ChainScore.generation_id))).scalars()) == {first}


def test_a_past_day_is_scored_as_it_was_known_then(engine: Engine) -> None:
    factory = sessions(engine)
    with writing(factory) as session:
        golden = golden_account(session, NOW)
    later = NOW + timedelta(days=10)
    with writing(factory) as session:
        for tie in session.execute(select(Tie).where(col(Tie.account_id) == golden.account)).scalars():
            tie.superseded_at = later
    score_portfolio(factory, now=later, as_of=NOW.date())
    with reading(factory) as session:
        scores = account_scores(session, SERVICE, golden.account)
        assert scores is not None
        assert scores.as_of == NOW.date()
        assert scores.chain.forecast == pytest.approx(float(Fraction(323, 1320)), abs=1e-12)
        assert account_scores(session, SERVICE, golden.account, KnownOn.end_of(NOW.date() - timedelta(days=1))) is None
    score_portfolio(factory, now=later)
    with reading(factory) as session:
        points = score_history(session, SERVICE, golden.account, NOW.date())
        assert [point.as_of for point in points] == [NOW.date(), later.date()]
        # Without ties only the votes count: f = 2/3 x -0.2 + 1/6 x 0.8, at the confidence of ten days ago.
        faded = 2 ** (-10 / 180)
        assert points[1].forecast == pytest.approx(faded * (-0.2 * 2 / 3 + 0.8 / 6), abs=1e-9)
