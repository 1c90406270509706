"""What breaks a chain into pieces."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.fragmentation import fragmentation, ties_between, worst_pair

KITE = [sorted(nx.krackhardt_kite_graph()[i]) for i in range(10)]


def test_the_kite_breaks_as_published() -> None:
    assert fragmentation(KITE, [7]) == pytest.approx(7 / 18, abs=1e-15)
    assert fragmentation(KITE, [8]) == pytest.approx(2 / 9, abs=1e-15)


def test_the_worst_pair_of_the_kite_is_not_its_two_worst_single_people() -> None:
    worst = worst_pair(KITE)
    assert worst is not None
    assert worst.people == (5, 6)
    assert worst.fragmentation == pytest.approx(15 / 28, abs=1e-15)


def test_the_kite_has_the_betweenness_that_its_labels_are_known_by() -> None:
    between = nx.betweenness_centrality(nx.krackhardt_kite_graph(), normalized=False)
    assert [between[i] for i in (7, 5, 6, 8, 3)] == pytest.approx([14, 25 / 3, 25 / 3, 8, 11 / 3])


@given(st.integers(0, 8), st.data())
def test_the_worst_pair_is_the_worst_of_all_pairs(n: int, data: st.DataObject) -> None:
    listening = np.array([[data.draw(st.booleans()) and data.draw(st.booleans()) for _ in range(n)] for _ in range(n)])
    ties = ties_between(listening.astype(float).reshape(n, n))
    tried = {pair: fragmentation(ties, pair) for pair in combinations(range(n), 2)}
    worst = worst_pair(ties)
    if n < 4 or max(tried.values()) == 0:
        assert worst is None
        return
    assert worst is not None
    assert worst.fragmentation == pytest.approx(max(tried.values()), abs=1e-14)
    assert worst.people == next(pair for pair in tried if tried[pair] >= worst.fragmentation - 1e-14)
    assert worst.before == fragmentation(ties)


def test_fewer_than_two_people_cannot_be_apart() -> None:
    assert fragmentation([]) == 0.0
    assert fragmentation([[1], [0]], [0]) == 0.0
