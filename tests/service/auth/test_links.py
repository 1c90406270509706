"""A link opens what it was signed for, under the keys in force, for as long as its reader says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.auth.links import SignedLinks
from service.errors import Gone, NotFound

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LINKS = SignedLinks(["the key in force, 32 letters long", "an older key"])

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(json_values)
def test_what_was_signed_is_read(payload: Any) -> None:
    token = LINKS.sign("survey", payload, now=NOW)
    assert LINKS.read("survey", token, now=NOW, max_age=None) == payload


@given(st.data())
def test_a_changed_letter_makes_it_a_link_of_nobody(data: st.DataObject) -> None:
    token = LINKS.sign("survey", {"person": 3}, now=NOW)
    at = data.draw(st.integers(0, len(token) - 2))
    letter = data.draw(st.sampled_from([c for c in "abcXYZ019-_." if c != token[at]]))
    with pytest.raises(NotFound):
        LINKS.read("survey", token[:at] + letter + token[at + 1 :], now=NOW, max_age=None)


def test_a_link_for_another_purpose_opens_nothing() -> None:
    token = LINKS.sign("survey", 3, now=NOW)
    with pytest.raises(NotFound):
        LINKS.read("unsubscribe", token, now=NOW, max_age=None)


def test_a_link_under_an_older_key_is_honoured_and_one_under_a_dropped_key_is_not() -> None:
    old = SignedLinks(["an older key"]).sign("survey", 3, now=NOW)
    assert LINKS.read("survey", old, now=NOW, max_age=None) == 3
    with pytest.raises(NotFound):
        SignedLinks(["another key"]).read("survey", old, now=NOW, max_age=None)


def test_a_link_grows_too_old_on_the_second() -> None:
    token = LINKS.sign("survey", 3, now=NOW)
    day = timedelta(days=1)
    assert LINKS.read("survey", token, now=NOW + day, max_age=day) == 3
    with pytest.raises(Gone):
        LINKS.read("survey", token, now=NOW + day + timedelta(seconds=1), max_age=day)


@pytest.mark.parametrize("token", ["", ".", "a.b", "x" * 5000, "é中", "W10.x.y"])
def test_any_other_text_is_a_link_of_nobody(token: str) -> None:
    with pytest.raises(NotFound):
        LINKS.read("survey", token, now=NOW, max_age=None)
