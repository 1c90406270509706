"""Look-alikes: measured on people whose doubles are known."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from service.imports.likeness import REVIEW_FROM, Comparable, find_pairs
from service.keys import name_key, phone_key

FEBRL = Path(__file__).parents[3] / "../shared/data/dedupe_febrl"


def measured(name: str) -> tuple[float, float]:
    """Precision and recall over all pairs of one Febrl file; the truth stands in its record ids."""
    path = FEBRL / f"{name}.csv"
    if not path.exists():
        pytest.skip("the Febrl files are not on this machine (../shared/data/dedupe_febrl)")
    records, truth = [], []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, skipinitialspace=True)):
            value = {k: (v or "").strip() for k, v in row.items()}
            who = name_key(f"{value['given_name']} {value['surname']}")
            where = name_key(f"{value['address_1']} {value['suburb']}")
            records.append(Comparable(number, who, phone=phone_key(value["soc_sec_id"]), organisation=where))
            truth.append(value["rec_id"].split("-")[1])
    same = sum(n * (n - 1) // 2 for n in Counter(truth).values())
    pairs = find_pairs(records)
    right = sum(truth[p.first_id] == truth[p.second_id] for p in pairs)
    return right / len(pairs), right / same


@pytest.mark.parametrize(
    ("name", "precision", "recall"), [("dataset1", 0.99, 0.95), ("dataset2", 0.99, 0.92), ("dataset3", 0.99, 0.90)]
)
def test_precision_and_recall_on_febrl(name: str, precision: float, recall: float) -> None:
    found = measured(name)

    assert found[0] >= precision
    assert found[1] >= recall


def test_the_same_name_alone_is_not_enough_for_people_but_for_companies() -> None:
    twins = [Comparable(1, "li ming"), Comparable(2, "li ming")]

    assert find_pairs(twins) == []
    assert [(p.first_id, p.second_id) for p in find_pairs(twins, name_suffices=True)] == [(1, 2)]


def test_a_slip_in_the_name_of_somebody_on_the_same_account_is_seen() -> None:
    pairs = find_pairs(
        [
            Comparable(1, "jonathan smith", "j.smith@x.org", together=frozenset({"7"})),
            Comparable(2, "jonathon smith", "j.smith@x.org", together=frozenset({"7"})),
            Comparable(3, "maria gonzalez", "m.gonzalez@x.org", together=frozenset({"7"})),
        ]
    )

    assert [(p.first_id, p.second_id) for p in pairs] == [(1, 2)]
    assert pairs[0].likeness >= REVIEW_FROM
    assert set(pairs[0].reasons) >= {"name", "email", "together"}


def test_colleagues_of_one_company_with_addresses_of_one_pattern_are_not_doubles() -> None:
    people = [("anna weber", "a.weber@x.org"), ("arno wagner", "a.wagner@x.org"), ("bea wolf", "b.wolf@x.org")]

    assert find_pairs([Comparable(i, n, e, together=frozenset({"1"})) for i, (n, e) in enumerate(people)]) == []


def test_only_pairs_with_a_new_record_are_reported() -> None:
    records = [Comparable(i, "acme works") for i in (1, 2, 3)]

    pairs = find_pairs(records, frozenset({3}), name_suffices=True)

    assert {(p.first_id, p.second_id) for p in pairs} == {(1, 3), (2, 3)}
