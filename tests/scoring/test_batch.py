"""The batch path says of every chain exactly what the measures of one chain say."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.access import Access
from scoring.batch import MeasuredBatch, measure_batch, measure_departures
from scoring.batch_chains import ChainBatch
from scoring.batch_departure import BatchDepartures
from scoring.batch_influence import batch_weights
from scoring.batch_voting import BatchGames
from scoring.chain import Chain, Colleague, Person
from scoring.consensus import consensus
from scoring.coverage import coverage
from scoring.decision_rule import decision_rule
from scoring.departure import departures
from scoring.gaps import gaps
from scoring.influence import blockers, chain_influence
from scoring.voting import VotingGame
from tests.scoring.random_portfolios import random_chain, random_portfolio

CLOSE = {"rtol": 0.0, "atol": 1e-9}


@dataclass(frozen=True)
class Row:
    """Where one account stands in a batch."""

    account: int
    people: slice
    colleagues: slice


def rows_of(chains: list[Chain], batch: ChainBatch, places: list[int]) -> list[tuple[Chain, Row]]:
    """Each chain with its place in the batch."""
    found, ours = [], 0
    for account, place in enumerate(places):
        chain = chains[place]
        people = slice(int(batch.starts[account]), int(batch.starts[account + 1]))
        found.append((chain, Row(account, people, slice(ours, ours + len(chain.team)))))
        ours += len(chain.team)
    return found


def assert_same(chain: Chain, row: Row, found: MeasuredBatch) -> None:
    """Every measure of one chain, both ways."""
    game, influence = VotingGame(decision_rule(chain)), chain_influence(chain)
    weights = influence.decision_weights(game.power)
    outlook = consensus(chain, influence, weights, game)
    covered = coverage(weights, chain.strengths, chain.team)
    people, account = row.people, row.account
    np.testing.assert_allclose(found.power[people], game.power, **CLOSE)
    np.testing.assert_allclose(found.weights[people], weights, **CLOSE)
    np.testing.assert_allclose(found.opinions[people], outlook.opinions, **CLOSE)
    np.testing.assert_allclose(found.gaps[people], gaps(weights, chain.certainty), **CLOSE)
    np.testing.assert_allclose(found.consensus.contributions[people], outlook.contributions, **CLOSE)
    assert found.blockers[people].tolist() == blockers(chain.stance, chain.known, weights).tolist()
    for name in ("forecast", "low", "high", "known_weight", "probability_yes"):
        assert getattr(found.consensus, name)[account] == pytest.approx(getattr(outlook, name), abs=1e-9), name
    assert found.coverage.coverage[account] == pytest.approx(covered.coverage, abs=1e-9)
    assert found.coverage.threads[account] == pytest.approx(covered.threads, abs=1e-9)
    assert bool(found.coverage.single_threaded[account]) is covered.single_threaded
    assert bool(found.rules.assumed[account]) is game.rule.assumed


def assert_same_departures(chain: Chain, row: Row, found: BatchDepartures, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every departure of one chain, both ways; access is not part of the batch."""
    game, influence = VotingGame(decision_rule(chain)), chain_influence(chain)
    weights = influence.decision_weights(game.power)
    outlook = consensus(chain, influence, weights, game)
    covered = coverage(weights, chain.strengths, chain.team)
    nowhere = Access(np.zeros(chain.size), np.zeros(chain.size))
    monkeypatch.setattr("scoring.departure.access", lambda network, parameters: nowhere)
    single = departures(chain, game, outlook, covered, weights, nowhere)
    for name in ("forecast", "probability_yes", "coverage", "threads"):
        expected = [getattr(single[person], name) for person in chain.ids]
        np.testing.assert_allclose(getattr(found, name)[row.people], expected, err_msg=name, **CLOSE)
    for name in ("coverage", "threads"):
        expected = [getattr(single[colleague], name) for colleague in chain.team]
        np.testing.assert_allclose(getattr(found, f"colleague_{name}")[row.colleagues], expected, **CLOSE)


@given(st.integers(0, 2**32), st.integers(0, 14))
@settings(max_examples=60)
def test_a_random_portfolio_is_measured_as_one_by_one(seed: int, accounts: int) -> None:
    chains = random_portfolio(seed, accounts)
    batch, places = ChainBatch.of(chains)
    found = measure_batch(batch)
    for chain, row in rows_of(chains, batch, places):
        assert_same(chain, row, found)
    np.testing.assert_array_equal(batch_weights(batch, found.power), found.weights)


@given(st.integers(0, 2**32), st.integers(1, 6))
@settings(max_examples=30)
def test_a_random_portfolio_loses_people_as_one_by_one(seed: int, accounts: int) -> None:
    chains = random_portfolio(seed, accounts)
    batch, places = ChainBatch.of(chains)
    found = measure_departures(measure_batch(batch))
    with pytest.MonkeyPatch.context() as patch:
        for chain, row in rows_of(chains, batch, places):
            assert_same_departures(chain, row, found, patch)


@pytest.mark.parametrize("size", [17, 40, 130])
def test_a_large_chain_is_measured_as_on_its_own(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(size)
    chains = [random_chain(rng, size) for _ in range(3)]
    batch, places = ChainBatch.of(chains)
    found = measure_batch(batch)
    left = measure_departures(found)
    monkeypatch.setattr("scoring.departure._AccessAfter.probability", lambda self, network: np.zeros(size))
    for chain, row in rows_of(chains, batch, places):
        assert_same(chain, row, found)
        assert_same_departures(chain, row, left, monkeypatch)


def test_the_golden_example_stands_in_a_batch_to_the_last_digit() -> None:
    stances, votes, openness = (-0.2, 0.8, 0.0, 0.6), (2.0, 1.0, 1.0, None), (0.5, 0.5, 0.5, 0.0)
    people = [Person(i, votes=votes[i], openness=openness[i], stance=stances[i]) for i in range(4)]
    shares = {(0, 1): 2 / 3, (0, 2): 1 / 3, (1, 0): 0.5, (1, 3): 0.5, (2, 3): 1.0}
    team = [
        Colleague("r1", {0: 0.4, 1: 0.8, 3: 0.6}),
        Colleague("r2", {0: 0.2, 3: 0.5}),
    ]
    golden = Chain.of(people, shares=shares, team=team, quota=3.0)
    batch, places = ChainBatch.of([Chain.of([]), golden, Chain.of([Person("x")])])
    found = measure_batch(batch)
    left = measure_departures(found)
    row = places.index(1)
    who = slice(batch.starts[row], batch.starts[row + 1])
    expected = [float(Fraction(share)) for share in ("17/44", "7/33", "13/88", "67/264")]
    np.testing.assert_allclose(found.weights[who], expected, atol=1e-12)
    assert found.consensus.forecast[row] == pytest.approx(323 / 1320, abs=1e-12)
    assert found.consensus.probability_yes[row] == pytest.approx(514269 / 968000, abs=1e-12)
    assert found.coverage.coverage[row] == pytest.approx(631 / 1100, abs=1e-12)
    assert found.coverage.threads[row] == pytest.approx(2.98107, abs=1e-5)
    assert left.forecast[who][3] == pytest.approx(29 / 300, abs=1e-12)
    np.testing.assert_allclose(left.colleague_coverage, [0.20417, 0.47652], atol=1e-5)


def test_an_account_without_people_is_wide_open() -> None:
    batch, _ = ChainBatch.of([Chain.of([])])
    found = measure_batch(batch)
    outlook = found.consensus
    assert (outlook.forecast[0], outlook.low[0], outlook.high[0], outlook.probability_yes[0]) == (0.0, -1.0, 1.0, 0.5)
    assert (found.coverage.coverage[0], found.coverage.threads[0]) == (0.0, 0.0)
    assert found.coverage.single_threaded.tolist() == [True]


def test_every_way_to_compute_a_game_is_used_by_random_portfolios() -> None:
    kinds = set(measure_batch(ChainBatch.of(random_portfolio(1, 200, 15))[0]).games.kind.tolist())
    assert kinds == {BatchGames.NOBODY, BatchGames.ALIKE, BatchGames.ENUMERATED, BatchGames.SINGLE}


def test_how_accounts_are_cut_into_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    batch, _ = ChainBatch.of(random_portfolio(7, 60))
    whole = measure_batch(batch)
    whole_left = measure_departures(whole)
    monkeypatch.setattr("scoring.batch_departure._CELLS_AT_ONCE", 1)
    monkeypatch.setattr("scoring.batch_voting._CELLS_AT_ONCE", 1)
    monkeypatch.setattr(ChainBatch.blocks, "__defaults__", (2, 1))
    cut = measure_batch(batch)
    cut_left = measure_departures(cut)
    np.testing.assert_array_equal(cut.weights, whole.weights)
    np.testing.assert_array_equal(cut.consensus.probability_yes, whole.consensus.probability_yes)
    np.testing.assert_array_equal(cut_left.forecast, whole_left.forecast)


def test_accounts_out_of_order_are_refused() -> None:
    batch, _ = ChainBatch.of([Chain.of([Person("a")]), Chain.of([Person("b"), Person("c")])])
    fields = {name: getattr(batch, name) for name in ChainBatch.__dataclass_fields__}
    with pytest.raises(ValueError, match="order of their size"):
        ChainBatch(**fields | {"sizes": batch.sizes[::-1]})
    with pytest.raises(ValueError, match="veto has 1 entries for 3 people"):
        ChainBatch(**fields | {"veto": batch.veto[:1]})
