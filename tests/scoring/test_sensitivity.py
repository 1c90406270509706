"""Whether the ranking survives ties that are stronger or weaker than we think."""

from scoring.chain import Chain, Person
from scoring.decision_rule import decision_rule
from scoring.influence import chain_influence
from scoring.sensitivity import Sensitivity, sensitivity
from scoring.voting import VotingGame


def note_on(chain: Chain) -> Sensitivity:
    power = VotingGame(decision_rule(chain)).power
    return sensitivity(chain, power, chain_influence(chain).decision_weights(power))


def test_a_clear_first_stays_first() -> None:
    boss, aide = Person("boss", votes=1.0, stance=1.0), Person("aide", stance=-1.0)
    note = note_on(Chain.of([boss, aide], shares={("boss", "aide"): 1.0, ("boss", "boss"): 3.0}))
    assert (note.top, note.top_kept, note.stable) == ("boss", 1.0, True)
    assert note.forecast_low < 0.6 < note.forecast_high  # the aide weighs (1/8) / (5/8)


def test_two_advisers_of_one_decider_change_places() -> None:
    people = [Person("boss", votes=1.0, openness=0.9), Person("x", stance=1.0), Person("y", stance=-1.0)]
    note = note_on(Chain.of(people, shares={("boss", "x"): 1.01, ("boss", "y"): 1.0}))
    assert note.top == "x"
    assert 0.3 < note.top_kept < 0.8
    assert not note.stable


def test_without_ties_nothing_can_change() -> None:
    note = note_on(Chain.of([Person("a", votes=1.0, stance=0.5), Person("b", votes=1.0, stance=0.5)]))
    assert (note.top_kept, note.order_kept, note.forecast_low, note.forecast_high) == (1.0, 1.0, 0.5, 0.5)


def test_nobody_is_stable() -> None:
    assert note_on(Chain.of([])) == Sensitivity(None, 1.0, 1.0, True, 0.0, 0.0)
