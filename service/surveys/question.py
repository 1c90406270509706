"""A question as it is put: its kind, words per language, scale or options, and when it is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from scoring.vocabulary import QuestionKind
from service.surveys.branching import EVERYBODY, Condition, condition_of

Texts = Mapping[str, str]

METRICS = frozenset({QuestionKind.NPS, QuestionKind.CSAT, QuestionKind.CES})
CHOICES = frozenset({QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE})
SCALES: Mapping[QuestionKind, tuple[int, int]] = {
    QuestionKind.NPS: (0, 10),
    QuestionKind.CSAT: (1, 5),
    QuestionKind.CES: (1, 7),
    QuestionKind.SCALE: (1, 5),
}
"""The usual ends of each scale; that of NPS is fixed."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from: what is stored, and what is read, per language."""

    value: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a survey version.

    ``scale`` gives both ends of a numbered answer (None: it takes no number), ``ends`` the words at them;
    ``low_is_good``: the low end is the good one. ``id`` is its row, None while it is not stored.
    """

    key: str
    kind: QuestionKind
    texts: Texts
    options: tuple[Option, ...] = ()
    scale: tuple[int, int] | None = None
    ends: Mapping[str, Texts] = field(default_factory=dict)
    low_is_good: bool = False
    required: bool = False
    asked_when: Condition = EVERYBODY
    id: int | None = None

    @property
    def steps(self) -> range:
        """The numbers that can be chosen; none where it takes no number.

        >>> list(Question("effort", QuestionKind.CES, {}, scale=(1, 3)).steps)
        [1, 2, 3]
        """
        return range(0) if self.scale is None else range(self.scale[0], self.scale[1] + 1)


class _Row(Protocol):
    id: int
    key: str
    kind: QuestionKind
    texts: dict[str, str]
    options: list[dict[str, Any]]
    ends: dict[str, Any]
    asked_when: dict[str, Any]
    scale_low: int | None
    scale_high: int | None
    low_is_good: bool
    required: bool


def question_of(row: _Row) -> Question:
    """The question that a row of the table holds."""
    scale = SCALES.get(row.kind)
    if scale is not None and row.scale_low is not None and row.scale_high is not None:
        scale = (row.scale_low, row.scale_high)
    return Question(
        key=row.key,
        kind=row.kind,
        texts=dict(row.texts),
        options=tuple(Option(str(one["value"]), dict(one["texts"])) for one in row.options),
        scale=scale,
        ends=dict(row.ends),
        low_is_good=row.low_is_good,
        required=row.required,
        asked_when=condition_of(row.asked_when),
        id=row.id,
    )


def first_metric(questions: Sequence[Question]) -> Question | None:
    """The question whose number stands for the whole answer: the first NPS, CSAT or CES."""
    return next((question for question in questions if question.kind in METRICS), None)
