"""The smallest sets of departures that cut us off."""

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.access import IntroductionNetwork
from scoring.cut import smallest_cuts
from scoring.parameters import ChainParameters
from tests.scoring import exact_chain


@given(st.integers(1, 5), st.integers(0, 3), st.data())
def test_every_smallest_cut_is_found_and_no_other(n: int, m: int, data: st.DataObject) -> None:
    strengths = np.array([[data.draw(st.integers(0, 1)) for _ in range(n)] for _ in range(m)], dtype=float)
    strengths = strengths.reshape(m, n)
    opens = np.array([[int(i != j and data.draw(st.booleans())) for i in range(n)] for j in range(n)], dtype=float)
    deciding = np.array([data.draw(st.booleans()) for _ in range(n)])
    edges = {(int(u), int(i) + m) for u, i in zip(*np.nonzero(strengths), strict=True)}
    edges |= {(int(j) + m, int(i) + m) for j, i in zip(*np.nonzero(opens), strict=True)}
    ends = {int(i) + m for i in np.flatnonzero(deciding)}
    expected = exact_chain.smallest_cuts(edges, set(range(m)), ends)
    assert list(smallest_cuts(IntroductionNetwork(opens, strengths), deciding)) == expected


def test_their_size_is_that_of_a_minimum_node_cut() -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        opens = (rng.random((30, 30)) < 0.08).astype(float)
        np.fill_diagonal(opens, 0.0)
        strengths = (rng.random((4, 30)) < 0.1).astype(float)
        deciding = np.arange(30) < 5
        graph = nx.from_numpy_array(opens, create_using=nx.DiGraph)
        graph.add_nodes_from(["us", "them"])
        for u, i in zip(*np.nonzero(strengths), strict=True):
            graph.add_edges_from([("us", f"r{u}"), (f"r{u}", int(i))])
        graph.add_edges_from((i, "them") for i in range(5))
        expected = len(nx.minimum_node_cut(graph, "us", "them")) if nx.has_path(graph, "us", "them") else 0
        cuts = smallest_cuts(IntroductionNetwork(opens, strengths), deciding)
        assert {len(cut) for cut in cuts} == {expected}


def test_cut_off_already_means_that_nobody_needs_to_leave() -> None:
    assert smallest_cuts(IntroductionNetwork(np.zeros((1, 1)), np.zeros((1, 1))), np.array([True])) == ((),)


def test_only_so_many_cuts_are_listed_the_first_in_order() -> None:
    chain = IntroductionNetwork(np.diag(np.ones(9), 1), np.eye(1, 10))
    end = np.arange(10) == 9
    assert len(smallest_cuts(chain, end)) == 11
    assert smallest_cuts(chain, end, ChainParameters(cuts_listed=2)) == ((0,), (1,))
