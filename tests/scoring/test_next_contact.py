"""Whom to see next."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given

from scoring.analysis import analyse_chain
from scoring.chain import Chain, Colleague, Person
from scoring.next_contact import NextContact, best_contact_set
from scoring.parameters import ChainParameters
from tests.scoring.random_chains import chains


def proposal(person: str, value: float, cost: float = 1.0) -> NextContact:
    return NextContact(person, "contact", "r1", value, 1.0, value * cost, 0.0, 0.0, cost)


@given(chains())
def test_values_are_access_times_three_parts_over_cost_best_first(chain: Chain) -> None:
    found = analyse_chain(chain)
    values = [contact.value for contact in found.next_contacts]
    assert values == sorted(values, reverse=True) or values == pytest.approx(sorted(values, reverse=True), abs=1e-12)
    for contact in found.next_contacts:
        i = chain.position[contact.person]
        weight, stance = found.weights[i], chain.shrunk_stance[i]
        parts = weight * (1 - stance), weight * (1 - found.reach[i]), found.gaps[i]
        assert (contact.stance_part, contact.coverage_part, contact.gap_part) == pytest.approx(parts, abs=1e-13)
        assert contact.value == pytest.approx(found.access.probability[i] * sum(parts) / chain.cost[i], abs=1e-13)
        assert contact.introducer == (
            found.paths[contact.person][0].through[0] if found.paths[contact.person] else None
        )


@given(chains())
def test_who_opted_out_or_cannot_be_reached_is_left_out(chain: Chain) -> None:
    found = analyse_chain(chain)
    proposed = {contact.person for contact in found.next_contacts}
    assert proposed == {
        person for i, person in enumerate(chain.ids) if not chain.do_not_contact[i] and found.access.probability[i] > 0
    }


def test_who_was_contacted_lately_is_left_out_and_weights_of_parts_count() -> None:
    people = [Person("a", votes=1.0, stance=0.5), Person("b", votes=1.0, recently_contacted=True)]
    chain = Chain.of(people, team=[Colleague("r1", {"a": 0.5, "b": 0.5})], quota=2.0)
    (only,) = analyse_chain(chain, ChainParameters(stance_weight=2.0, target_stance=0.75)).next_contacts
    assert (only.person, only.action, only.introducer) == ("a", "contact", "r1")
    assert (only.stance_part, only.coverage_part, only.gap_part) == (0.25, 0.25, 0.0)


def test_the_best_set_has_most_worth_for_its_joint_cost() -> None:
    contacts = [proposal("a", 0.5, 4.0), proposal("b", 0.4, 0.5), proposal("c", 0.3, 0.5), proposal("d", 0.3, 2.0)]
    chosen = best_contact_set(contacts)
    assert chosen is not None
    by_hand = max(
        (sum(c.value * c.cost for c in trio) / sum(c.cost for c in trio), tuple(c.person for c in trio))
        for trio in combinations(contacts, 3)
    )
    assert (chosen.value, chosen.people) == (pytest.approx(by_hand[0]), by_hand[1])


def test_above_25_people_the_set_is_picked_greedily() -> None:
    contacts = [proposal(f"p{i}", 0.5 - i / 100) for i in range(30)]
    chosen = best_contact_set(contacts)
    assert chosen is not None
    assert (chosen.people, chosen.exact) == (("p0", "p1", "p2"), False)
    assert chosen.value == pytest.approx(0.49)


def test_without_contacts_there_is_no_set() -> None:
    assert best_contact_set([]) is None
    assert best_contact_set([replace(proposal("a", 0.0), access=0.5)]) is not None
