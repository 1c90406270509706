"""Trends of many groups at once are those of each group alone."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from scoring.feedback import nps_classes, nps_trend
from scoring.feedback_parameters import DEFAULT_FEEDBACK
from scoring.feedback_trends import latest_of_each, nps_trends

TODAY = date(2026, 6, 30)


def answers(seed: int, count: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    days = np.sort(random.integers(0, 400, count))
    return pd.DataFrame(
        {
            "group": random.integers(0, 3, count),
            "person": random.integers(0, 12, count),
            "survey": random.integers(0, 2, count),
            "answered_on": (np.datetime64(TODAY) - (400 - days).astype("timedelta64[D]")).astype("datetime64[s]"),
            "score": random.integers(0, 11, count).astype(float),
            "transactional": random.random(count) < 0.3,
        }
    )


@pytest.mark.parametrize("seed", range(6))
def test_each_group_is_as_it_is_alone(seed: int) -> None:
    frame = answers(seed, 150)
    before = TODAY - timedelta(days=90)
    # A person belongs to one group.
    frame["person"] = frame["person"] + 100 * frame["group"]
    half_life = np.where(frame["transactional"], 90.0, 180.0)
    found = nps_trends(
        frame["group"].to_numpy().astype(np.intp),
        (frame["person"] * 10 + frame["survey"]).to_numpy(),
        nps_classes(frame["score"].to_numpy()),
        frame["answered_on"].to_numpy().astype("datetime64[D]"),
        half_life,
        before,
        TODAY,
        np.tile(DEFAULT_FEEDBACK.prior_answers * np.array(DEFAULT_FEEDBACK.default_shares), (3, 1)),
    )
    for group, trend in enumerate(found):
        alone = nps_trend(frame[frame["group"] == group], before, TODAY)
        assert (trend.before, trend.now, trend.change, trend.sd) == pytest.approx(
            (alone.before, alone.now, alone.change, alone.sd)
        )
        assert trend.flagged == alone.flagged


def test_the_latest_is_the_last_row_of_its_key() -> None:
    assert latest_of_each(np.array([1, 2, 1, 3, 2])).tolist() == [False, False, True, True, True]


def test_a_past_that_lies_ahead_is_refused() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    with pytest.raises(ValueError, match="later one"):
        nps_trends(
            nothing, nothing, nothing, np.zeros(0, "M8[D]"), np.zeros(0), TODAY, date(2026, 1, 1), np.ones((1, 3))
        )
