"""The influence-weighted NPS: by hand, against the unweighted one, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.feedback import nps_reported
from scoring.weighted_nps import WeightedNps, weighted_nps

Rows = list[tuple[int, float]]
rows = st.lists(st.tuples(st.integers(0, 2), st.floats(0.01, 1.0)), min_size=1, max_size=30)


def of(answers: Rows) -> WeightedNps:
    classes = np.array([one for one, _weight in answers])
    weights = np.array([weight for _one, weight in answers])
    group = np.zeros(len(answers), dtype=np.intp)
    return weighted_nps(group, (classes == 2).astype(float), (classes == 0).astype(float), weights, 1)[0]


def test_a_chief_who_promotes_outweighs_two_users_who_do_not() -> None:
    found = of([(2, 0.8), (0, 0.1), (0, 0.1)])
    assert found.plain == pytest.approx(60.0)
    # (sum w)^2 / sum w^2 = 1 / .66
    assert found.effective_answers == pytest.approx(1 / 0.66)
    n = 1 / 0.66
    p, d = (0.8 * n + 0.75) / (n + 3), (0.2 * n + 0.75) / (n + 3)
    half = 1.959963985 * ((p + d - (p - d) ** 2) / (n + 3)) ** 0.5
    assert found.score == pytest.approx(100 * (p - d))
    assert found.low == pytest.approx(100 * (p - d - half))
    assert found.high == pytest.approx(min(100.0, 100 * (p - d + half)))


def test_without_any_weight_nothing_is_said() -> None:
    found = of([(2, 0.0)])
    assert (found.people, found.effective_answers, found.plain, found.score) == (0, 0.0, None, 0.0)
    assert found.high > 50


def test_half_a_promoter_is_somebody_who_promoted_once_of_twice() -> None:
    found = weighted_nps(np.array([0, 0]), np.array([0.5, 1.0]), np.array([0.0, 0.0]), np.array([1.0, 1.0]), 1)[0]
    assert found.plain == pytest.approx(75.0)


@pytest.mark.parametrize("weight", [-0.1, float("nan"), float("inf")])
def test_weights_that_are_none_are_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="weights"):
        of([(2, weight)])


@given(st.lists(st.integers(0, 2), min_size=1, max_size=60), st.floats(0.01, 5.0))
def test_equal_weights_give_the_nps_as_reported(classes: list[int], weight: float) -> None:
    found = of([(one, weight) for one in classes])
    reported = nps_reported(classes.count(2), classes.count(1), classes.count(0))
    assert found.effective_answers == pytest.approx(len(classes))
    for name in ("plain", "score", "low", "high"):
        assert getattr(found, name) == pytest.approx(getattr(reported, name), abs=1e-6)


@given(rows, rows)
def test_the_whole_is_the_weighted_mean_of_its_parts(one: Rows, other: Rows) -> None:
    first, second, whole = of(one), of(other), of(one + other)
    assert first.plain is not None
    assert second.plain is not None
    parts = (first.weight * first.plain + second.weight * second.plain) / (first.weight + second.weight)
    assert whole.plain == pytest.approx(parts, abs=1e-6)


@given(rows)
def test_the_interval_holds_the_score_and_never_leaves_the_scale(answers: Rows) -> None:
    found = of(answers)
    assert -100.0 <= found.low <= found.score <= found.high <= 100.0
    assert found.effective_answers <= found.people + 1e-9
