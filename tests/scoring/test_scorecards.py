"""Cards of different segments beside each other: each account is judged by its own, and only by that."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.health import health_score, score_table
from scoring.health_facts import AccountFacts, portfolio_of
from scoring.health_norms import segment_norms
from scoring.health_parameters import DEFAULT_SCORECARD
from scoring.health_table import measure_portfolio
from scoring.scorecard_definition import (
    LARGEST_WEIGHT,
    PARTS,
    WrongDefinition,
    delivered_definition,
    scorecard_of,
    whole_definition,
)
from scoring.scorecards import Scorecards, measure_by_cards, measured_alike, norms_by_cards, score_by_cards
from scoring.vocabulary import HealthGroup

TODAY = date(2026, 3, 1)
READ_LONG_AGO = TODAY - timedelta(days=60)


def account(name: str, segment: str, **facts: object) -> AccountFacts:
    """An account with relationships and use; ``forecast`` .2, coverage .35 and two threads score 50 each."""
    usual = {
        "forecast": 0.2,
        "known_weight": 1.0,
        "coverage": 0.35,
        "threads": 2.0,
        "weekly_active": (90.0,) * 12,
        "usage_as_of": READ_LONG_AGO,
        "seats": 100.0,
    }
    return AccountFacts(name, segment=segment, **{**usual, **facts})  # type: ignore[arg-type]  # as each test needs


ACCOUNTS = [account("a", "mid"), account("b", "big", forecast=0.6), account("c", "", forecast=-0.2)]
FACTS = portfolio_of(ACCOUNTS, TODAY)
DELIVERED = measure_portfolio(FACTS, TODAY, DEFAULT_SCORECARD)
SENTIMENT_ALONE = scorecard_of(
    {"groups": {name: 0 for name in delivered_definition()["groups"] if name != "sentiment"}}, "#1"
)
FORGETFUL = scorecard_of({"half_lives": {"usage_trend": 60, "seat_adoption": 60}}, "#2")


def test_the_delivered_definition_is_the_delivered_card() -> None:
    assert scorecard_of({}, "2026.1") == DEFAULT_SCORECARD
    assert whole_definition({}) == delivered_definition()
    assert sum(delivered_definition()["groups"].values()) == 100.0


def test_a_card_that_counts_sentiment_alone_scores_the_sentiment() -> None:
    score = health_score(ACCOUNTS[1], TODAY, SENTIMENT_ALONE)
    # .6 is the assumed P90: 90 points; the one group that counts was observed in full.
    assert (score.raw_score, score.confidence) == (pytest.approx(90.0), 1.0)
    assert [group.share for group in score.groups] == [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert score.group(HealthGroup.RELATIONSHIPS).contribution == 0.0


def test_a_longer_half_life_keeps_old_readings_fresh() -> None:
    usual, slow = (
        health_score(ACCOUNTS[0], TODAY, card).group(HealthGroup.USAGE) for card in (DEFAULT_SCORECARD, FORGETFUL)
    )
    # Read 60 days ago: two half-lives of 30 days, or one of 60.
    assert (usual.quality, slow.quality) == (pytest.approx(0.25), pytest.approx(0.5))


def test_each_account_is_judged_by_the_card_of_its_segment() -> None:
    cards = Scorecards(FORGETFUL, (("big", SENTIMENT_ALONE),))
    table = measure_by_cards(FACTS, DELIVERED, TODAY, cards)
    together = score_by_cards(table, cards, {})
    for place, (facts, card) in enumerate(zip(ACCOUNTS, (FORGETFUL, SENTIMENT_ALONE, FORGETFUL), strict=True)):
        alone = health_score(facts, TODAY, card)
        assert together.raw_score[place] == pytest.approx(alone.raw_score, abs=1e-12)
        assert together.confidence[place] == pytest.approx(alone.confidence, abs=1e-12)
        assert together.contribution[place].sum() + together.baseline[place] == pytest.approx(alone.raw_score)
    assert together.table is table


def test_without_cards_of_segments_nothing_is_computed_otherwise() -> None:
    cards = Scorecards()
    assert measure_by_cards(FACTS, DELIVERED, TODAY, cards) is DELIVERED
    one, other = score_by_cards(DELIVERED, cards, {}), score_table(DELIVERED, DEFAULT_SCORECARD)
    np.testing.assert_array_equal(one.raw_score, other.raw_score)
    assert norms_by_cards(DELIVERED, cards) == segment_norms(DELIVERED, DEFAULT_SCORECARD)


def test_weights_alone_need_no_other_measuring() -> None:
    cards = Scorecards(DEFAULT_SCORECARD, (("mid", SENTIMENT_ALONE),))
    assert measured_alike(SENTIMENT_ALONE, DEFAULT_SCORECARD)
    assert not measured_alike(FORGETFUL, DEFAULT_SCORECARD)
    assert measure_by_cards(FACTS, DELIVERED, TODAY, cards) is DELIVERED


def test_the_norms_of_a_segment_are_those_of_its_card() -> None:
    low_cap = scorecard_of({"caps": {"key_person_left": 0}}, "#3")
    left = [account(str(i), "mid", departures=()) for i in range(3)]
    table = measure_portfolio(portfolio_of([*left, *ACCOUNTS], TODAY), TODAY, DEFAULT_SCORECARD)
    held = replace(table, cap_holds=np.ones_like(table.cap_holds))
    norms = norms_by_cards(held, Scorecards(DEFAULT_SCORECARD, (("mid", low_cap),)))
    assert list(norms) == ["", "big", "mid"]
    assert norms["mid"].group_means[HealthGroup.RELATIONSHIPS] == 0.0
    assert norms["big"].group_means[HealthGroup.RELATIONSHIPS] == 40.0


@given(st.lists(st.sampled_from(["", "mid", "big", "other"]), max_size=30))
def test_every_account_is_in_one_group(segments: list[str]) -> None:
    cards = Scorecards(DEFAULT_SCORECARD, (("big", SENTIMENT_ALONE), ("mid", FORGETFUL)))
    groups = cards.groups(segments)
    assert sorted(place for _, rows in groups for place in rows.tolist()) == list(range(len(segments)))
    assert all(cards.card(segments[place]) is card for card, rows in groups for place in rows.tolist())


def test_the_version_names_every_card() -> None:
    assert Scorecards().version == "2026.1"
    assert Scorecards(FORGETFUL).version == "#2"
    both = {
        Scorecards(card, (("mid", other),)).version
        for card, other in ((DEFAULT_SCORECARD, FORGETFUL), (FORGETFUL, SENTIMENT_ALONE))
    }
    assert len(both) == 2
    assert all(len(version) == len("cards-") + 8 for version in both)


def test_a_card_of_another_form_is_refused() -> None:
    other = replace(DEFAULT_SCORECARD, measures=DEFAULT_SCORECARD.measures[::-1])
    with pytest.raises(ValueError, match="keeps the delivered measures"):
        Scorecards(other)


@pytest.mark.parametrize(
    ("definition", "path"),
    [
        ({"colours": {"usage": 1}}, "colours"),
        ({"groups": {"weather": 1}}, "groups.weather"),
        ({"groups": {"usage": -1}}, "groups.usage"),
        ({"groups": {"usage": LARGEST_WEIGHT + 1}}, "groups.usage"),
        ({"groups": {"usage": float("nan")}}, "groups.usage"),
        ({"measures": {"usage_trend": float("inf")}}, "measures.usage_trend"),
        ({"half_lives": {"usage_trend": 0}}, "half_lives.usage_trend"),
        ({"half_lives": {"forecast": 30}}, "half_lives.forecast"),
        ({"caps": {"notice_given": 101}}, "caps.notice_given"),
        ({"groups": dict.fromkeys(PARTS["groups"][0], 0)}, "groups"),
        ({"measures": {"usage_trend": 0, "seat_adoption": 0}}, "measures.usage_trend"),
    ],
    ids=str,
)
def test_what_makes_no_card_is_refused_by_its_place(definition: dict[str, dict[str, float]], path: str) -> None:
    with pytest.raises(WrongDefinition) as refused:
        scorecard_of(definition, "#1")
    assert refused.value.path == path
