"""Who is asked and who is left alone: once a person, once an address, within quarantine and share, in any order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.sending.deciding import Askings, Candidate, Decision, LeftOut, PastAsking, decide
from service.sending.rules import Rules

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)  # a Tuesday: the usual window is open
RULES = Rules(quarantine_days=30)


def askings(*past: PastAsking, rules: Rules = RULES) -> Askings:
    made = Askings(rules, NOW)
    made.add(past)
    return made


def reasons(decisions: list[Decision]) -> list[LeftOut | None]:
    return [one.reason for one in decisions]


def asked_before(days: float, account: int = 1, person: int = 1, **values: object) -> PastAsking:
    return PastAsking(account, person, f"p{person}@x", NOW - timedelta(days=days), **values)  # type: ignore[arg-type]  # as the class says


def test_whoever_was_asked_within_the_quarantine_is_left_alone_until_it_ends() -> None:
    (decision,) = decide([Candidate(1, 1)], askings(asked_before(29)), {1: 1})
    assert (decision.reason, decision.until) == (LeftOut.QUARANTINED, NOW + timedelta(days=1))
    assert reasons(decide([Candidate(1, 1)], askings(asked_before(30)), {1: 1})) == [None]


def test_an_asking_that_is_still_to_come_counts_as_well() -> None:
    assert reasons(decide([Candidate(1, 1)], askings(asked_before(-5)), {1: 1})) == [LeftOut.QUARANTINED]


def test_the_quarantine_goes_by_the_address_too() -> None:
    twin = Candidate(2, 9, address_key="p1@x")
    assert reasons(decide([twin], askings(asked_before(3)), {2: 1})) == [LeftOut.QUARANTINED]


def test_a_person_with_two_accounts_is_asked_for_one_of_them() -> None:
    both = [Candidate(account, 1, address_key="p1@x") for account in (2, 1)]
    decisions = decide(both, askings(), {1: 1, 2: 1})
    assert [(one.candidate.account_id, one.reason) for one in decisions] == [(1, None), (2, LeftOut.ASKED_ELSEWHERE)]


def test_a_share_of_an_account_goes_to_those_who_decide_first() -> None:
    people = [Candidate(1, person, rank=rank) for person, rank in ((1, 2), (2, 2), (3, 0), (4, 1))]
    decisions = decide(people, askings(rules=Rules(account_share=0.5)), {1: 4})
    assert [one.candidate.person_id for one in decisions if one.send_at] == [3, 4]
    assert reasons(decisions)[2:] == [LeftOut.ACCOUNT_ASKED_ENOUGH] * 2
    assert {one.until for one in decisions if one.reason} == {NOW + timedelta(days=30)}


def test_the_share_counts_who_was_asked_by_other_surveys() -> None:
    people = [Candidate(1, person) for person in (2, 3)]
    decided = decide(people, askings(asked_before(3), rules=Rules(account_share=0.5)), {1: 4})
    assert reasons(decided) == [None, LeftOut.ACCOUNT_ASKED_ENOUGH]


def test_what_bars_somebody_is_said_before_anything_else() -> None:
    barred = Candidate(1, 1, barred=LeftOut.UNSUBSCRIBED)
    assert reasons(decide([barred], askings(asked_before(3)), {1: 1})) == [LeftOut.UNSUBSCRIBED]


def test_a_trigger_asks_again_on_another_occasion_only_after_the_quarantine() -> None:
    again = [Candidate(1, 1, occasion="ticket:2")]
    recent = asked_before(3, this_wave=True, occasion="ticket:1")
    old = asked_before(40, this_wave=True, occasion="ticket:1")
    same = asked_before(40, this_wave=True, occasion="ticket:2")
    assert reasons(decide(again, askings(recent), {1: 1})) == [LeftOut.QUARANTINED]
    assert reasons(decide(again, askings(old), {1: 1})) == [None]
    assert reasons(decide(again, askings(same), {1: 1})) == [LeftOut.INVITED_ALREADY]


candidates = st.builds(
    Candidate,
    account_id=st.integers(1, 4),
    person_id=st.integers(1, 8),
    address_key=st.sampled_from([None, "a", "b", "c", "d"]),
    rank=st.integers(0, 3),
    time_zone=st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York", None]),
    barred=st.sampled_from([None, None, None, LeftOut.LEFT]),
)
pasts = st.builds(
    PastAsking,
    account_id=st.integers(1, 4),
    person_id=st.integers(1, 8),
    address_key=st.sampled_from([None, "a", "b", "c", "d"]),
    at=st.integers(-10, 60).map(lambda days: NOW - timedelta(days=days)),
)
audiences = st.lists(candidates, max_size=20, unique_by=lambda one: (one.account_id, one.person_id))
rules_made = st.builds(Rules, quarantine_days=st.integers(7, 60), account_share=st.sampled_from([0.25, 0.5, 1.0]))


@given(audiences, st.lists(pasts, max_size=10), rules_made)
def test_nobody_is_asked_too_often_and_no_account_too_much(
    people: list[Candidate], past: list[PastAsking], rules: Rules
) -> None:
    sizes = {account: sum(one.account_id == account for one in people) for account in range(1, 5)}
    decisions = decide(people, askings(*past, rules=rules), sizes)
    assert len(decisions) == len(people)
    sent = [one for one in decisions if one.send_at is not None]
    for key in ("person_id", "address_key"):
        keys = [getattr(one.candidate, key) for one in sent if getattr(one.candidate, key)]
        assert len(keys) == len(set(keys))
    for one in sent:
        assert one.reason is None
        assert one.candidate.barred is None
        assert one.send_at is not None
        for before in past:
            same = before.person_id == one.candidate.person_id or (
                before.address_key is not None and before.address_key == one.candidate.address_key
            )
            assert not same or abs(one.send_at - before.at) >= rules.quarantine
    for account, size in sizes.items():
        asked = sum(one.candidate.account_id == account for one in sent)
        assert asked <= rules.room(size)


@given(audiences, st.lists(pasts, max_size=10), rules_made, st.integers(0, 4))
def test_stopping_in_the_middle_and_going_on_comes_to_the_same(
    people: list[Candidate], past: list[PastAsking], rules: Rules, accounts_done: int
) -> None:
    sizes = {account: sum(one.account_id == account for one in people) for account in range(1, 5)}
    whole = decide(people, askings(*past, rules=rules), sizes)
    first = [one for one in people if one.account_id <= accounts_done]
    before = decide(first, askings(*past, rules=rules), sizes)
    kept = [
        PastAsking(
            one.candidate.account_id, one.candidate.person_id, one.candidate.address_key, one.send_at, this_wave=True
        )
        for one in before
        if one.send_at is not None
    ]
    after = decide(people, askings(*past, *kept, rules=rules), sizes)
    assert [one for one in after if one.send_at is not None] == [
        one for one in whole if one.send_at is not None and one not in before
    ]


@given(st.floats(0.01, 1), st.integers(0, 500))
def test_a_share_leaves_room_for_one_at_least_and_for_all_at_most(share: float, people: int) -> None:
    room = Rules(account_share=share).room(people)
    assert min(people, 1) <= room <= people
    assert people == 0 or people * share <= room + 1e-6 < people * share + 1 + 1e-3
