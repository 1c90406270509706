"""The hidden truth shows in the data: months before a loss, its cause can be seen by whoever looks."""

import doctest
import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import theilslopes

from scoring.vocabulary import ContractOutcome, LifecycleStage, Role
from service.demo.story import Cause, Ending, Shape, Story, Trouble, stories, story_of
from tests.factories.demo import SEED, TODAY, by_account, demo_tables

# Enough accounts for every cause to have been lost at least a few times.
ACCOUNTS = 600


def lost_because(cause: Cause) -> list[Story]:
    """The accounts that were lost for one reason."""
    told = stories(SEED, ACCOUNTS, TODAY)
    return [story for story in told if story.lost_on and story.trouble and story.trouble.cause is cause]


def untroubled() -> list[Story]:
    """The accounts that nothing ever happened to, customers for more than a year."""
    told = stories(SEED, ACCOUNTS, TODAY)
    return [s for s in told if s.trouble is None and (TODAY - s.customer_since).days > 400]


def account_of(story: Story) -> int:
    """Accounts are numbered as their stories are, from 1."""
    return story.number + 1


def rows_of(table: str, story: Story) -> list[dict[str, Any]]:
    """The rows of one account."""
    return by_account(demo_tables(ACCOUNTS), table).get(account_of(story), [])


def weekly_trend(story: Story, end: date) -> float:
    """The Theil-Sen slope of log(active + 1) over the twelve weeks before ``end``."""
    readings = [row for row in rows_of("usage_reading", story) if end - timedelta(weeks=13) < row["week"] < end]
    active = [np.log(row["active_users"] + 1) for row in readings]
    return float(theilslopes(active, range(len(active))).slope)


def roles_of(story: Story) -> dict[int, set[Role]]:
    """What each person of an account is for the decision."""
    found: dict[int, set[Role]] = {}
    for row in rows_of("role_assignment", story):
        if row["superseded_at"] is None:
            found.setdefault(row["person_id"], set()).add(row["role"])
    return found


def test_every_account_lost_to_falling_use_shows_it_in_its_last_quarter() -> None:
    told = lost_because(Cause.USAGE_DECLINE)
    # The users of a small customer come in whole heads, which makes the trend of a single one coarse.
    large = [story for story in told if max(row["seats"] for row in rows_of("usage_reading", story)) >= 25]
    assert len(large) >= 5
    assert all(weekly_trend(story, story.lost_on or TODAY) < -0.02 for story in large)
    assert median(weekly_trend(story, story.lost_on or TODAY) for story in told) < -0.04


def test_use_of_untroubled_accounts_stays_level() -> None:
    # Away from the holidays of any country.
    trends = [weekly_trend(story, date(2026, 7, 13)) for story in untroubled()[:80]]
    assert abs(median(trends)) < 0.01


def test_whoever_was_lost_with_a_champion_lost_the_champion_at_the_onset() -> None:
    people = {row["id"]: row for row in demo_tables(ACCOUNTS)["person"]}
    told = [s for s in lost_because(Cause.CHAMPION_LEFT) if s.shape is Shape.CHAMPION_LEFT]
    assert len(told) >= 5
    left = [[people[p]["left_on"] for p in roles_of(s) if people[p]["left_on"]] for s in told]
    onsets = [s.trouble.onset for s in told if s.trouble]
    near = [any(abs((day - onset).days) <= 10 for day in days) for days, onset in zip(left, onsets, strict=True)]
    assert sum(near) >= 0.8 * len(near)


def test_unsolved_problems_stay_open_far_longer_than_others() -> None:
    def open_days(story: Story, since: date) -> float:
        tickets = [t for t in rows_of("ticket", story) if t["opened_at"].date() >= since]
        return mean((t["closed_at"] - t["opened_at"]).days if t["closed_at"] else 30 for t in tickets)

    told = lost_because(Cause.UNSOLVED_PROBLEMS)
    assert len(told) >= 4
    troubled = [open_days(s, s.trouble.onset + timedelta(days=60)) for s in told if s.trouble]
    others = [open_days(s, s.customer_since) for s in untroubled() if rows_of("ticket", s)]
    assert median(troubled) > 5 * median(others)


def test_the_insolvent_stop_paying() -> None:
    told = lost_because(Cause.INSOLVENCY)
    assert told
    for story in told:
        assert story.trouble is not None
        last = [i for i in rows_of("invoice", story) if story.trouble.onset < i["due_on"] <= story.trouble.climax]
        late = [(i["paid_on"] or TODAY) - i["due_on"] for i in last]
        assert max(late, default=timedelta(0)) > timedelta(days=20)


def test_silent_decision_makers_never_answer() -> None:
    # In a subsidiary the head of the group has a voice besides its own buyer.
    told = [s for s in lost_because(Cause.SILENT_DECISION_MAKER) if s.shape is not Shape.SUBSIDIARY]
    assert len(told) >= 3
    answered = {row["person_id"] for row in demo_tables(ACCOUNTS)["response"]}
    for story in told:
        # The economic buyer is the first person of every chain.
        buyer = min(roles_of(story))
        assert buyer not in answered


def test_decision_makers_and_users_disagree() -> None:
    tables = demo_tables(ACCOUNTS)
    role = {r["person_id"]: r["role"] for r in tables["role_assignment"] if r["superseded_at"] is None}
    spread = []
    for rows in by_account(tables, "response").values():
        scores: dict[Role, list[float]] = {}
        for row in rows:
            if row["metric"] == "nps" and row["person_id"]:
                scores.setdefault(role[row["person_id"]], []).append(row["score"])
        if len(scores.get(Role.DECISION_MAKER, [])) > 2 and len(scores.get(Role.END_USER, [])) > 2:
            spread.append(abs(mean(scores[Role.DECISION_MAKER]) - mean(scores[Role.END_USER])))
    assert len(spread) > 50
    assert sum(difference > 1.5 for difference in spread) > 0.25 * len(spread)


def test_scores_and_comments_agree() -> None:
    least = {"Very good.": 9, "非常好。": 9}
    most = {"I am disappointed.": 6, "比较失望。": 6}
    seen = set()
    for row in demo_tables(ACCOUNTS)["response"]:
        if row["metric"] != "nps" or not row["comment"]:
            continue
        for words in (w for w in (*least, *most) if row["comment"].startswith(w)):
            seen.add(words)
            assert least.get(words, 0) <= row["score"] <= most.get(words, 10)
    assert seen == {*least, *most}


def test_lost_accounts_are_closed_with_a_reason_and_fall_silent() -> None:
    tables = demo_tables(ACCOUNTS)
    stages = {row["id"]: row["lifecycle_stage"] for row in tables["account"]}
    lost = [story for story in stories(SEED, ACCOUNTS, TODAY) if story.lost_on]
    assert 0.08 * ACCOUNTS < len(lost) < 0.25 * ACCOUNTS
    for story in lost:
        last = max(rows_of("contract", story), key=lambda row: row["ends_on"])
        assert last["outcome"] is ContractOutcome.LOST
        assert last["lost_reason"]
        assert stages[account_of(story)] is LifecycleStage.CHURNED
        weeks = [row["week"] for row in rows_of("usage_reading", story)]
        assert max(weeks) < (story.lost_on or TODAY)


def test_every_cause_and_every_shape_is_told() -> None:
    told = list(stories(SEED, ACCOUNTS, TODAY))
    assert {s.trouble.cause for s in told if s.trouble} == set(Cause)
    assert {s.trouble.ending for s in told if s.trouble} == set(Ending)
    assert {s.shape for s in told} == set(Shape)


def rises(levels: Sequence[float]) -> bool:
    """Whether no level is below the one before."""
    return all(a <= b + 1e-12 for a, b in itertools.pairwise(levels))


@given(seed=st.integers(0, 10_000), number=st.integers(0, 10_000))
def test_a_story_is_possible(seed: int, number: int) -> None:
    story = story_of(seed, number, TODAY)
    assert 3 <= story.people <= 40
    assert story.terms[0].starts_on == story.customer_since
    assert all(a.ends_on == b.starts_on for a, b in zip(story.terms, story.terms[1:], strict=False))
    assert (story.terms[-1].outcome is ContractOutcome.OPEN) == (story.lost_on is None)
    assert story.parent is None or story.parent < number
    if story.trouble:
        assert story.trouble.onset < story.trouble.climax
        assert any(term.ends_on == story.trouble.climax for term in story.terms)
        days = (story.trouble.climax - story.trouble.onset).days
        levels = [story.trouble.level(story.trouble.onset + timedelta(days=d)) for d in range(0, days, 7)]
        assert levels[0] == 0
        assert rises(levels)
        assert max(levels) <= 1


def test_a_rescued_account_recovers() -> None:
    crisis = Trouble(Cause.BUDGET_CUT, date(2026, 1, 1), date(2026, 7, 20), Ending.RESCUED, 0.8)
    assert crisis.level(date(2026, 9, 18)) == 0.4
    assert crisis.level(date(2026, 11, 17)) == 0


def test_the_guide_tells_the_truth() -> None:
    guide = Path(__file__).parents[3] / "docs" / "demo.md"
    found = doctest.testfile(str(guide), module_relative=False)
    assert found.attempted > 0
    assert found.failed == 0
