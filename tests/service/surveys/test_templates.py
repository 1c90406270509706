"""The ready-made surveys: complete in both languages, publishable as they are, and each asked of the right people."""

import re

import pytest
from flask import Flask
from flask_babel import Babel

from scoring.vocabulary import QuestionKind, ScoreFamily
from service.surveys.answers import Given
from service.surveys.branching import Respondent, asked_questions
from service.surveys.checking import faults_of, warnings_of
from service.surveys.question import first_metric
from service.surveys.template import SurveyTemplate
from service.surveys.templates import TEMPLATES
from service.surveys.texts import TEXT_KEYS

CHINESE = re.compile(r"[\u4e00-\u9fff]")
each = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)


def asked(template: SurveyTemplate, *roles: str, **answers: Given) -> list[str]:
    respondent = Respondent(roles=frozenset(roles))
    return [question.key for question in asked_questions(template.questions, respondent, answers)]


@each
def test_it_can_be_published_as_it_is(template: SurveyTemplate):
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        assert faults_of(template.questions, template.languages) == []
        assert warnings_of(template.questions, template.languages) == []


@each
def test_every_text_is_there_in_english_and_in_chinese(template: SurveyTemplate):
    words = [template.name, template.about, template.touchpoint]
    for question in template.questions:
        words += [question.texts, *question.ends.values(), *(option.texts for option in question.options)]
    for text in words:
        assert text.keys() == {"en", "zh"}
        assert text["en"]
        assert not CHINESE.search(text["en"]), text
        assert CHINESE.search(text["zh"]), text
    assert template.texts.keys() == {"en", "zh"}
    assert template.texts["en"].keys() == template.texts["zh"].keys() <= set(TEXT_KEYS)


@each
def test_the_number_that_counts_is_asked_first_and_of_everybody(template: SurveyTemplate):
    metric = first_metric(template.questions)
    assert metric is template.questions[0]
    assert metric.required
    assert asked(template)[0] == metric.key


def test_all_three_families_and_all_three_metrics_are_there():
    assert {template.family for template in TEMPLATES.values()} == set(ScoreFamily)
    kinds = {template.questions[0].kind for template in TEMPLATES.values()}
    assert kinds == {QuestionKind.NPS, QuestionKind.CSAT, QuestionKind.CES}


def test_the_relationship_survey_asks_each_role_its_own_question():
    relationship = TEMPLATES["relationship"]
    assert asked(relationship, "decision_maker", nps=Given(number=10)) == ["nps", "worth", "reason"]
    assert asked(relationship, "influencer", nps=Given(number=10)) == ["nps", "fit", "reason"]
    assert asked(relationship, "end_user", nps=Given(number=2)) == ["nps", "missing", "ease", "reason"]


def test_the_renewal_check_asks_the_undecided_what_must_be_settled():
    renewal = TEMPLATES["renewal_check"]
    assert "condition" in asked(renewal, value=Given(number=3), plan=Given(choices=("leave",)))
    assert "condition" not in asked(renewal, value=Given(number=3), plan=Given(choices=("renew",)))
