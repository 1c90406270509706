"""What one person of a wave gets: as whom they are asked, in which language, how many questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.vocabulary import Role
from service.i18n.labels import label
from service.i18n.languages import LANGUAGES
from service.queries.wave_people import WavePerson
from service.surveys.branching import possible_questions
from service.surveys.question import Question
from service.surveys.wording import nearest_spoken


@dataclass(frozen=True)
class Recipient:
    """``role``: by which the survey's page can be previewed, empty for none. ``questions``: at most so many."""

    role: str
    role_words: str
    language: str
    language_words: str
    questions: int


def recipient_of(person: WavePerson, spoken: Sequence[str], questions: Sequence[Question]) -> Recipient:
    """What ``person`` gets of a survey that speaks the languages ``spoken``; roles that are only suggested count not.

    >>> from service.surveys.branching import Respondent
    >>> ann = WavePerson(1, "A", 1, "Ann", "a@a.example", ("zh-CN", "en"), Respondent(frozenset({"champion"})))
    >>> recipient_of(ann, ["en", "zh"], []).language
    'zh'
    """
    role = next((role for role in Role if role.value in person.respondent.roles), None)
    language = nearest_spoken(person.languages, spoken)
    return Recipient(
        role=role.value if role is not None else "",
        role_words=str(label(role)) if role is not None else "",
        language=language,
        language_words=LANGUAGES.get(language, language),
        questions=len(possible_questions(questions, person.respondent)),
    )
