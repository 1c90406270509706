"""From ties and shares to who listens to whom."""

import numpy as np
import pytest

from scoring.listening import Tie, listening_from_shares, listening_from_ties, normalised
from scoring.vocabulary import TieKind

THREE = {"a": 0, "b": 1, "c": 2}


def test_each_kind_of_tie_listens_its_own_way() -> None:
    weights, _ = listening_from_ties(
        THREE,
        [
            Tie(TieKind.REPORTS_TO, "a", "b", 0.8),
            Tie(TieKind.INFLUENCES, "a", "c", 0.5),
            Tie(TieKind.WORKS_WITH, "b", "c", 0.2),
        ],
    )
    assert weights.tolist() == [[0, 0.8, 0], [0.4, 0, 0.2], [0.5, 0.2, 0]]


def test_ties_between_the_same_two_add_up_and_a_conflict_halves_the_sum_once() -> None:
    conflict = Tie(TieKind.CONFLICTS, "b", "a", 0.1)
    ties = [Tie(TieKind.REPORTS_TO, "a", "b", 0.8), conflict, Tie(TieKind.INFLUENCES, "b", "a", 0.6), conflict]
    weights, conflicts = listening_from_ties(THREE, ties)
    assert weights[:2, :2].tolist() == [[0, pytest.approx(0.7)], [pytest.approx(0.2), 0]]
    assert conflicts == ((0, 1),)


def test_a_conflict_alone_creates_no_listening() -> None:
    weights, conflicts = listening_from_ties(THREE, [Tie(TieKind.CONFLICTS, "a", "b")])
    assert not weights.any()
    assert conflicts == ((0, 1),)


@pytest.mark.parametrize(
    "tie",
    [
        Tie(TieKind.INFLUENCES, "a", "a"),
        Tie(TieKind.INFLUENCES, "a", "stranger"),
        Tie(TieKind.INFLUENCES, "a", "b", -0.1),
        Tie(TieKind.INFLUENCES, "a", "b", float("nan")),
    ],
)
def test_a_senseless_tie_is_refused(tie: Tie) -> None:
    with pytest.raises(ValueError, match="tie"):
        listening_from_ties(THREE, [tie])


def test_shares_may_be_of_oneself_but_not_negative() -> None:
    assert listening_from_shares(THREE, {("a", "a"): 1.0})[0, 0] == 1.0
    with pytest.raises(ValueError, match="share"):
        listening_from_shares(THREE, {("a", "b"): -1.0})
    with pytest.raises(ValueError, match="not in the chain"):
        listening_from_shares(THREE, {("a", "x"): 1.0})


def test_rows_are_normalised_whatever_their_scale() -> None:
    rows = normalised(np.array([[0.0, 1e308, 1e308], [5e-324, 0.0, 0.0], [0.0, 0.0, 0.0]]))
    assert rows.tolist() == [[0.0, 0.5, 0.5], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
