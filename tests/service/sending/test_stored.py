"""Audiences, rules and triggers come back from the database as they went in; what is out of range is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.vocabulary import LifecycleStage, OrganisationSide
from service.sending.audience import Audience, WrongAudience, audience_of, stored_audience
from service.sending.rules import Rules, WrongRules, rules_of, stored_rules
from service.sending.triggers import Trigger, TriggerKind, WrongTrigger, renewal_occasion, trigger_of
from service.surveys.branching import ROLE_NAMES

triggers = st.one_of(
    st.none(),
    st.builds(Trigger, st.just(TriggerKind.TICKET_CLOSED), wait_hours=st.integers(0, 720)),
    st.builds(Trigger, st.just(TriggerKind.STAGE_REACHED), stage=st.sampled_from(LifecycleStage)),
    st.builds(Trigger, st.just(TriggerKind.BEFORE_RENEWAL), days=st.integers(1, 730)),
)
audiences = st.builds(
    Audience,
    roles=st.frozensets(st.sampled_from(sorted(ROLE_NAMES))),
    sides=st.frozensets(st.sampled_from(OrganisationSide)),
    segments=st.frozensets(st.text("abc ", min_size=1)),
    account_ids=st.frozensets(st.integers(1, 100)),
    stages=st.frozensets(st.sampled_from(LifecycleStage)),
    touchpoint_id=st.none() | st.integers(1, 9),
    trigger=triggers,
)


@given(audiences)
def test_an_audience_comes_back_as_it_went_in(audience: Audience) -> None:
    assert audience_of(stored_audience(audience)) == audience


@given(st.builds(Rules, reminders=st.integers(0, 3), account_share=st.sampled_from([0.1, 0.25, 1.0])))
def test_rules_come_back_as_they_went_in(rules: Rules) -> None:
    assert rules_of(stored_rules(rules)) == rules


@pytest.mark.parametrize(
    "stored", [{"roles": ["king"]}, {"roles": "user"}, {"account_ids": [0]}, {"account_ids": [True]}, {"sides": ["us"]}]
)
def test_an_audience_that_nobody_understands_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(WrongAudience):
        audience_of(stored)


@pytest.mark.parametrize(
    "stored",
    [{"reminders": 4}, {"quarantine_days": 1}, {"account_share": 0}, {"reminders": True}, {"repeat_months": -1}],
)
def test_rules_out_of_range_are_refused(stored: dict[str, object]) -> None:
    with pytest.raises(WrongRules):
        rules_of(stored)


@pytest.mark.parametrize(
    "stored", [{"kind": "full_moon"}, {"kind": "stage_reached"}, {"kind": "before_renewal", "days": 0}]
)
def test_a_trigger_that_nobody_understands_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(WrongTrigger):
        trigger_of(stored)


def test_a_renewal_is_asked_about_on_its_day_and_for_a_week_after_if_nothing_ran() -> None:
    trigger = Trigger(TriggerKind.BEFORE_RENEWAL, days=120)
    began, ends = date(2026, 1, 1), date(2026, 6, 1)
    days = [day for day in (began + timedelta(days=n) for n in range(365))
            if trigger.renewal_span(began, day)[0] <= ends <= trigger.renewal_span(began, day)[1]]  # fmt: skip
    assert (days[0], len(days)) == (ends - timedelta(days=120), 8)
    late = date(2026, 3, 1)
    assert trigger.renewal_span(late, late)[0] > ends


def test_a_contract_that_was_prolonged_is_another_occasion() -> None:
    assert renewal_occasion(3, date(2026, 6, 1)) != renewal_occasion(3, date(2027, 6, 1))


def test_a_ticket_that_was_closed_before_the_wave_began_is_history() -> None:
    trigger, began = Trigger(TriggerKind.TICKET_CLOSED, wait_hours=2), datetime(2026, 3, 3, tzinfo=UTC)
    assert trigger.ticket_span(began, began + timedelta(hours=5)) == (began, began + timedelta(hours=3))
    much_later = began + timedelta(days=30, hours=2)
    assert trigger.ticket_span(began, much_later)[0] == began + timedelta(days=23)
