"""What a chain refuses to be built from, and what it says of unknown stances."""

import numpy as np
import pytest

from scoring.chain import Chain, Colleague, Person
from scoring.listening import Tie
from scoring.vocabulary import TieKind


@pytest.mark.parametrize(
    ("people", "fault"),
    [
        ([Person("a"), Person("a")], "twice"),
        ([Person("a", votes=-1.0)], "votes"),
        ([Person("a", votes=float("inf"))], "votes"),
        ([Person("a", stance=1.5)], "stance"),
        ([Person("a", confidence=float("nan"))], "confidence"),
        ([Person("a", openness=1.01)], "openness"),
        ([Person("a", cost=0.0)], "cost"),
    ],
)
def test_numbers_out_of_range_are_refused(people: list[Person], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Chain.of(people)


def test_a_team_that_clashes_with_the_people_is_refused() -> None:
    with pytest.raises(ValueError, match="colleague"):
        Chain.of([Person("a")], team=[Colleague("a")])
    with pytest.raises(ValueError, match="not in the chain"):
        Chain.of([Person("a")], team=[Colleague("r1", {"b": 0.5})])
    with pytest.raises(ValueError, match="strengths"):
        Chain.of([Person("a")], team=[Colleague("r1", {"a": 1.5})])


def test_ties_and_shares_exclude_each_other() -> None:
    with pytest.raises(ValueError, match="not both"):
        Chain.of([Person("a"), Person("b")], ties=[Tie(TieKind.WORKS_WITH, "a", "b")], shares={("a", "b"): 1.0})


def test_unknown_and_zero_confidence_are_both_unknown() -> None:
    chain = Chain.of([Person("a", stance=0.5), Person("b"), Person("c", stance=-1.0, confidence=0.0)])
    assert chain.known.tolist() == [True, False, False]
    assert chain.certainty.tolist() == [1.0, 0.0, 0.0]
    assert chain.shrunk_stance.tolist() == [0.5, 0.0, 0.0]


def test_arrays_of_the_wrong_length_are_refused() -> None:
    one = Chain.of([Person(1)])
    with pytest.raises(ValueError, match="stance has 2 entries"):
        Chain(one.ids, one.listening, False, one.votes, one.veto, one.openness, np.zeros(2), one.confidence)
