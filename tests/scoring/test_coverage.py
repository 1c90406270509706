"""Coverage, threads, and what each colleague carries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.coverage import coverage, decayed_strength, reach, threads


def test_strength_halves_every_ninety_days() -> None:
    assert decayed_strength(0.8, 180) == 0.2
    assert decayed_strength(0.8, -5) == 0.8


def test_two_who_know_somebody_reach_further_than_either() -> None:
    assert reach(np.array([[0.5], [0.4]])).tolist() == [pytest.approx(0.7)]
    assert reach(np.zeros((0, 2))).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12])
def test_equal_shares_are_as_many_threads(count: int) -> None:
    assert threads(np.full(count, 0.137)) == float(count)


def test_three_quarters_and_a_quarter_are_1_6_threads() -> None:
    assert threads(np.array([0.75, 0.25])) == 1.6


def test_nobody_reached_is_no_thread_and_counts_as_single_threaded() -> None:
    nothing = coverage(np.array([0.5, 0.5]), np.zeros((1, 2)), ["r1"])
    assert (nothing.coverage, nothing.threads, nothing.team_threads, nothing.single_threaded) == (0.0, 0.0, 0.0, True)
    assert nothing.without["r1"].carried == 0.0


def test_one_colleague_who_carries_all_is_a_single_thread_though_four_people_are_reached() -> None:
    alone = coverage(np.full(4, 0.25), np.full((1, 4), 0.5), ["r1"])
    assert alone.threads == 4.0
    assert alone.single_threaded
    assert alone.without["r1"].carried == 1.0


def test_two_colleagues_who_reach_the_same_people_carry_less_than_half_each() -> None:
    both = coverage(np.full(4, 0.25), np.full((2, 4), 0.5), ["r1", "r2"])
    assert both.coverage == 0.75
    assert both.without["r1"].coverage == 0.5
    assert both.without["r1"].carried == pytest.approx(1 / 3)
    assert both.team_threads == 2.0
    assert not both.single_threaded


def test_one_person_above_three_fifths_of_coverage_is_a_single_thread() -> None:
    strengths = np.array([[0.5, 0.5, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5]])
    assert coverage(np.array([0.62, 0.13, 0.13, 0.12]), strengths, ["r1", "r2"]).single_threaded
    assert not coverage(np.array([0.58, 0.14, 0.14, 0.14]), strengths, ["r1", "r2"]).single_threaded


@given(
    st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=3),
    st.integers(0, 2),
    st.floats(0, 1),
)
def test_more_coverage_never_lowers_c(strengths: list[list[float]], person: int, more: float) -> None:
    weights, before = np.array([0.5, 0.3, 0.2]), np.array(strengths)
    after = before.copy()
    after[0, person] = max(after[0, person], more)
    team = list(range(len(before)))
    assert coverage(weights, after, team).coverage >= coverage(weights, before, team).coverage - 1e-15
