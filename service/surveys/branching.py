"""Who is asked what: by role, by tag and by an earlier answer. Pure: questions and answers in, questions out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from scoring.vocabulary import Role, SubRole

ROLE_NAMES = frozenset({*(role.value for role in Role), *(role.value for role in SubRole)})


class WrongCondition(ValueError):
    """A condition that says something we do not understand."""


@dataclass(frozen=True, slots=True)
class After:
    """An earlier answer decides: the question ``key`` was answered by one of ``values``."""

    key: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Condition:
    """Every part that says something must hold: one of the roles, one of the tags, the earlier answer."""

    roles: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    after: After | None = None

    def admits(self, respondent: "Respondent") -> bool:
        """Whether a person like this can be asked at all, whatever they answer.

        >>> Condition(roles=frozenset({"decision_maker"})).admits(Respondent(roles=frozenset({"end_user"})))
        False
        """
        fits_role = not self.roles or bool(self.roles & respondent.roles)
        return fits_role and (not self.tags or bool(self.tags & respondent.tags))


EVERYBODY = Condition()


@dataclass(frozen=True, slots=True)
class Respondent:
    """What is known of the one who answers: roles and finer functions by their stored names, and tags in lower case."""

    roles: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


class Given(Protocol):
    """An answer as branching sees it: the values that it holds, as text."""

    @property
    def values(self) -> frozenset[str]:
        """The chosen values; a number as it is written without decimals."""


class _Question(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def asked_when(self) -> Condition: ...


Q = TypeVar("Q", bound=_Question)


def asked_questions(questions: Sequence[Q], respondent: Respondent, answers: Mapping[str, Given]) -> tuple[Q, ...]:
    """The questions, in order, that this person is asked in view of what they have answered.

    An answer counts only where its question was itself asked: whoever goes back and takes another turn leaves the
    answers of the abandoned branch behind. A condition can only look back.
    """
    asked: dict[str, Q] = {}
    for question in questions:
        condition = question.asked_when
        if not condition.admits(respondent):
            continue
        if condition.after is not None:
            given = answers.get(condition.after.key) if condition.after.key in asked else None
            if given is None or not given.values & condition.after.values:
                continue
        asked[question.key] = question
    return tuple(asked.values())


def possible_questions(questions: Sequence[Q], respondent: Respondent) -> tuple[Q, ...]:
    """The questions that this person may come to be asked, depending on the answers."""
    possible: dict[str, Q] = {}
    for question in questions:
        after = question.asked_when.after
        if question.asked_when.admits(respondent) and (after is None or after.key in possible):
            possible[question.key] = question
    return tuple(possible.values())


def condition_of(stored: Mapping[str, Any]) -> Condition:
    """The condition that is stored as ``{"roles": [...], "tags": [...], "after": {"key": ..., "is": [...]}}``.

    >>> condition_of({"after": {"key": "nps", "is": [0, 1, "2"]}}).after.values == {"0", "1", "2"}
    True

    :raises WrongCondition: another part, an unknown role, or a value of another type.
    """
    unknown = set(stored) - {"roles", "tags", "after"}
    if unknown:
        raise WrongCondition(f"There is no condition on {', '.join(sorted(map(str, unknown)))}.")
    roles = _words(stored.get("roles"))
    if roles - ROLE_NAMES:
        raise WrongCondition(f"There is no role {', '.join(sorted(roles - ROLE_NAMES))}.")
    tags = frozenset(tag_key(tag) for tag in _words(stored.get("tags")))
    return Condition(roles, tags - {""}, _after(stored.get("after")))


def stored_condition(condition: Condition) -> dict[str, Any]:
    """The form in which a condition is stored; empty where everybody is asked.

    >>> stored_condition(condition_of({"roles": ["end_user"], "tags": []}))
    {'roles': ['end_user']}
    """
    stored: dict[str, Any] = {}
    if condition.roles:
        stored["roles"] = sorted(condition.roles)
    if condition.tags:
        stored["tags"] = sorted(condition.tags)
    if condition.after is not None:
        stored["after"] = {"key": condition.after.key, "is": sorted(condition.after.values, key=_numbers_first)}
    return stored


def tag_key(tag: str) -> str:
    """The one spelling of a tag: without surrounding or doubled space, in lower case.

    >>> tag_key("  Pilot   Customer ")
    'pilot customer'
    """
    return " ".join(tag.split()).casefold()[:60]


def _after(stored: Any) -> After | None:
    if stored is None:
        return None
    if not isinstance(stored, Mapping) or set(stored) - {"key", "is"} or not isinstance(stored.get("key"), str):
        raise WrongCondition("An earlier answer is named by its question and the values that lead here.")
    values = stored.get("is")
    if not isinstance(values, Iterable) or isinstance(values, str | Mapping):
        raise WrongCondition("The values that lead here are a list.")
    # Without values nothing leads here: so it stands in a draft until they are chosen.
    return After(stored["key"], frozenset(_text(value) for value in values))


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise WrongCondition("A value that leads here is a number or one of the options.")
    return f"{value:g}" if isinstance(value, float) else str(value)


def _words(values: Any) -> frozenset[str]:
    if values is None:
        return frozenset()
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise WrongCondition("Roles and tags are lists.")
    found = list(values)
    if not all(isinstance(value, str) for value in found):
        raise WrongCondition("Roles and tags are words.")
    return frozenset(found)


def _numbers_first(value: str) -> tuple[bool, int, str]:
    return not value.isdecimal(), int(value) if value.isdecimal() else 0, value
