"""What an editor writes: the whole wording of a survey before it is published."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from scoring.vocabulary import QuestionKind
from service.surveys.branching import Condition
from service.surveys.question import SCALES, Question
from service.surveys.template import SurveyTemplate
from service.surveys.texts import TEXT_KEYS


@dataclass(frozen=True, slots=True)
class Draft:
    """Languages (the first is the fallback), texts per language and the questions in order."""

    languages: tuple[str, ...] = ("en",)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()

    def with_question(self, kind: QuestionKind) -> "Draft":
        """The draft with an empty question of ``kind`` at its end.

        >>> Draft().with_question(QuestionKind.NPS).with_question(QuestionKind.NPS).questions[1].key
        'nps_2'
        """
        key = free_key(kind.value, {question.key for question in self.questions})
        first = not self.questions
        return replace(
            self, questions=(*self.questions, Question(key, kind, {}, scale=SCALES.get(kind), required=first))
        )

    def without(self, key: str) -> "Draft":
        """The draft without a question; what depended on its answer no longer does."""
        kept = [question for question in self.questions if question.key != key]
        return replace(self, questions=tuple(_freed(question, key) for question in kept))

    def moved(self, key: str, by: int) -> "Draft":
        """The draft with a question moved up (-1) or down (1), where there is room."""
        questions = list(self.questions)
        place = next((at for at, question in enumerate(questions) if question.key == key), None)
        if place is None or not 0 <= place + by < len(questions):
            return self
        questions[place], questions[place + by] = questions[place + by], questions[place]
        return replace(self, questions=tuple(questions))


def draft_of(template: SurveyTemplate) -> Draft:
    """The draft that a ready-made survey starts with."""
    texts = {
        code: {key: said.get(key, "") for key in TEXT_KEYS if said.get(key)} for code, said in template.texts.items()
    }
    return Draft(template.languages, texts, template.questions)


def free_key(wanted: str, taken: set[str]) -> str:
    """``wanted``, or with the first number that makes it different from those taken.

    >>> free_key("text", {"text", "text_2"})
    'text_3'
    """
    if wanted not in taken:
        return wanted
    return next(key for number in range(2, len(taken) + 3) if (key := f"{wanted}_{number}") not in taken)


def _freed(question: Question, key: str) -> Question:
    condition = question.asked_when
    if condition.after is None or condition.after.key != key:
        return question
    return replace(question, asked_when=Condition(condition.roles, condition.tags))
