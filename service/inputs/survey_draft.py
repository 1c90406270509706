"""What may be written about the draft of a survey: its languages, its texts and its questions."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from scoring.vocabulary import QuestionKind, Role, SubRole
from service.inputs.base import Input, changes_of
from service.inputs.fields import Id, Language, Tags, Word, Wording
from service.surveys.branching import After, Condition
from service.surveys.checking import MOST_LANGUAGES, MOST_OPTIONS, MOST_QUESTIONS, RESERVED_KEYS
from service.surveys.question import CHOICES, SCALES, Option, Question
from service.surveys.texts import TEXT_KEYS


def _not_reserved(key: str) -> str:
    if key in RESERVED_KEYS:
        raise ValueError(f"must not be one of {', '.join(sorted(RESERVED_KEYS))}")
    return key


def _known_texts(texts: dict[str, str]) -> dict[str, str]:
    unknown = sorted(set(texts) - set(TEXT_KEYS))
    if unknown:
        raise ValueError(f"must be among {', '.join(TEXT_KEYS)}")
    return texts


def _each_once(languages: list[str]) -> list[str]:
    if len(set(languages)) < len(languages):
        raise ValueError("must name each language once")
    return languages


Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"), AfterValidator(_not_reserved)]
Words = Annotated[dict[Language, Wording], Field(max_length=MOST_LANGUAGES)]
Languages = Annotated[list[Language], Field(min_length=1, max_length=MOST_LANGUAGES), AfterValidator(_each_once)]
PageTexts = Annotated[dict[str, Wording], Field(max_length=len(TEXT_KEYS)), AfterValidator(_known_texts)]
Texts = Annotated[dict[Language, PageTexts], Field(max_length=MOST_LANGUAGES)]
Step = Annotated[int, Field(ge=0, le=10)]


class OptionInput(Input):
    """One of the answers to choose from: what is stored, and what is read, per language."""

    value: Word
    texts: Words


class EndsInput(Input):
    """The words at both ends of a scale, per language."""

    low: Words = Field(default_factory=dict)
    high: Words = Field(default_factory=dict)


class AfterInput(Input):
    """An earlier answer that leads here: the key of its question, and the values that do."""

    key: Key
    values: list[int | Word] = Field(alias="is", max_length=50)


class AskedWhenInput(Input):
    """Who is asked: every part that is named must hold; without any everybody is."""

    roles: list[Role | SubRole] = Field(default_factory=list, max_length=50)
    tags: Tags = Field(default_factory=list)
    after: AfterInput | None = None


class QuestionBody(Input):
    """One question of a draft; without a scale the usual one of its kind."""

    key: Key
    kind: QuestionKind
    texts: Words = Field(default_factory=dict)
    options: list[OptionInput] = Field(default_factory=list, max_length=MOST_OPTIONS)
    asked_when: AskedWhenInput = Field(default_factory=AskedWhenInput)
    scale_low: Step | None = None
    scale_high: Step | None = None
    ends: EndsInput = Field(default_factory=EndsInput)
    low_is_good: bool = False
    required: bool = False

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        _check_parts(self)
        return self


class NewQuestion(QuestionBody):
    """A question to be added to the draft of a survey, at its end unless a position (from 0) is given."""

    survey_version_id: Id
    position: int | None = Field(default=None, ge=0, lt=MOST_QUESTIONS)


QuestionChange = changes_of(NewQuestion, but=frozenset({"key", "survey_version_id"}))


class DraftFields(Input):
    """The wording of a draft. The first language is the one that is shown where another is not written."""

    languages: Languages | None = None
    texts: Texts | None = Field(default=None, description=f"Per language: {', '.join(TEXT_KEYS)}.")
    questions: list[QuestionBody] | None = Field(default=None, max_length=MOST_QUESTIONS)


class NewSurveyVersion(DraftFields):
    """The next version of a survey, as a draft: what is not given is taken from the version in force."""

    survey_id: Id


SurveyVersionChange = changes_of(DraftFields)
SurveyVersionChange.__doc__ = "Parts of a draft to set; questions that are given replace all of the draft's."


def question_from(body: QuestionBody) -> Question:
    """The question that an input describes."""
    usual = SCALES.get(body.kind)
    low, high = body.scale_low, body.scale_high
    scale = usual if usual is None or low is None or high is None else (low, high)
    after = body.asked_when.after
    return Question(
        key=body.key,
        kind=body.kind,
        texts=body.texts,
        options=tuple(Option(option.value, option.texts) for option in body.options),
        scale=scale,
        ends={end: words for end, words in (("low", body.ends.low), ("high", body.ends.high)) if words},
        low_is_good=body.low_is_good,
        required=body.required,
        asked_when=Condition(
            roles=frozenset(role.value for role in body.asked_when.roles),
            tags=frozenset(body.asked_when.tags),
            after=None if after is None else After(after.key, frozenset(str(value) for value in after.values)),
        ),
    )


def _check_parts(body: QuestionBody) -> None:
    """Refuse parts that belong to another kind of question.

    :raises ValueError: there is one.
    """
    if body.options and body.kind not in CHOICES:
        raise ValueError("options belong to single_choice and multiple_choice")
    if (body.scale_low is None) != (body.scale_high is None):
        raise ValueError("scale_low and scale_high belong together")
    if body.scale_low is None or body.scale_high is None:
        return
    if body.kind not in SCALES:
        raise ValueError("this kind of question has no scale")
    if body.scale_low >= body.scale_high:
        raise ValueError("scale_low must lie under scale_high")
    if body.kind is QuestionKind.NPS and (body.scale_low, body.scale_high) != SCALES[QuestionKind.NPS]:
        raise ValueError("the scale of NPS goes from 0 to 10")
