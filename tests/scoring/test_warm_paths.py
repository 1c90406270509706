"""The three likeliest ways to somebody."""

from itertools import pairwise, permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.access import IntroductionNetwork
from scoring.warm_paths import warm_paths

CHANCES = st.sampled_from((0.0, 0.0, 0.25, 0.5, 1.0))


@given(st.integers(1, 6), st.data())
def test_paths_are_the_best_of_all_there_are(n: int, data: st.DataObject) -> None:
    opens = np.array([[0.0 if i == j else data.draw(CHANCES) for i in range(n)] for j in range(n)])
    strengths = np.array([[data.draw(CHANCES) for _ in range(n)] for _ in range(2)])
    found = warm_paths(IntroductionNetwork(opens, strengths), range(n), ["r1", "r2"])
    for target in range(n):
        others = [person for person in range(n) if person != target]
        ways = []
        for between in range(4):
            for tail in ((*middle, target) for middle in permutations(others, between)):
                for row in range(2):
                    chance = strengths[row, tail[0]]
                    for a, b in pairwise(tail):
                        chance *= opens[a, b]
                    if chance > 0:
                        ways.append((-chance, len(tail), row, tail))
        expected = [((("r1", "r2")[row], *tail), -negative) for negative, _, row, tail in sorted(ways)[:3]]
        assert [(path.through, path.probability) for path in found[target]] == expected


def test_the_best_path_is_the_shortest_on_minus_log() -> None:
    rng = np.random.default_rng(11)
    opens = rng.random((12, 12)) * (rng.random((12, 12)) < 0.4)
    np.fill_diagonal(opens, 0.0)
    strengths = np.zeros((1, 12))
    strengths[0, 0] = 0.9
    graph = nx.from_numpy_array(-np.log(opens, where=opens > 0, out=np.zeros_like(opens)), create_using=nx.DiGraph)
    found = warm_paths(IntroductionNetwork(opens, strengths), range(12), ["r1"])
    compared = 0
    for target in range(1, 12):
        length, path = nx.single_source_dijkstra(graph, 0, target)
        if len(path) <= 4:
            compared += 1
            assert found[target][0].through == ("r1", *path)
            assert found[target][0].probability == pytest.approx(0.9 * np.exp(-length))
    assert compared > 5


def test_no_path_has_more_than_four_hops() -> None:
    opens = np.diag(np.ones(4), 1)
    found = warm_paths(IntroductionNetwork(opens, np.array([[1.0, 0, 0, 0, 0]])), range(5), ["r1"])
    assert [len(found[i]) for i in range(5)] == [1, 1, 1, 1, 0]


def test_nobody_knows_nobody() -> None:
    assert warm_paths(IntroductionNetwork(np.zeros((1, 1)), np.zeros((0, 1))), ["a"], []) == {"a": ()}
