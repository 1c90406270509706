"""What is normal in a segment, and the mapping onto 0-100."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.health_facts import AccountFacts, portfolio_of
from scoring.health_norms import default_norms, scaled, segment_norms
from scoring.health_parameters import DEFAULT_SCORECARD, Anchors, HealthMeasure
from scoring.health_table import measure_portfolio
from scoring.vocabulary import HealthGroup

TODAY = date(2026, 3, 31)
finite = st.floats(-1e6, 1e6)


@given(st.lists(finite, min_size=3, max_size=3), finite, finite, st.booleans())
def test_a_worse_value_never_scores_higher(points: list[float], a: float, b: float, high: bool) -> None:
    p10, p50, p90 = sorted(points)
    assume(p90 > p10)
    low_score, high_score = scaled(np.array(sorted([a, b])), Anchors(p10, p50, p90), high)
    worse, better = (low_score, high_score) if high else (high_score, low_score)
    assert 0.0 <= worse <= better + 1e-9 <= 100.0 + 1e-9


@given(st.lists(finite, min_size=3, max_size=3))
def test_the_median_scores_50_in_either_direction_unless_anchors_coincide(points: list[float]) -> None:
    p10, p50, p90 = sorted(points)
    assume(min(p50 - p10, p90 - p50) > 1e-6 * (p90 - p10))
    anchors = Anchors(p10, p50, p90)
    assert scaled(np.array([p50]), anchors, True)[0] == pytest.approx(50.0, abs=1e-6)
    assert scaled(np.array([p50]), anchors, False)[0] == pytest.approx(50.0, abs=1e-6)


def test_where_most_owe_nothing_owing_nothing_scores_the_better_of_two_anchors() -> None:
    assert scaled(np.array([0.0, 20.0, 30.0]), Anchors(0.0, 0.0, 20.0), False).tolist() == [90.0, 10.0, 0.0]


def test_where_most_stand_at_the_worst_value_it_scores_as_the_median() -> None:
    scores = scaled(np.array([0.0, 0.5, 1.0]), Anchors(0.0, 0.0, 1.0), True)
    assert scores.tolist() == [50.0, 70.0, 90.0]


def test_three_equal_anchors_are_refused() -> None:
    with pytest.raises(ValueError, match="three equal anchors"):
        scaled(np.array([1.0]), Anchors(2.0, 2.0, 2.0), True)


def test_anchors_must_be_finite_and_ascend() -> None:
    with pytest.raises(ValueError, match="finite"):
        Anchors(float("nan"), 1.0, 2.0)
    with pytest.raises(ValueError, match="ascend"):
        Anchors(3.0, 1.0, 2.0)


def portfolio(n: int, segment: str = "mid") -> list[AccountFacts]:
    return [AccountFacts(f"a{i}", segment=segment, coverage=i / n, threads=2.0) for i in range(n)]


def test_a_segment_with_enough_accounts_sets_its_own_anchors() -> None:
    facts = portfolio_of(portfolio(101), TODAY)
    norms = segment_norms(measure_portfolio(facts, TODAY, DEFAULT_SCORECARD), DEFAULT_SCORECARD)["mid"]
    anchors = norms.anchors[HealthMeasure.COVERAGE]
    assert (anchors.p10, anchors.p50, anchors.p90) == pytest.approx((10 / 101, 50 / 101, 90 / 101))
    assert norms.accounts == 101


def test_a_measure_without_spread_or_with_few_accounts_keeps_the_assumed_anchors() -> None:
    few = portfolio_of(portfolio(19), TODAY)
    norms = segment_norms(measure_portfolio(few, TODAY, DEFAULT_SCORECARD), DEFAULT_SCORECARD)["mid"]
    assumed = default_norms(DEFAULT_SCORECARD).anchors
    assert norms.anchors == assumed
    many = portfolio_of(portfolio(101), TODAY)
    norms = segment_norms(measure_portfolio(many, TODAY, DEFAULT_SCORECARD), DEFAULT_SCORECARD)["mid"]
    assert norms.anchors[HealthMeasure.THREADS] == assumed[HealthMeasure.THREADS]


def test_the_yes_or_no_measure_keeps_its_scale_whatever_the_segment_does() -> None:
    accounts = [replace(a, has_contract=True) for a in portfolio(50)]
    accounts[:15] = [replace(a, notice_given_on=TODAY) for a in accounts[:15]]
    table = measure_portfolio(portfolio_of(accounts, TODAY), TODAY, DEFAULT_SCORECARD)
    anchors = segment_norms(table, DEFAULT_SCORECARD)["mid"].anchors[HealthMeasure.NOTICE_GIVEN]
    assert scaled(np.array([0.0, 1.0]), anchors, False) == pytest.approx([100.0, 0.0], abs=1e-9)


def test_the_group_mean_of_a_segment_is_the_mean_of_its_observed_scores() -> None:
    responding = [AccountFacts(f"a{i}", segment="x", response_coverage=c) for i, c in enumerate((0.1, 0.8))]
    silent = [AccountFacts("b", segment="x")]
    table = measure_portfolio(portfolio_of(responding + silent, TODAY), TODAY, DEFAULT_SCORECARD)
    means = segment_norms(table, DEFAULT_SCORECARD)["x"].group_means
    assert means[HealthGroup.RESPONSIVENESS] == pytest.approx((10.0 + 90.0) / 2.0)
    assert means[HealthGroup.USAGE] == 50.0
