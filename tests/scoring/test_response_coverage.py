"""Response coverage: silence of those who decide is a finding."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.response_coverage import has_valid_answer, response_coverage, silent_people
from scoring.vocabulary import Role

TODAY = date(2026, 3, 31)


def days(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[D]")


def test_an_answer_is_valid_for_180_days_and_never_before_it_is_given() -> None:
    answered = days("2026-03-31", "2025-10-02", "2025-10-01", "2026-04-01", "NaT")
    assert has_valid_answer(answered, TODAY).tolist() == [True, True, False, False, False]


def test_a_crowd_of_users_does_not_cover_for_the_one_who_signs() -> None:
    weight = np.array([0.82, 0.06, 0.06, 0.06])
    answered = days("NaT", "2026-03-01", "2026-03-01", "2026-03-01")
    covered = response_coverage(np.zeros(4, dtype=np.intp), weight, answered, 1, TODAY)
    assert covered[0] == pytest.approx(0.18)


def test_an_account_without_people_is_unknown_not_silent() -> None:
    assert np.isnan(response_coverage(np.array([], dtype=np.intp), np.array([]), days(), 1, TODAY)[0])


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1), st.booleans()), min_size=1, max_size=20))
def test_each_account_is_covered_as_it_is_alone(rows: list[tuple[int, float, bool]]) -> None:
    account = np.array([r[0] for r in rows])
    weight = np.array([r[1] / 20 for r in rows])
    answered = days(*["2026-03-01" if r[2] else "NaT" for r in rows])
    together = response_coverage(account, weight, answered, 4, TODAY)
    for one in range(4):
        mine = account == one
        alone = response_coverage(np.zeros(mine.sum(), dtype=np.intp), weight[mine], answered[mine], 1, TODAY)
        assert together[one] == pytest.approx(alone[0], abs=1e-12, nan_ok=True)


def test_the_silence_list_starts_with_whoever_decides_most() -> None:
    silent = silent_people(
        ["user", "buyer", "cfo", "vp"],
        [Role.END_USER, Role.INFLUENCER, Role.DECISION_MAKER, Role.DECISION_MAKER],
        np.array([0.1, 0.3, 0.3, 0.3]),
        days("NaT", "2024-01-01", "NaT", "2026-03-01"),
        TODAY,
    )
    assert [p.person for p in silent] == ["cfo", "buyer", "user"]
    assert silent[1].last_answered_on == date(2024, 1, 1)


def test_weights_that_are_no_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="decision weights"):
        response_coverage(np.array([0]), np.array([np.nan]), days("NaT"), 1, TODAY)
