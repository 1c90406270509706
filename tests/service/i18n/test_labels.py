"""Every stored value has words."""

from enum import StrEnum
from types import ModuleType

import pytest

import models.vocabulary
import scoring.vocabulary
from models.vocabulary import ReviewState, UserRole
from scoring.vocabulary import RiskBand
from service.i18n.labels import LABELS, label, options


def _enums(module: ModuleType) -> list[type[StrEnum]]:
    return [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing is not StrEnum
    ]


@pytest.mark.parametrize("enum", [*_enums(scoring.vocabulary), *_enums(models.vocabulary)])
def test_every_member_has_its_own_words(enum: type[StrEnum]) -> None:
    assert set(LABELS[enum]) == set(enum)
    words = [str(label(member)) for member in enum]
    assert all(words)
    assert len(set(words)) == len(words)


def test_equal_values_of_different_enums_keep_their_own_words() -> None:
    assert str(label(RiskBand.UNKNOWN)) == "Not enough data"
    assert str(label(ReviewState.DIFFERENT)) == "Kept apart"


def test_a_list_to_choose_from_has_the_stored_values() -> None:
    assert [value for value, _ in options(UserRole)] == ["admin", "leadership", "sales", "csm", "read_only"]
