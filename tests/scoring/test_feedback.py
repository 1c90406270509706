"""Feedback by role: published values, degenerate cases, and what must always hold."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.feedback import (
    feedback_by_role,
    latest_answers,
    nps_classes,
    nps_counts,
    nps_posterior,
    nps_reported,
    nps_trend,
    recency_weights,
    segment_shares,
    top_box,
)
from scoring.feedback_parameters import CES_OF_SEVEN, CSAT_OF_FIVE, FeedbackParameters, TopBox
from scoring.vocabulary import Role

TODAY = date(2026, 3, 31)
count = st.integers(0, 200)


def frame(*rows: tuple[str, str, str | None, date, float]) -> pd.DataFrame:
    people, surveys, roles, days, scores = zip(*rows, strict=True) if rows else ((),) * 5
    return pd.DataFrame(
        {
            "person": list(people),
            "survey": list(surveys),
            "role": list(roles),
            "answered_on": np.array(list(days), dtype="datetime64[s]"),
            "score": np.array(scores, dtype=float),
            "transactional": np.zeros(len(people), dtype=bool),
        }
    )


def test_three_promoters_a_passive_and_a_detractor_as_published() -> None:
    nps = nps_reported(3, 1, 1)
    assert nps.plain == 40.0
    assert nps.score == 25.0
    assert (round(nps.low, 1), round(nps.high, 1)) == (-29.8, 79.8)


@given(count, count, count)
def test_the_reported_interval_holds_the_score_within_its_scale(p: int, n: int, d: int) -> None:
    nps = nps_reported(p, n, d)
    mirrored = nps_reported(d, n, p)
    assert -100.0 <= nps.low <= nps.score <= nps.high <= 100.0
    assert mirrored.score == pytest.approx(-nps.score, abs=1e-9)
    assert mirrored.low == pytest.approx(-nps.high, abs=1e-9)


def test_without_answers_the_reported_nps_is_unknown() -> None:
    nps = nps_reported(0, 0, 0)
    assert (nps.plain, nps.score, nps.answers) == (None, 0.0, 0)
    assert nps.high - nps.low > 150


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        nps_reported(-1, 0, 0)


def test_the_posterior_as_published() -> None:
    mean, sd = nps_posterior(np.array([1.0, 1.0, 3.0]), np.array([0.75, 1.5, 0.75]))
    assert float(mean) == 0.25
    assert round(float(sd), 4) == 0.2635


@given(st.lists(st.floats(0.05, 50), min_size=3, max_size=3))
def test_the_posterior_is_scipys_dirichlet(alpha: list[float]) -> None:
    a = np.array(alpha)
    mean, sd = nps_posterior(a / 2, a / 2)
    oracle, contrast = stats.dirichlet(a), np.array([-1.0, 0.0, 1.0])
    assert mean == pytest.approx(contrast @ oracle.mean(), abs=1e-9)
    assert sd == pytest.approx(np.sqrt(contrast @ oracle.cov() @ contrast), abs=1e-7)


@given(st.lists(st.floats(0.1, 50), min_size=3, max_size=3), st.lists(st.floats(0.1, 9), min_size=3, max_size=3))
def test_the_posterior_mean_lies_between_prior_and_answers(counts: list[float], prior: list[float]) -> None:
    c, a = np.array(counts), np.array(prior)
    mean, _ = nps_posterior(c, a)
    ends = sorted(((c[2] - c[0]) / c.sum(), (a[2] - a[0]) / a.sum()))
    assert ends[0] - 1e-9 <= mean <= ends[1] + 1e-9


def test_many_accounts_have_the_posterior_that_each_has_alone() -> None:
    random = np.random.default_rng(1)
    counts, prior = random.random((50, 3)) * 9, random.random((50, 3)) + 0.1
    mean, sd = nps_posterior(counts, prior)
    for row in range(50):
        one = nps_posterior(counts[row], prior[row])
        assert (float(one[0]), float(one[1])) == (mean[row], sd[row])


def test_a_posterior_of_nothing_or_of_nonsense_is_refused() -> None:
    for counts in ([0.0, 0.0, 0.0], [np.nan, 1.0, 1.0], [-1.0, 1.0, 1.0]):
        with pytest.raises(ValueError, match="finite, at least 0"):
            nps_posterior(np.array(counts), np.zeros(3))


@pytest.mark.parametrize("score", [-1.0, 10.5, 11.0, float("nan")])
def test_a_score_that_nps_does_not_have_is_refused(score: float) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        nps_classes(np.array([score]))


def test_counts_are_pandas_groupby_sums() -> None:
    random = np.random.default_rng(2)
    group, classes, weights = random.integers(0, 40, 500), random.integers(0, 3, 500), random.random(500)
    table = pd.DataFrame({"g": group, "c": classes, "w": weights}).groupby(["g", "c"])["w"].sum().unstack(fill_value=0)
    assert nps_counts(group, classes, weights, 40)[table.index] == pytest.approx(table.to_numpy())


def test_the_latest_answer_per_person_and_survey_counts_and_the_future_does_not() -> None:
    answers = frame(
        ("ann", "q1", "end_user", date(2026, 1, 1), 2.0),
        ("ann", "q1", "end_user", date(2026, 2, 1), 9.0),
        ("ann", "q2", "end_user", date(2026, 1, 5), 7.0),
        ("ann", "q1", "end_user", date(2026, 5, 1), 0.0),
    )
    assert latest_answers(answers, TODAY)["score"].tolist() == [9.0, 7.0]


def test_roles_are_kept_apart_and_silence_leaves_the_segments_view() -> None:
    answers = frame(
        ("cfo", "q", "decision_maker", TODAY, 3.0),
        ("u1", "q", "end_user", TODAY, 10.0),
        ("u2", "q", "end_user", TODAY, 9.0),
        ("x", "q", None, TODAY, 0.0),
    )
    shares = {Role.INFLUENCER: np.array([0.2, 0.3, 0.5])}
    by_role = feedback_by_role(answers, TODAY, shares)
    assert by_role[Role.DECISION_MAKER].mean == pytest.approx((4 / 3 - (4 / 3 + 1)) / 5)
    assert by_role[Role.END_USER].mean == pytest.approx((4 / 3 + 2 - 4 / 3) / 6)
    assert by_role[Role.INFLUENCER].mean == pytest.approx(0.3)
    assert [by_role[r].reported.answers for r in Role] == [1, 0, 2]


def test_no_answers_at_all_leave_every_role_at_its_prior() -> None:
    by_role = feedback_by_role(frame(), TODAY)
    assert [f.mean for f in by_role.values()] == [0.0, 0.0, 0.0]
    assert all(f.effective_answers == 0.0 and f.reported.plain is None for f in by_role.values())


def test_an_answer_a_half_life_old_counts_half() -> None:
    old = frame(("u", "q", "end_user", TODAY - timedelta(days=180), 10.0))
    assert feedback_by_role(old, TODAY)[Role.END_USER].effective_answers == pytest.approx(0.5)
    fast = old.assign(transactional=True)
    assert feedback_by_role(fast, TODAY)[Role.END_USER].effective_answers == pytest.approx(0.25)
    assert recency_weights(np.array(["2027-01-01"], "M8[D]"), 90.0, TODAY).tolist() == [0.0]


def test_a_segments_shares_are_drawn_towards_even_shares() -> None:
    shares = segment_shares(np.array([0.0, 0.0, 8.0]))
    assert shares == pytest.approx(np.array([4 / 3, 4 / 3, 28 / 3]) / 12)


def test_where_nothing_was_answered_in_between_nothing_has_changed() -> None:
    answers = frame(("a", "q", None, date(2025, 10, 1), 10.0), ("b", "q", None, date(2025, 11, 1), 2.0))
    trend = nps_trend(answers, date(2026, 1, 1), TODAY)
    assert (trend.change, trend.sd, trend.flagged) == (0.0, 0.0, False)


def test_a_crowd_that_turns_is_flagged_and_one_voice_that_cools_is_not() -> None:
    before, now = date(2026, 1, 10), TODAY
    crowd = [(f"p{i}", "q", None, before, 10.0) for i in range(12)]
    turned = frame(*crowd, *[(f"p{i}", "q", None, now, 1.0) for i in range(12)])
    one = frame(*crowd, ("p0", "q", None, now, 8.0))
    assert nps_trend(turned, before, now).flagged
    assert nps_trend(turned, before, now).change < -1.0
    single = nps_trend(one, before, now)
    assert single.change < 0
    assert not single.flagged


def test_the_sd_of_a_change_by_hand() -> None:
    answers = frame(("a", "q", None, date(2026, 1, 1), 10.0), ("a", "q", None, TODAY, 0.0))
    trend = nps_trend(answers, date(2026, 1, 1), TODAY)
    # Prior 4/3 each; then a promoter of weight 1, now a detractor of weight 1; pooled E = 0, p + d = 7/9.
    assert trend.change == pytest.approx(-0.4)
    pooled = (4 / 3 + 1) * 2 / 6
    assert trend.sd == pytest.approx(np.sqrt(pooled * (1 / 25 + 1 / 25)))


def test_a_trend_backwards_in_time_is_refused() -> None:
    with pytest.raises(ValueError, match="earlier day"):
        nps_trend(frame(), TODAY, date(2026, 1, 1))


def test_top_boxes_in_either_direction() -> None:
    assert top_box(np.array([5.0, 4.0, 3.0]), CSAT_OF_FIVE).satisfied == 2
    assert top_box(np.array([7.0, 5.0, 4.0]), CES_OF_SEVEN).satisfied == 2
    assert top_box(np.array([1.0, 2.0, 3.0]), TopBox(1, 7, 2, high_is_good=False)).satisfied == 2
    empty = top_box(np.array([]), CSAT_OF_FIVE)
    assert (empty.share, empty.low, empty.high) == (None, 0.0, 1.0)
    with pytest.raises(ValueError, match="1 to 5"):
        top_box(np.array([6.0]), CSAT_OF_FIVE)


def test_parameters_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        FeedbackParameters(default_shares=(0.5, 0.5, 0.5))
    with pytest.raises(ValueError, match="above 0"):
        FeedbackParameters(prior_answers=0.0)
    with pytest.raises(ValueError, match="top boxes"):
        TopBox(1, 5, 5)
