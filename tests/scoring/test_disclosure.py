"""What is withheld can neither be read nor be worked out by subtraction."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.disclosure import withheld_groups

people = st.lists(st.integers(0, 30), min_size=1, max_size=8).map(np.array)


def test_a_small_group_takes_the_next_smallest_with_it() -> None:
    assert withheld_groups(np.array([2, 50, 9])).tolist() == [True, False, True]


def test_small_groups_that_hide_one_another_take_no_other_with_them() -> None:
    assert withheld_groups(np.array([3, 50, 2])).tolist() == [True, False, True]


def test_nobody_hides_nothing() -> None:
    assert withheld_groups(np.array([0, 5, 6])).tolist() == [False, False, False]


def test_where_all_are_too_few_nothing_is_shown() -> None:
    assert withheld_groups(np.array([4])).tolist() == [True]


def test_fewer_than_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        withheld_groups(np.array([-1]))


@given(people)
def test_neither_a_shown_group_nor_the_rest_is_small(counts: np.ndarray) -> None:
    hidden = withheld_groups(counts)
    assert all(count == 0 or count >= 5 for count in counts[~hidden])
    rest = int(counts[hidden].sum())
    assert rest == 0 or rest >= 5 or not counts[~hidden].any()
