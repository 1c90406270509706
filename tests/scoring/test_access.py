"""Access: exactly right wherever it can be, and honest where it is an estimate."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.access import IntroductionNetwork, access, introduction_network
from scoring.chain import Floats
from scoring.introduction_states import access_by_enumeration
from scoring.parameters import ChainParameters
from tests.scoring import exact_chain

# Turns off, one after the other, what would make a network exactly solvable.
ONLY_STATES = ChainParameters(exact_intermediates=-2, exact_edges=16)
ONLY_DRAWS = ChainParameters(exact_intermediates=-2, exact_edges=-1)


@st.composite
def networks(draw: st.DrawFn) -> tuple[Floats, Floats]:
    """Up to five people, at most nine introductions."""
    n = draw(st.integers(1, 5))
    places = st.tuples(st.integers(-1, n - 1), st.integers(0, n - 1)).filter(lambda edge: edge[0] != edge[1])
    opens, strengths = np.zeros((n, n)), np.zeros((1, n))
    for source, target in draw(st.lists(places, unique=True, max_size=9)):
        chance = draw(st.integers(1, 10)) / 10
        if source < 0:
            strengths[0, target] = chance
        else:
            opens[source, target] = chance
    return strengths, opens


def by_every_state(strengths: Floats, opens: Floats) -> list[float]:
    n = len(opens)
    edges = {(int(j), int(i)): Fraction(float(opens[j, i])) for j, i in zip(*np.nonzero(opens), strict=True)}
    edges |= {(n, int(i)): Fraction(float(strengths[0, i])) for i in np.flatnonzero(strengths[0])}
    return [float(exact_chain.reliability(edges, n, i)) for i in range(n)]


@pytest.mark.parametrize(("p", "expected"), [(0.5, 0.5), (0.8, 0.91136), (0.9, 0.97848)])
def test_the_bridge_network_has_its_published_reliability(p: float, expected: float) -> None:
    opens = np.array([[0, p, p], [p, 0, p], [0, 0, 0]])
    found = access(IntroductionNetwork(opens, np.array([[p, p, 0]])))
    assert found.probability[2] == pytest.approx(expected, abs=1e-14)
    assert found.exact


@settings(max_examples=60)
@given(networks())
def test_access_equals_a_sum_over_every_state(drawn: tuple[Floats, Floats]) -> None:
    strengths, opens = drawn
    expected = by_every_state(strengths, opens)
    assert access(IntroductionNetwork(opens, strengths)).probability == pytest.approx(expected, abs=1e-13)
    assert access(IntroductionNetwork(opens, strengths), ONLY_STATES).probability == pytest.approx(expected, abs=1e-13)
    assert access_by_enumeration(strengths[0], opens) == pytest.approx(expected, abs=1e-13)


@settings(max_examples=20)
@given(networks())
def test_what_is_drawn_lies_within_five_standard_errors(drawn: tuple[Floats, Floats]) -> None:
    strengths, opens = drawn
    found = access(IntroductionNetwork(opens, strengths), ONLY_DRAWS)
    misses = np.abs(found.probability - by_every_state(strengths, opens))
    assert (misses <= 5 * found.error + 1e-12).all()
    assert np.array_equal(found.probability, access(IntroductionNetwork(opens, strengths), ONLY_DRAWS).probability)


def test_a_long_hierarchy_is_exact_however_many_people_it_has() -> None:
    n = 200
    opens = np.zeros((n, n))
    opens[np.arange(n - 1), np.arange(1, n)] = 0.99
    opens[np.arange(1, n), np.arange(n - 1)] = 0.5
    strengths = np.zeros((2, n))
    strengths[0, 0] = 0.5
    found = access(IntroductionNetwork(opens, strengths))
    assert found.exact
    assert found.probability == pytest.approx(0.5 * 0.99 ** np.arange(n), abs=1e-12)
    # A second way in at the far end: both ways lead to the middle, disjoint.
    strengths[1, n - 1] = 0.5
    found = access(IntroductionNetwork(opens, strengths))
    assert found.exact
    one_way, other_way = 0.5 * 0.99**2, 0.5 * 0.5 ** (n - 3)
    assert found.probability[2] == pytest.approx(1 - (1 - one_way) * (1 - other_way), abs=1e-12)


def test_nobody_is_reached_through_somebody_who_opted_out_who_can_be_reached_though() -> None:
    ties = np.array([[0.0, 0.0], [0.7, 0.0]])  # 1 listens to 0
    network = introduction_network(ties, False, np.array([[0.5, 0.0]]), np.array([True, False]))
    assert access(network).probability.tolist() == [0.5, 0.0]


def test_introductions_open_by_weight_with_ties_and_by_share_with_shares() -> None:
    listening = np.array([[3.0, 2.0, 1.0], [0.0, 0.0, 0.3], [0.0, 0.0, 0.0]])
    nobody = np.zeros(3, dtype=bool)
    by_ties = introduction_network(listening, False, np.zeros((0, 3)), nobody).opens
    by_shares = introduction_network(listening, True, np.zeros((0, 3)), nobody).opens
    assert by_ties.tolist() == [[0, 0, 0], [1, 0, 0], [1, 0.3, 0]]
    assert by_shares == pytest.approx(np.array([[0, 0, 0], [1 / 3, 0, 0], [1 / 6, 1, 0]]))


def test_without_a_team_nobody_is_reached() -> None:
    found = access(IntroductionNetwork(np.ones((2, 2)) - np.eye(2), np.zeros((0, 2))))
    assert found.probability.tolist() == [0.0, 0.0]
    assert found.exact
