"""The whole analysis: the golden example to the last digit, and what holds for every chain."""

import numpy as np
import pytest
from hypothesis import given, settings

from scoring.analysis import ChainAnalysis, analyse_chain
from scoring.chain import Chain, Colleague, Person
from scoring.chain_warning import WarningKind
from scoring.listening import Tie
from scoring.vocabulary import Role, SubRole, TieKind
from tests.scoring.random_chains import chains

GOLDEN_SHARES = {
    ("cfo", "vp"): 2.0,
    ("cfo", "it"): 1.0,
    ("vp", "cfo"): 1.0,
    ("vp", "user"): 1.0,
    ("it", "user"): 1.0,
}


@pytest.fixture(scope="module")
def golden() -> ChainAnalysis:
    people = [
        Person("cfo", votes=2.0, stance=-0.2),
        Person("vp", votes=1.0, stance=0.8),
        Person("it", votes=1.0, stance=0.0),
        Person("user", stance=0.6),
    ]
    team = [
        Colleague("R1", {"cfo": 0.4, "vp": 0.8, "it": 0.0, "user": 0.6}),
        Colleague("R2", {"cfo": 0.2, "vp": 0.0, "it": 0.0, "user": 0.5}),
    ]
    return analyse_chain(Chain.of(people, shares=GOLDEN_SHARES, team=team, quota=3.0))


def test_golden_power_and_weights(golden: ChainAnalysis) -> None:
    assert golden.power == pytest.approx([2 / 3, 1 / 6, 1 / 6, 0], abs=1e-12)
    assert golden.weights == pytest.approx([17 / 44, 7 / 33, 13 / 88, 67 / 264], abs=1e-12)


def test_golden_consensus(golden: ChainAnalysis) -> None:
    outlook = golden.consensus
    assert outlook.forecast == pytest.approx(323 / 1320, abs=1e-12)
    assert outlook.opinions == pytest.approx([8 / 55, 129 / 220, 3 / 10, 3 / 5], abs=1e-12)
    assert outlook.probability_yes == pytest.approx(514269 / 968000, abs=1e-12)
    assert (outlook.low, outlook.high, outlook.known_weight) == pytest.approx((323 / 1320, 323 / 1320, 1.0), abs=1e-12)
    assert outlook.calibrated is False


def test_golden_departures_and_coverage(golden: ChainAnalysis) -> None:
    assert golden.departures["user"].forecast == pytest.approx(29 / 300, abs=1e-12)
    assert golden.coverage.coverage == pytest.approx(631 / 1100, abs=1e-12)
    assert golden.coverage.threads == pytest.approx(2.98107, abs=5e-6)
    assert golden.coverage.without["R1"].coverage == pytest.approx(0.20417, abs=5e-6)
    assert golden.coverage.without["R2"].coverage == pytest.approx(0.47652, abs=5e-6)
    assert golden.departures["R2"].coverage == golden.coverage.without["R2"].coverage
    # R1 alone is more than 60 % of what is reached.
    assert golden.coverage.single_threaded


def test_golden_cut_and_warnings(golden: ChainAnalysis) -> None:
    assert golden.cuts == (("R1", "R2"),)
    assert golden.warnings == ()
    assert golden.paths["cfo"][0].through == ("R1", "vp", "cfo")
    assert golden.paths["cfo"][0].probability == pytest.approx(0.8 * 2 / 3)


@settings(max_examples=40)
@given(chains())
def test_relabelling_and_reordering_people_changes_nothing(chain: Chain) -> None:
    order = np.random.default_rng(chain.size).permutation(chain.size)
    moved = Chain(
        ids=tuple(f"new {chain.ids[i]}" for i in order),
        listening=chain.listening[np.ix_(order, order)],
        shares=chain.shares,
        votes=chain.votes[order],
        veto=chain.veto[order],
        openness=chain.openness[order],
        stance=chain.stance[order],
        confidence=chain.confidence[order],
        quota=chain.quota,
        sub_roles=tuple(chain.sub_roles[i] for i in order),
        do_not_contact=chain.do_not_contact[order],
        cost=chain.cost[order],
        team=chain.team,
        strengths=chain.strengths[:, order],
    )
    before, after = analyse_chain(chain), analyse_chain(moved)
    assert after.weights == pytest.approx(before.weights[order], abs=1e-12)
    assert after.power == pytest.approx(before.power[order], abs=1e-14)
    assert after.access.probability == pytest.approx(before.access.probability[order], abs=1e-12)
    assert after.coverage.threads == pytest.approx(before.coverage.threads, abs=1e-9)
    assert after.consensus.probability_yes == pytest.approx(before.consensus.probability_yes, abs=1e-12)
    assert {frozenset(cut) for cut in after.cuts} == {
        frozenset(f"new {name}" if name in chain.position else name for name in cut) for cut in before.cuts
    }
    for i, person in enumerate(chain.ids):
        left, kept = after.departures[f"new {person}"], before.departures[person]
        assert (left.forecast, left.coverage, left.access) == pytest.approx(
            (kept.forecast, kept.coverage, kept.access), abs=1e-12
        ), i


@given(chains())
def test_contributions_and_gaps_add_up(chain: Chain) -> None:
    found = analyse_chain(chain)
    assert found.weights.sum() == pytest.approx(1.0, abs=1e-12)
    assert found.consensus.contributions.sum() == pytest.approx(found.consensus.forecast, abs=1e-12)
    assert found.gaps.sum() == pytest.approx(1.0 - found.consensus.known_weight, abs=1e-12)


def test_nobody_has_an_answer_too() -> None:
    found = analyse_chain(Chain.of([]))
    outlook = found.consensus
    assert (outlook.forecast, outlook.low, outlook.high, outlook.probability_yes) == (0.0, -1.0, 1.0, 0.5)
    assert (found.coverage.coverage, found.coverage.threads) == (0.0, 0.0)
    assert (found.departures, found.cuts, found.next_contacts) == ({}, ((),), ())
    assert [warning.kind for warning in found.warnings] == [WarningKind.NOBODY_KNOWN]


def test_all_unknown_leaves_everything_open() -> None:
    found = analyse_chain(Chain.of([Person("a", votes=1.0), Person("b", votes=1.0)], quota=1.0))
    assert (found.consensus.low, found.consensus.high, found.consensus.known_weight) == (-1.0, 1.0, 0.0)
    assert found.consensus.probability_yes == 0.75


def test_one_person_is_the_whole_decision() -> None:
    found = analyse_chain(Chain.of([Person("a", stance=-1.0)], team=[Colleague("r", {"a": 0.5})]))
    assert (found.weights.tolist(), found.consensus.forecast, found.consensus.probability_yes) == ([1.0], -1.0, 0.0)
    assert (found.coverage.coverage, found.coverage.threads) == (0.5, 1.0)
    assert found.cuts == (("r",), ("a",))
    assert not found.blockers.any()


def test_warnings_name_whom_they_are_about() -> None:
    chain = Chain.of(
        [
            Person("a", votes=3.0, roles=frozenset({Role.DECISION_MAKER})),
            Person("b", votes=1.0),
            Person("c", sub_roles=frozenset({SubRole.APPROVER})),
        ],
        ties=[Tie(TieKind.CONFLICTS, "a", "c")],
        quota=3.0,
        required_roles=[SubRole.CHAMPION],
    )
    assert [(warning.kind.value, warning.about) for warning in analyse_chain(chain).warnings] == [
        ("votes_without_weight", ("b",)),
        ("decision_maker_without_vote", ("c",)),
        ("conflict", ("a", "c")),
        ("missing_role", ("missing:champion",)),
        ("no_path", ()),
    ]


def test_five_hundred_people_have_an_answer() -> None:
    rng = np.random.default_rng(1)
    ties = [
        Tie(TieKind.REPORTS_TO, f"p{i}", f"p{int(rng.integers(max(0, (i - 1) // 4 - 1), (i - 1) // 4 + 1))}", 0.8)
        for i in range(1, 500)
    ]
    people = [Person(f"p{i}", votes=1.0 if i < 20 else None, stance=0.1) for i in range(500)]
    found = analyse_chain(Chain.of(people, ties=ties, team=[Colleague("r", {"p499": 0.5, "p3": 0.25})], quota=11.0))
    assert found.weights.sum() == pytest.approx(1.0, abs=1e-12)
    assert found.consensus.forecast == pytest.approx(0.1, abs=1e-12)
    assert len(found.departures) == 501
    assert found.departures["r"].access == 0.0
