"""Which rule an account decides by, stated or assumed."""

from scoring.chain import Chain, Person
from scoring.decision_rule import RuleGrounds, decision_rule
from scoring.vocabulary import Role, SubRole
from scoring.voting import VotingGame

BUYER = frozenset({SubRole.ECONOMIC_BUYER})
MEMBER = frozenset({SubRole.COMMITTEE_MEMBER})
USER = frozenset({SubRole.USER})


def rule_of(*people: Person, quota: float | None = None) -> tuple[list[float], float, RuleGrounds]:
    rule = decision_rule(Chain.of(people, quota=quota))
    return rule.votes.tolist(), rule.quota, rule.grounds


def test_a_stated_rule_is_taken_as_it_is() -> None:
    stated = rule_of(Person("a", votes=2.0), Person("b"), quota=2.0)
    assert stated == ([2.0, 0.0], 2.0, RuleGrounds.STATED)


def test_votes_without_a_quota_need_more_than_half() -> None:
    assert rule_of(Person("a", votes=2.0), Person("b", votes=2.0))[1:] == (3.0, RuleGrounds.VOTES_ONLY)
    assert rule_of(Person("a", votes=0.5), Person("b", votes=0.5), Person("c", votes=1.0))[1] == 1.5


def test_a_sole_economic_buyer_decides_alone() -> None:
    rule = rule_of(Person("buyer", sub_roles=BUYER), Person("member", sub_roles=MEMBER), Person("user", sub_roles=USER))
    assert rule == ([1.0, 0.0, 0.0], 1.0, RuleGrounds.SOLE_ECONOMIC_BUYER)


def test_two_economic_buyers_vote_with_the_other_decision_makers() -> None:
    rule = rule_of(
        Person("one", sub_roles=BUYER),
        Person("two", sub_roles=BUYER),
        Person("third", roles=frozenset({Role.DECISION_MAKER})),
        Person("user", sub_roles=USER),
    )
    assert rule == ([1.0, 1.0, 1.0, 0.0], 2.0, RuleGrounds.DECISION_MAKERS)


def test_without_a_decision_maker_power_is_uniform() -> None:
    chain = Chain.of([Person("a", sub_roles=USER), Person("b"), Person("c"), Person("d")])
    rule = decision_rule(chain)
    assert rule.grounds is RuleGrounds.EVERYBODY
    assert rule.assumed
    assert VotingGame(rule).power.tolist() == [0.25] * 4


def test_a_stated_veto_holds_beside_assumed_votes() -> None:
    rule = decision_rule(Chain.of([Person("buyer", sub_roles=BUYER), Person("board", veto=True)]))
    assert VotingGame(rule).power.tolist() == [0.5, 0.5]


def test_a_quota_without_votes_counts_heads() -> None:
    rule = rule_of(Person("a", sub_roles=BUYER), Person("b", sub_roles=MEMBER), Person("c", sub_roles=USER), quota=2.0)
    assert rule == ([1.0, 1.0, 0.0], 2.0, RuleGrounds.DECISION_MAKERS)


def test_only_vetoes_and_stated_zero_votes_need_every_holder() -> None:
    rule = decision_rule(Chain.of([Person("a", votes=0.0, veto=True), Person("b", votes=0.0)]))
    assert rule.quota == 0.0
    assert VotingGame(rule).power.tolist() == [1.0, 0.0]


def test_votes_that_are_all_zero_say_nothing() -> None:
    rule = rule_of(Person("a", votes=0.0, sub_roles=BUYER), Person("b", votes=0.0))
    assert rule == ([1.0, 0.0], 1.0, RuleGrounds.SOLE_ECONOMIC_BUYER)


def test_nobody_has_no_rule() -> None:
    assert rule_of() == ([], 0.0, RuleGrounds.NOBODY)


def test_a_third_thrice_is_a_whole() -> None:
    rule = decision_rule(Chain.of([Person(i, votes=1 / 3) for i in range(3)], quota=1.0))
    assert not rule.never_passes
