"""The health score: exact sums, honest confidence, caps, overrides, and one path for one or many."""

from dataclasses import replace
from datetime import date, timedelta
from math import fsum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.health import health_score, score_portfolio
from scoring.health_facts import AccountFacts, Departure, Evidence, EvidenceSource, Invoice, Ticket, portfolio_of
from scoring.health_norms import segment_norms
from scoring.health_parameters import (
    DEFAULT_SCORECARD,
    Anchors,
    HealthBand,
    HealthException,
    HealthMeasure,
    MeasureSpec,
    Override,
)
from scoring.health_table import measure_portfolio
from scoring.vocabulary import HealthGroup, Role, SubRole, TicketSeverity

TODAY = date(2026, 3, 31)


def maybe(strategy: st.SearchStrategy[float]) -> st.SearchStrategy[float | None]:
    return st.none() | strategy


past_days = st.integers(0, 700).map(lambda n: TODAY - timedelta(days=n))
tickets = st.lists(
    st.builds(
        Ticket,
        reference=st.uuids().map(str),
        opened_on=past_days,
        closed_on=st.none() | past_days,
        severity=st.sampled_from(TicketSeverity),
        topic=st.none() | st.sampled_from(["login", "export"]),
    ),
    max_size=6,
).map(tuple)
invoices = st.lists(
    st.builds(Invoice, reference=st.uuids().map(str), due_on=past_days, paid_on=st.none() | past_days),
    max_size=4,
).map(tuple)
departures = st.lists(
    st.builds(
        Departure,
        person=st.uuids().map(str),
        left_on=past_days,
        role=st.none() | st.sampled_from(Role),
        sub_role=st.none() | st.sampled_from(SubRole),
    ),
    max_size=2,
).map(tuple)
accounts = st.builds(
    AccountFacts,
    account=st.uuids().map(str),
    segment=st.sampled_from(["small", "large"]),
    forecast=maybe(st.floats(-1, 1)),
    known_weight=st.floats(0, 1),
    coverage=maybe(st.floats(0, 1)),
    threads=maybe(st.floats(0, 20)),
    last_decision_maker_meeting=st.none() | past_days,
    customer_since=st.none() | past_days,
    weekly_active=st.lists(maybe(st.floats(0, 1e5)), max_size=15).map(tuple),
    usage_as_of=st.none() | past_days,
    seats=maybe(st.floats(0, 1e5)),
    tickets=st.none() | tickets,
    tickets_as_of=st.none() | past_days,
    invoices=st.none() | invoices,
    has_contract=st.booleans(),
    notice_given_on=st.none() | past_days,
    response_coverage=maybe(st.floats(0, 1)),
    departures=departures,
)

HEALTHY = AccountFacts(
    "acme",
    forecast=0.6,
    known_weight=0.9,
    coverage=0.7,
    threads=4.0,
    last_decision_maker_meeting=TODAY - timedelta(days=14),
    weekly_active=(90.0,) * 12,
    usage_as_of=TODAY,
    seats=100.0,
    tickets=(),
    invoices=(),
    has_contract=True,
    response_coverage=0.8,
)


def test_an_account_at_each_segment_median_scores_50() -> None:
    median = replace(
        HEALTHY,
        forecast=0.2,
        known_weight=1.0,
        coverage=0.35,
        threads=2.0,
        last_decision_maker_meeting=TODAY - timedelta(days=60),
        weekly_active=(55.0,) * 12,
        tickets=None,
        invoices=None,
        has_contract=False,
        response_coverage=0.4,
    )
    score = health_score(median, TODAY)
    assert score.raw_score == pytest.approx(50.0, abs=1e-9)
    assert score.confidence == pytest.approx(0.8, abs=1e-12)
    assert [g.contribution for g in score.groups] == pytest.approx([0.0] * 6, abs=1e-9)


def test_the_score_is_the_weighted_mean_of_the_groups_by_hand() -> None:
    score = health_score(HEALTHY, TODAY)
    usage = (50.0 * 0.5 + 90.0 * 0.5) / 1.0
    support = (90.0 * 0.6 + 90.0 * 0.4) / 1.0
    commercial = (90.0 * 0.5 + 100.0 * 0.5) / 1.0
    by_hand = (0.25 * 0.9 * 90.0 + 0.20 * 90.0 + 0.25 * usage + 0.10 * support + 0.10 * commercial + 0.10 * 90.0) / (
        0.25 * 0.9 + 0.75
    )
    assert score.raw_score == pytest.approx(by_hand, abs=1e-9)
    assert score.confidence == pytest.approx(0.975, abs=1e-12)
    assert score.band is HealthBand.GOOD


def test_with_nothing_observed_there_is_no_score_and_no_confidence() -> None:
    score = health_score(AccountFacts("empty"), TODAY)
    assert (score.raw_score, score.baseline, score.confidence) == (None, None, 0.0)
    assert score.grey
    assert all(g.score is None and g.contribution == 0.0 and g.share == 0.0 for g in score.groups)


def test_an_empty_portfolio_has_no_scores() -> None:
    result = score_portfolio(portfolio_of([], TODAY), TODAY)
    assert result.raw_score.shape == (0,)
    assert result.contribution.shape == (0, 6)


@given(st.lists(accounts, min_size=1, max_size=5))
def test_contributions_add_up_to_the_score(facts: list[AccountFacts]) -> None:
    table = measure_portfolio(portfolio_of(facts, TODAY), TODAY, DEFAULT_SCORECARD)
    norms = segment_norms(table, DEFAULT_SCORECARD)
    for account in facts:
        score = health_score(account, TODAY, norms=norms[account.segment])
        if score.raw_score is None or score.baseline is None:
            assert score.confidence == 0.0
            continue
        parts = fsum(g.contribution for g in score.groups)
        assert score.baseline + parts == pytest.approx(score.raw_score, abs=1e-9)
        direct = fsum(g.share * g.score for g in score.groups if g.score is not None)
        assert direct == pytest.approx(score.raw_score, abs=1e-9)
        assert -1e-9 <= score.raw_score <= 100.0 + 1e-9
        assert fsum(g.share for g in score.groups) == pytest.approx(1.0, abs=1e-12)


@given(st.lists(accounts, min_size=1, max_size=6))
def test_one_account_scores_the_same_alone_as_in_a_portfolio(facts: list[AccountFacts]) -> None:
    portfolio = portfolio_of(facts, TODAY)
    norms = segment_norms(measure_portfolio(portfolio, TODAY, DEFAULT_SCORECARD), DEFAULT_SCORECARD)
    together = score_portfolio(portfolio, TODAY, norms=norms)
    for row, account in enumerate(facts):
        alone = health_score(account, TODAY, norms=norms[account.segment])
        raw = np.nan if alone.raw_score is None else alone.raw_score
        assert raw == pytest.approx(together.raw_score[row], abs=1e-9, nan_ok=True)
        assert alone.confidence == pytest.approx(together.confidence[row], abs=1e-12)


silenced = st.sampled_from(
    [
        {"forecast": None},
        {"coverage": None},
        {"threads": None},
        {"weekly_active": ()},
        {"seats": None},
        {"tickets": None},
        {"invoices": None},
        {"response_coverage": None},
        {"known_weight": 0.0},
        {"usage_as_of": TODAY - timedelta(days=900)},
    ]
)


@given(accounts, silenced)
def test_silence_never_raises_confidence(facts: AccountFacts, silence: dict[str, None]) -> None:
    before, after = health_score(facts, TODAY), health_score(replace(facts, **silence), TODAY)
    assert after.confidence <= before.confidence + 1e-12


@given(accounts, st.floats(0, 1), st.floats(0, 200), st.integers(0, 400))
def test_a_worse_fact_never_raises_the_score(facts: AccountFacts, share: float, count: float, late: int) -> None:
    # An account whose measures are all observed: making one worse keeps the weights and may only lower H.
    full = replace(
        facts, forecast=share, known_weight=0.7, coverage=share, threads=count, response_coverage=share,
        invoices=(), tickets=(), customer_since=TODAY, last_decision_maker_meeting=TODAY,
    )  # fmt: skip
    worse = (
        replace(full, forecast=share - 0.5),
        replace(full, coverage=share / 2),
        replace(full, threads=count / 2),
        replace(full, response_coverage=share / 3),
        replace(full, last_decision_maker_meeting=TODAY - timedelta(days=late)),
        replace(full, invoices=(Invoice("late", TODAY - timedelta(days=late), None),)),
        replace(full, tickets=(Ticket("t", TODAY - timedelta(days=late), None, TicketSeverity.URGENT),)),
    )
    score = health_score(full, TODAY).raw_score
    assert score is not None
    for account in worse:
        assert (health_score(account, TODAY).raw_score or 0.0) <= score + 1e-9


def test_a_decision_maker_who_left_caps_relationships_for_120_days() -> None:
    left = Departure("ann", TODAY - timedelta(days=120), Role.DECISION_MAKER)
    score = health_score(replace(HEALTHY, departures=(left,)), TODAY)
    group = score.group(HealthGroup.RELATIONSHIPS)
    assert (group.score, group.uncapped_score) == (40.0, pytest.approx(90.0))
    assert score.exceptions == (HealthException.KEY_PERSON_LEFT,)
    assert Evidence(EvidenceSource.PERSON, "ann", left.left_on) in group.evidence
    a_day_later = health_score(replace(HEALTHY, departures=(left,)), TODAY + timedelta(days=1))
    assert a_day_later.exceptions == ()


def test_a_champion_counts_as_a_key_person_and_a_user_does_not() -> None:
    champion = Departure("bo", TODAY, Role.INFLUENCER, SubRole.CHAMPION)
    user = Departure("cy", TODAY, Role.END_USER, SubRole.USER)
    assert health_score(replace(HEALTHY, departures=(champion,)), TODAY).exceptions
    assert not health_score(replace(HEALTHY, departures=(user,)), TODAY).exceptions


def test_a_cap_never_lifts_a_low_score_nor_invents_an_unobserved_group() -> None:
    left = (Departure("ann", TODAY, Role.DECISION_MAKER),)
    low = AccountFacts("low", coverage=0.0, threads=0.0, departures=left)
    assert health_score(low, TODAY).group(HealthGroup.RELATIONSHIPS).score == pytest.approx(0.0, abs=5.0)
    unseen = AccountFacts("unseen", departures=left, response_coverage=0.5)
    assert health_score(unseen, TODAY).group(HealthGroup.RELATIONSHIPS).score is None


def test_below_half_confidence_the_account_is_grey() -> None:
    thin = replace(HEALTHY, forecast=None, weekly_active=(), coverage=None, threads=None)
    score = health_score(thin, TODAY)
    assert score.confidence < 0.5
    assert score.raw_score is not None
    assert score.grey


def test_old_usage_counts_half_after_its_half_life() -> None:
    old = replace(HEALTHY, usage_as_of=TODAY - timedelta(days=30))
    assert health_score(old, TODAY).group(HealthGroup.USAGE).quality == pytest.approx(0.5, abs=1e-12)


def test_an_override_is_shown_while_it_lasts_and_the_raw_score_stays() -> None:
    override = Override(30.0, "sponsor told us they leave", "csm", TODAY, TODAY + timedelta(days=60))
    raw = health_score(HEALTHY, TODAY).raw_score
    for day in (TODAY, TODAY + timedelta(days=60)):
        score = health_score(replace(HEALTHY, usage_as_of=day), day, override=override)
        assert (score.score, score.band, score.override) == (30.0, HealthBand.POOR, override)
        assert score.raw_score is not None
    assert health_score(HEALTHY, TODAY, override=override).raw_score == raw
    after = health_score(HEALTHY, TODAY + timedelta(days=61), override=override)
    assert after.override is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"score": 101.0}, "0 to 100"),
        ({"score": float("nan")}, "0 to 100"),
        ({"reason": "  "}, "reason"),
        ({"expires_on": TODAY + timedelta(days=61)}, "60 days"),
        ({"expires_on": TODAY - timedelta(days=1)}, "60 days"),
    ],
)
def test_an_override_outside_the_rules_is_refused(change: dict[str, object], message: str) -> None:
    good = Override(30.0, "a reason", "csm", TODAY, TODAY + timedelta(days=60))
    with pytest.raises(ValueError, match=message):
        health_score(HEALTHY, TODAY, override=replace(good, **change))


@pytest.mark.parametrize("name", ["forecast", "coverage", "threads", "seats", "response_coverage"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -7.0])
def test_numbers_that_are_none_are_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        replace(HEALTHY, **{name: value})


@given(accounts)
def test_the_tickets_shown_add_up_to_the_measure(facts: AccountFacts) -> None:
    support = health_score(facts, TODAY).group(HealthGroup.SUPPORT)
    measured = next(m for m in support.measures if m.measure is HealthMeasure.OPEN_DAYS).value
    if measured is not None:
        assert fsum(e.value or 0.0 for e in support.evidence) == pytest.approx(measured, abs=1e-9)


def test_a_scorecard_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="once"):
        replace(DEFAULT_SCORECARD, measures=DEFAULT_SCORECARD.measures * 2)
    with pytest.raises(ValueError, match="every group needs a measure"):
        replace(DEFAULT_SCORECARD, group_weights=DEFAULT_SCORECARD.group_weights[1:])
    with pytest.raises(ValueError, match="weight must be above 0"):
        replace(DEFAULT_SCORECARD, group_weights=((HealthGroup.USAGE, 0.0),))
    with pytest.raises(ValueError, match="spread"):
        MeasureSpec(HealthMeasure.THREADS, HealthGroup.USAGE, 1.0, True, Anchors(1.0, 1.0, 1.0))
