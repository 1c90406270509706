"""Total influence and decision weights."""

from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from scoring.chain import Chain
from scoring.decision_rule import decision_rule
from scoring.influence import Influence, Resettling, blockers, chain_influence, listening_after
from scoring.parameters import ChainParameters
from scoring.voting import VotingGame
from tests.scoring import exact_chain
from tests.scoring.random_chains import chains


def test_the_published_example_settles_where_its_authors_say() -> None:
    # Parsegov et al., arXiv 1505.04920: openness is one minus the share of oneself, which stays in W.
    shares = np.array(
        [[0.22, 0.12, 0.36, 0.3], [0.147, 0.215, 0.344, 0.294], [0, 0, 1, 0], [0.09, 0.178, 0.446, 0.286]]
    )
    influence = Influence.of(shares, 1.0 - np.diag(shares))
    settled = influence.final_opinions(np.array([25.0, 25.0, 75.0, 85.0]))
    assert settled == pytest.approx([60.0208, 59.9840, 75.0, 74.9862], abs=5e-5)


@given(chains())
def test_weights_and_opinions_equal_elimination_in_fractions(chain: Chain) -> None:
    influence = chain_influence(chain)
    weights = [[Fraction(w) for w in row] for row in chain.listening.tolist()]
    openness = [Fraction(0.5 if np.isnan(o) else o) for o in chain.openness.tolist()]
    power = VotingGame(decision_rule(chain)).power
    expected = exact_chain.weights_of(weights, openness, [Fraction(p) for p in power.tolist()])
    assert influence.decision_weights(power) == pytest.approx([float(w) for w in expected], abs=1e-13)
    settled = exact_chain.opinions(weights, openness, [Fraction(x) for x in chain.shrunk_stance.tolist()])
    assert influence.final_opinions(chain.shrunk_stance) == pytest.approx([float(x) for x in settled], abs=1e-13)


@given(chains(most=12))
def test_rows_of_total_influence_and_the_weights_sum_to_one(chain: Chain) -> None:
    influence = chain_influence(chain)
    assert influence.total.sum(axis=1) == pytest.approx(np.ones(chain.size), abs=1e-12)
    power = VotingGame(decision_rule(chain)).power
    assert influence.decision_weights(power).sum() == pytest.approx(1.0, abs=1e-12)
    assert influence.decision_weights(power) == pytest.approx(influence.total.T @ power, abs=1e-12)


def test_everyone_fully_open_is_clamped_and_still_settles() -> None:
    circle = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    influence = Influence.of(circle, np.ones(3))
    assert influence.openness.tolist() == [0.95] * 3
    # Around the circle from whoever decides: (1 - l) / (1 - l^3) times 1, l, l^2.
    first = 0.05 / (1 - 0.95**3)
    expected = [first, first * 0.95, first * 0.95**2]
    assert influence.decision_weights(np.array([1.0, 0.0, 0.0])) == pytest.approx(expected, abs=1e-12)


def test_who_listens_to_nobody_is_not_open() -> None:
    assert Influence.of(np.zeros((2, 2)), np.array([0.9, np.nan])).openness.tolist() == [0.0, 0.0]


def test_nobody_has_no_weights() -> None:
    nobody = Influence.of(np.zeros((0, 0)), np.zeros(0))
    assert nobody.total.shape == (0, 0)
    assert nobody.decision_weights(np.zeros(0)).shape == (0,)


def test_with_one_openness_and_equal_power_the_weights_are_pagerank() -> None:
    rng = np.random.default_rng(7)
    listening = rng.random((9, 9)) * (rng.random((9, 9)) < 0.5) + 0.01
    np.fill_diagonal(listening, 0.0)
    influence = Influence.of(listening, np.full(9, 0.85), ChainParameters())
    graph = nx.from_numpy_array(listening, create_using=nx.DiGraph)
    rank = nx.pagerank(graph, alpha=0.85, tol=1e-13, max_iter=1000)
    assert influence.decision_weights(np.full(9, 1 / 9)) == pytest.approx([rank[i] for i in range(9)], abs=1e-10)


@settings(max_examples=20)
@given(chains(most=10))
def test_relabelling_people_changes_nothing(chain: Chain) -> None:
    order = np.random.default_rng(chain.size).permutation(chain.size)
    power = VotingGame(decision_rule(chain)).power
    moved = Influence.of(chain.listening[np.ix_(order, order)], chain.openness[order])
    assert moved.decision_weights(power[order]) == pytest.approx(
        chain_influence(chain).decision_weights(power)[order], abs=1e-13
    )


def test_a_small_change_settles_as_if_all_was_solved_again() -> None:
    rng = np.random.default_rng(3)
    listening = rng.random((60, 60)) * (rng.random((60, 60)) < 0.05)
    openness, stances, power = rng.random(60), rng.uniform(-1, 1, 60), rng.dirichlet(np.ones(60))
    resettling = Resettling(Influence.of(listening, openness))
    for leaver in range(60):
        for keeps_seat in (False, True):
            after = Influence.of(listening_after(listening, leaver, keeps_seat), openness)
            opinions, weights = resettling.settle(after, stances, power)
            assert opinions == pytest.approx(after.final_opinions(stances), abs=1e-12)
            assert weights == pytest.approx(after.decision_weights(power), abs=1e-12)


def test_a_blocker_is_against_and_weighs_more_than_most() -> None:
    stance, known = np.array([-0.5, -1.0, -0.9, np.nan]), np.array([True, True, True, False])
    assert blockers(stance, known, np.array([0.4, 0.3, 0.1, 0.2])).tolist() == [True, True, False, False]


def test_nobody_stands_out_among_equals() -> None:
    third = np.array([0.1 + 0.2, 0.3, 0.3])
    assert not blockers(np.full(3, -1.0), np.ones(3, dtype=bool), third).any()
