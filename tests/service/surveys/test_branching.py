"""Who is asked what."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.vocabulary import QuestionKind
from service.surveys.answers import Given
from service.surveys.branching import (
    After,
    Condition,
    Respondent,
    WrongCondition,
    asked_questions,
    condition_of,
    possible_questions,
    stored_condition,
)
from service.surveys.question import Question

LOW = frozenset(str(n) for n in range(7))


def question(key: str, **condition: Any) -> Question:
    return Question(key, QuestionKind.TEXT, {"en": key}, asked_when=Condition(**condition))


QUESTIONS = (
    question("nps"),
    question("worth", roles=frozenset({"decision_maker"})),
    question("champion", roles=frozenset({"champion"})),
    question("pilot", tags=frozenset({"pilot"})),
    question("trouble", after=After("nps", LOW)),
    question("price", after=After("trouble", frozenset({"price"}))),
    question("both", roles=frozenset({"end_user"}), after=After("nps", LOW)),
)


def keys(respondent: Respondent, **answers: Given) -> list[str]:
    return [asked.key for asked in asked_questions(QUESTIONS, respondent, answers)]


def who(*roles: str, tags: tuple[str, ...] = ()) -> Respondent:
    return Respondent(frozenset(roles), frozenset(tags))


def test_without_role_tag_and_answer_only_what_everybody_is_asked_comes():
    assert keys(who()) == ["nps"]


def test_a_role_brings_its_questions():
    assert keys(who("decision_maker", "economic_buyer")) == ["nps", "worth"]


def test_a_finer_function_brings_its_questions():
    assert keys(who("influencer", "champion")) == ["nps", "champion"]


def test_a_tag_brings_its_questions():
    assert keys(who(tags=("pilot",))) == ["nps", "pilot"]


def test_an_earlier_answer_leads_on_step_by_step():
    assert keys(who(), nps=Given(number=3)) == ["nps", "trouble"]
    assert keys(who(), nps=Given(number=3), trouble=Given(choices=("support", "price"))) == ["nps", "trouble", "price"]
    assert keys(who(), nps=Given(number=7)) == ["nps"]


def test_an_abandoned_branch_takes_what_hung_on_it_along():
    assert keys(who(), nps=Given(number=9), trouble=Given(choices=("price",))) == ["nps"]


def test_an_earlier_answer_without_values_leads_nowhere():
    nowhere = (question("nps"), question("never", after=condition_of({"after": {"key": "nps", "is": []}}).after))
    assert [one.key for one in asked_questions(nowhere, who(), {"nps": Given(number=0)})] == ["nps"]


def test_all_parts_of_a_condition_must_hold():
    assert "both" not in keys(who("end_user"), nps=Given(number=9))
    assert "both" not in keys(who("influencer"), nps=Given(number=2))
    assert "both" in keys(who("end_user"), nps=Given(number=2))


def test_a_condition_on_a_later_question_is_never_met():
    backwards = (question("first", after=After("second", frozenset({"1"}))), question("second"))
    asked = asked_questions(backwards, who(), {"second": Given(number=1)})
    assert [one.key for one in asked] == ["second"]


def test_what_may_come_depends_on_the_person_alone():
    possible = [one.key for one in possible_questions(QUESTIONS, who("end_user"))]
    assert possible == ["nps", "trouble", "price", "both"]


_answers = st.fixed_dictionaries(
    {},
    optional={
        "nps": st.integers(0, 10).map(lambda n: Given(number=n)),
        "trouble": st.sets(st.sampled_from(["price", "support"])).map(lambda c: Given(choices=tuple(c))),
    },
)
_people = st.builds(
    Respondent,
    roles=st.frozensets(st.sampled_from(["decision_maker", "influencer", "end_user", "champion"])),
    tags=st.frozensets(st.sampled_from(["pilot", "other"])),
)


@given(_people, _answers)
def test_whatever_is_asked_was_possible_and_keeps_its_order(respondent: Respondent, answers: dict[str, Given]):
    asked = [one.key for one in asked_questions(QUESTIONS, respondent, answers)]
    possible = [one.key for one in possible_questions(QUESTIONS, respondent)]
    assert asked == [key for key in possible if key in asked]


@given(_people, _answers)
def test_answers_to_questions_that_are_not_asked_change_nothing(respondent: Respondent, answers: dict[str, Given]):
    asked = asked_questions(QUESTIONS, respondent, answers)
    kept = {one.key: answers[one.key] for one in asked if one.key in answers}
    assert asked_questions(QUESTIONS, respondent, kept) == asked


def test_a_condition_is_stored_and_read_back():
    stored = {"roles": ["champion", "end_user"], "tags": ["pilot"], "after": {"key": "nps", "is": ["2", "10", "price"]}}
    assert stored_condition(condition_of(stored)) == stored
    assert condition_of({"tags": ["  Pilot  Customer ", ""]}).tags == {"pilot customer"}
    assert stored_condition(condition_of({})) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": ["end_user"]},
        {"roles": ["boss"]},
        {"roles": "end_user"},
        {"tags": [1]},
        {"after": "nps"},
        {"after": {"key": "nps"}},
        {"after": {"key": "nps", "is": "3"}},
        {"after": {"key": "nps", "is": [True]}},
        {"after": {"key": "nps", "is": [{}]}},
        {"after": {"key": 3, "is": [1]}},
        {"after": {"key": "nps", "is": [1], "or": 2}},
    ],
)
def test_a_condition_that_says_something_else_is_refused(wrong: dict[str, Any]):
    with pytest.raises(WrongCondition):
        condition_of(wrong)
