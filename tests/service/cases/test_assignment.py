"""Whose case it is."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import CaseOrigin
from service.cases.assignment import Assignment, Candidate, Standing, assign

NOW = datetime(2026, 3, 6, 9, tzinfo=UTC)
AWAY = NOW + timedelta(days=3)


def one(number: int, *standings: Standing, **values: object) -> Candidate:
    return Candidate(number, frozenset(standings), **values)


OWNER, CSM, MATE, ADMIN = one(1, Standing.OWNER), one(2, Standing.CSM), one(3, Standing.TEAM), one(4, Standing.ADMIN)


def test_daily_matters_are_the_csm_s_and_relations_the_owner_s() -> None:
    everybody = [ADMIN, MATE, CSM, OWNER]
    assert assign(CaseOrigin.UNHAPPY_ANSWER, everybody, now=NOW) == Assignment(2)
    assert assign(CaseOrigin.SILENT_DECISION_MAKER, everybody, now=NOW) == Assignment(1)


def test_without_account_people_it_goes_round_in_the_team() -> None:
    busy = one(5, Standing.TEAM, open_cases=3)
    lately = one(6, Standing.TEAM, last_assigned_at=NOW)
    earlier = one(7, Standing.TEAM, last_assigned_at=NOW - timedelta(days=2))
    assert assign(CaseOrigin.UNHAPPY_ANSWER, [busy, lately, earlier, ADMIN], now=NOW) == Assignment(7)


def test_who_is_away_is_covered_by_the_next() -> None:
    away = one(2, Standing.CSM, away_until=AWAY)
    assert assign(CaseOrigin.UNHAPPY_ANSWER, [away, OWNER], now=NOW) == Assignment(1, covers_for=2)
    back = one(2, Standing.CSM, away_until=NOW)
    assert assign(CaseOrigin.UNHAPPY_ANSWER, [back, OWNER], now=NOW) == Assignment(2)


def test_where_all_are_away_it_waits_with_the_first() -> None:
    away = [one(2, Standing.CSM, away_until=AWAY), one(1, Standing.OWNER, away_until=AWAY)]
    assert assign(CaseOrigin.UNHAPPY_ANSWER, away, now=NOW) == Assignment(2)


def test_nobody_is_nobody() -> None:
    assert assign(CaseOrigin.UNHAPPY_ANSWER, [], now=NOW) is None


candidates = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 9),
        st.frozensets(st.sampled_from(Standing), min_size=1),
        st.sampled_from([None, AWAY]),
        st.integers(0, 5),
    ),
    unique_by=lambda candidate: candidate.user_id,
)


@given(st.sampled_from(CaseOrigin), candidates)
def test_nobody_who_is_away_gets_it_while_somebody_is_there(origin: CaseOrigin, people: list[Candidate]) -> None:
    chosen = assign(origin, people, now=NOW)
    present = {person.user_id for person in people if person.away_until is None}
    assert (chosen is None) == (not people)
    if chosen is not None and present:
        assert chosen.user_id in present


@given(st.sampled_from(CaseOrigin), candidates, st.randoms())
def test_the_order_of_asking_makes_no_difference(origin: CaseOrigin, people: list[Candidate], random: object) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)
    assert assign(origin, people, now=NOW) == assign(origin, shuffled, now=NOW)
