"""Voting power and the probability of a yes."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.decision_rule import DecisionRule, RuleGrounds
from scoring.parameters import ChainParameters
from scoring.vote_sums import power_by_sums, yes_by_sums
from scoring.voting import VotingGame, shapley_shubik
from tests.scoring import exact_chain

EEC = np.array([4.0, 4.0, 4.0, 2.0, 2.0, 1.0])


def game(votes: list[float], quota: float, vetoes: tuple[int, ...] = (), **parameters: int) -> VotingGame:
    veto = np.isin(np.arange(len(votes)), vetoes)
    return VotingGame(DecisionRule(np.array(votes), veto, quota, RuleGrounds.STATED), ChainParameters(**parameters))


@st.composite
def games(draw: st.DrawFn, most: int = 6) -> tuple[list[int], int, tuple[int, ...]]:
    votes = draw(st.lists(st.integers(0, 6), min_size=1, max_size=most).filter(any))
    vetoes = draw(st.sets(st.integers(0, len(votes) - 1), max_size=2))
    return votes, draw(st.integers(1, sum(votes))), tuple(sorted(vetoes))


def test_the_common_market_of_1958_gives_luxembourg_nothing() -> None:
    assert shapley_shubik(EEC, 12).tolist() == [7 / 30] * 3 + [3 / 20] * 2 + [0.0]


def test_a_yes_in_1958_has_7_chances_in_32_and_moves_with_the_large_voters() -> None:
    rule = game(EEC.tolist(), 12)
    half = np.full(6, 0.5)
    assert rule.probability_yes(half) == 7 / 32
    slopes = [
        float(rule.probability_yes(np.where(np.arange(6) == i, 1.0, half)))
        - float(rule.probability_yes(np.where(np.arange(6) == i, 0.0, half)))
        for i in (0, 3, 5)
    ]
    assert slopes == [5 / 16, 3 / 16, 0.0]


@given(games())
def test_power_equals_a_count_over_every_order(drawn: tuple[list[int], int, tuple[int, ...]]) -> None:
    votes, quota, vetoes = drawn
    expected = exact_chain.power([Fraction(v) for v in votes], Fraction(quota), set(vetoes))
    assert game([float(v) for v in votes], quota, vetoes).power == pytest.approx(
        [float(p) for p in expected], abs=1e-15
    )


@given(games(), st.data())
def test_a_yes_equals_a_sum_over_every_set_of_answers(
    drawn: tuple[list[int], int, tuple[int, ...]], data: st.DataObject
) -> None:
    votes, quota, vetoes = drawn
    tenths = data.draw(st.lists(st.integers(0, 10), min_size=len(votes), max_size=len(votes)))
    q = [Fraction(k, 10) for k in tenths]
    expected = exact_chain.yes([Fraction(v) for v in votes], Fraction(quota), set(vetoes), q)
    found = game([float(v) for v in votes], quota, vetoes).probability_yes(np.array(q, dtype=float))
    assert float(found) == pytest.approx(float(expected), abs=1e-14)


@given(games(most=9), st.data())
def test_sums_of_votes_give_what_coalitions_give(
    drawn: tuple[list[int], int, tuple[int, ...]], data: st.DataObject
) -> None:
    votes, quota, vetoes = drawn
    everyone = [float(v) for v in votes]
    few, many = game(everyone, quota, vetoes), game(everyone, quota, vetoes, exact_voters=0)
    assert many.power == pytest.approx(few.power, abs=1e-13)
    q = np.array(data.draw(st.lists(st.floats(0, 1), min_size=len(votes), max_size=len(votes))))
    assert float(many.probability_yes(q)) == pytest.approx(float(few.probability_yes(q)), abs=1e-13)


def test_a_veto_without_votes_has_power() -> None:
    # [1; 1, 0*] needs both, so each is pivotal in half of the orders.
    assert game([1.0, 0.0], 1.0, (1,)).power.tolist() == [0.5, 0.5]


def test_a_no_of_a_veto_holder_is_the_end() -> None:
    assert game([2.0, 1.0], 2.0, (1,)).probability_yes(np.array([1.0, 0.0])) == 0.0


def test_two_hundred_voters_with_two_weights_sum_to_one() -> None:
    votes = [3.0] * 20 + [1.0] * 180
    power = game(votes, 121.0, (0,)).power
    assert power.sum() == pytest.approx(1.0, abs=1e-12)
    assert power[0] > power[1] > power[20] > 0
    assert np.ptp(power[20:]) == 0.0


def test_finely_divided_votes_of_many_are_sampled_and_say_so() -> None:
    votes = [1.0 + i / 1_000_003 for i in range(30)]
    sampled = game(votes, 18.5)  # 19 of 30 are needed: 1 chance in 10 at even odds
    assert sampled.sampled
    assert sampled.power.sum() == pytest.approx(1.0)
    assert sampled.power == pytest.approx(np.full(30, 1 / 30), abs=0.01)
    assert float(sampled.probability_yes(np.full(30, 0.5))) == pytest.approx(0.1002, abs=0.01)


def test_where_nobody_is_ever_pivotal_all_count_the_same() -> None:
    assert game([1.0, 1.0], 5.0).power.tolist() == [0.5, 0.5]
    assert game([1.0, 1.0], 5.0).probability_yes(np.ones(2)) == 0.0
    assert game([1.0, 1.0], 0.0).probability_yes(np.zeros(2)) == 1.0


def test_decimal_votes_are_counted_as_they_are_written() -> None:
    # In binary .1 + .2 misses .3 by 4e-17 from above, and .7 + .1 misses .8 from below.
    assert game([0.7, 0.1, 0.2], 0.8).power == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_sums_agree_on_a_larger_case_with_many_weights() -> None:
    votes = list(range(1, 15))
    veto = [seat == 3 for seat in range(14)]
    few = game([float(v) for v in votes], 70.0, (3,))
    assert power_by_sums(votes, 70, veto) == pytest.approx(few.power, abs=1e-13)
    q = np.linspace(0.1, 0.9, 14)
    assert yes_by_sums(votes, 70, veto, q[None])[0] == pytest.approx(float(few.probability_yes(q)), abs=1e-13)
