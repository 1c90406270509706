"""Where roles of one account do not feel the same: by hand, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.role_disagreement import role_disagreement

counts = st.lists(st.lists(st.floats(0, 20), min_size=3, max_size=3), min_size=3, max_size=3)


def test_a_chief_against_the_users_by_hand() -> None:
    found = role_disagreement(np.array([[[2.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 2.0, 6.0]]]))
    # With 4/3 assumed of each: (4/3 - 10/3) / 6 and (22/3 - 4/3) / 12.
    assert found.mean[0, 0] == pytest.approx(-1 / 3)
    assert np.isnan(found.mean[0, 1])
    assert found.mean[0, 2] == pytest.approx(0.5)
    assert found.gap[0] == pytest.approx(5 / 6)
    assert (int(found.unhappiest[0]), int(found.happiest[0])) == (0, 2)
    first = ((14 / 3) / 6 - 1 / 9) / 7
    second = ((26 / 3) / 12 - 1 / 4) / 13
    assert found.sd[0] == pytest.approx((first + second) ** 0.5)
    assert bool(found.flagged[0]) is (float(found.gap[0]) > 1.645 * (first + second) ** 0.5)


def test_one_role_alone_disagrees_with_nobody() -> None:
    found = role_disagreement(np.array([[[9.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]]))
    assert np.isnan(found.gap[0])
    assert not found.flagged[0]


@given(counts)
def test_the_gap_is_never_negative_and_never_above_two(table: list[list[float]]) -> None:
    found = role_disagreement(np.array([table]))
    assert np.isnan(found.gap[0]) or 0.0 <= found.gap[0] <= 2.0
