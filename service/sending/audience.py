"""Whom a wave is for: roles, sides, segments, accounts, stages and a touchpoint; or what it waits for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from scoring.vocabulary import LifecycleStage, OrganisationSide
from service.sending.triggers import Trigger, stored_trigger, trigger_of
from service.surveys.branching import ROLE_NAMES, tag_key

MOST_NAMED = 1000
T = TypeVar("T", bound=str)


class WrongAudience(ValueError):
    """An audience that says something we do not understand."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Every part that says something must hold; an empty part lets everybody through.

    ``roles`` are roles and finer functions by their stored names; ``touchpoint_id`` stands for the accounts at its
    stage; with a ``trigger``, people are asked as it fires instead of all at once.
    """

    roles: frozenset[str] = frozenset()
    sides: frozenset[OrganisationSide] = frozenset()
    segments: frozenset[str] = frozenset()
    account_ids: frozenset[int] = frozenset()
    stages: frozenset[LifecycleStage] = frozenset()
    tags: frozenset[str] = frozenset()
    touchpoint_id: int | None = None
    trigger: Trigger | None = None

    def admits(self, roles: frozenset[str], side: OrganisationSide, tags: frozenset[str]) -> bool:
        """Whether a person with these roles, on this side, with these tags (of the account and their own) is meant.

        >>> champions = Audience(roles=frozenset({"champion"}))
        >>> champions.admits(frozenset({"influencer", "champion"}), OrganisationSide.CUSTOMER, frozenset())
        True
        """
        fits_role = not self.roles or bool(self.roles & roles)
        fits_side = not self.sides or side in self.sides
        return fits_role and fits_side and (not self.tags or bool(self.tags & tags))


def audience_of(stored: Mapping[str, Any]) -> Audience:
    """The audience of a wave as it is stored; parts that are not named let everybody through.

    >>> sorted(audience_of({"roles": ["end_user"], "segments": ["mid"]}).roles)
    ['end_user']

    :raises WrongAudience: an unknown role, side or stage, or a value of another type; :raises WrongTrigger.
    """
    roles = _words(stored.get("roles"))
    if roles - ROLE_NAMES:
        raise WrongAudience(f"There is no role {', '.join(sorted(roles - ROLE_NAMES))}.")
    numbers = stored.get("account_ids") or []
    if not isinstance(numbers, list | tuple) or not all(_is_number(one) for one in numbers):
        raise WrongAudience("Accounts are named by their numbers.")
    if len(numbers) > MOST_NAMED:
        raise WrongAudience(f"At most {MOST_NAMED:,} accounts are named one by one.")
    touchpoint = stored.get("touchpoint_id")
    if touchpoint is not None and not _is_number(touchpoint):
        raise WrongAudience("A touchpoint is named by its number.")
    return Audience(
        roles=roles,
        sides=_members(stored.get("sides"), OrganisationSide),
        segments=_words(stored.get("segments")),
        account_ids=frozenset(numbers),
        stages=_members(stored.get("stages"), LifecycleStage),
        tags=frozenset(tag_key(tag) for tag in _words(stored.get("tags"))) - {""},
        touchpoint_id=touchpoint,
        trigger=trigger_of(stored.get("trigger")),
    )


def stored_audience(audience: Audience) -> dict[str, Any]:
    """The form in which an audience is stored: what says nothing is left out.

    >>> stored_audience(Audience(roles=frozenset({"user", "champion"})))
    {'roles': ['champion', 'user']}
    """
    parts: dict[str, Any] = {
        "roles": sorted(audience.roles),
        "sides": sorted(side.value for side in audience.sides),
        "segments": sorted(audience.segments),
        "account_ids": sorted(audience.account_ids),
        "stages": sorted(stage.value for stage in audience.stages),
        "tags": sorted(audience.tags),
        "touchpoint_id": audience.touchpoint_id,
        "trigger": stored_trigger(audience.trigger),
    }
    return {name: value for name, value in parts.items() if value}


def _words(values: Any) -> frozenset[str]:
    if values is None:
        return frozenset()
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise WrongAudience("Roles, segments and tags are lists.")
    found = list(values)
    if len(found) > MOST_NAMED or not all(isinstance(value, str) for value in found):
        raise WrongAudience("Roles, segments and tags are lists of words.")
    return frozenset(found)


def _members(values: Any, enum: type[T]) -> frozenset[T]:
    try:
        return frozenset(enum(value) for value in _words(values))
    except ValueError as error:
        raise WrongAudience(f"There is no {enum.__name__} of this name.") from error


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
