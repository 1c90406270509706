"""What the demo company asks, at which moments of the journey, and when it asked everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from models.survey import Question, Survey, SurveyVersion, Touchpoint, Wave
from models.vocabulary import SurveyPurpose, SurveyState
from scoring.vocabulary import LifecycleStage, QuestionKind, ScoreFamily
from service.demo.rows import Rows

_TOUCHPOINTS = (
    ("Kick-off", LifecycleStage.ONBOARDING), ("Go-live", LifecycleStage.ONBOARDING),
    ("Training", LifecycleStage.ADOPTION), ("Solved ticket", LifecycleStage.ADOPTION),
    ("Business review", LifecycleStage.VALUE), ("Renewal offer", LifecycleStage.RENEWAL),
    ("Extension to more sites", LifecycleStage.EXPANSION), ("Parting", LifecycleStage.CHURNED),
)  # fmt: skip
WAVE_DAYS_AGO = (705, 525, 345, 165, 18)
"""When the relationship survey went to everybody; the second version replaced the first from the third wave on."""
PLANNED_IN_DAYS = 21

Texts = Mapping[str, str]


def _options(*pairs: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [{"value": value, "texts": {"en": en, "zh": zh}} for value, en, zh in pairs]


DRIVERS = _options(
    ("product", "Product", "产品功能"), ("support", "Support", "技术支持"), ("price", "Price", "价格"),
    ("people", "People", "对接人员"), ("reliability", "Reliability", "稳定性"),
    ("onboarding", "Introduction", "上线实施"),
)  # fmt: skip
_PLANS = _options(
    ("extend", "Extend it", "扩大使用"), ("renew", "Renew as it is", "原样续约"), ("reduce", "Reduce it", "缩减"),
    ("leave", "Not renew", "不续约"),
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question: its key, kind, words in English and Chinese, scale and to whom it is put."""

    key: str
    kind: QuestionKind
    en: str
    zh: str
    scale: tuple[int, int] | None = None
    low_is_good: bool = False
    options: tuple[dict[str, Any], ...] = ()
    roles: tuple[str, ...] = ()


_COMMENT = Asked(
    "comment", QuestionKind.TEXT, "What is the main reason for your answer?", "您这样回答的主要原因是什么？"
)
_NPS = Asked(
    "nps", QuestionKind.NPS, "How likely are you to recommend Tarnwood to a colleague elsewhere?",
    "您有多大可能向同行推荐我们？", (0, 10),
)  # fmt: skip
_DRIVERS = Asked(
    "drivers",
    QuestionKind.MULTIPLE_CHOICE,
    "What weighed most in your answer?",
    "哪些方面影响最大？",
    options=tuple(DRIVERS),
)
_VALUE = Asked(
    "value",
    QuestionKind.SCALE,
    "It is worth what it costs.",
    "物有所值。",
    (1, 7),
    roles=("decision_maker", "influencer"),
)


def _rated(key: str, en: str, zh: str) -> Asked:
    return Asked(key, QuestionKind.SCALE, en, zh, (1, 5))


RATED = (
    _rated("product", "How good is the product for your work?", "产品对您的工作帮助有多大？"),
    _rated("reliability", "How reliable is it?", "产品的稳定性如何？"),
    _rated("support", "How good is our support?", "我们的技术支持如何？"),
    _rated("people", "How well do our people know your business?", "我们的对接人员对您业务的了解程度如何？"),
)
"""What the relationship survey has rated, beside the question that leads it."""


def _csat(key: str, en: str, zh: str) -> Asked:
    return Asked(key, QuestionKind.CSAT, en, zh, (1, 5))


@dataclass(frozen=True)
class _Definition:
    name: str
    family: ScoreFamily
    purpose: SurveyPurpose
    state: SurveyState
    touchpoint: str
    versions: tuple[tuple[Asked, ...], ...]
    anonymous: bool = False


_REL, _TRANS, _CX = SurveyPurpose.RELATIONSHIP, SurveyPurpose.TRANSACTIONAL, ScoreFamily.CUSTOMER
_EFFORT = Asked(
    "effort", QuestionKind.CES, "How much effort did it take to get your problem solved?",
    "解决这个问题您花了多大力气？",
    (1, 7), low_is_good=True,
)  # fmt: skip
_DEFINITIONS = (
    _Definition("Relationship survey", _CX, _REL, SurveyState.LIVE, "Business review",
                ((_NPS, _COMMENT), (_NPS, *RATED, _DRIVERS, _VALUE, _COMMENT))),
    _Definition("After a solved ticket", _CX, _TRANS, SurveyState.LIVE, "Solved ticket", ((_EFFORT, _COMMENT),)),
    _Definition("After the introduction", _CX, _TRANS, SurveyState.LIVE, "Go-live",
                ((_csat("start", "How satisfied are you with the introduction?",
                        "您对上线实施的满意度如何？"), _COMMENT),)),
    _Definition("Renewal check", _CX, _REL, SurveyState.LIVE, "Renewal offer",
                ((_csat("value", "How satisfied are you with what you get for the price?", "您对性价比的满意度如何？"),
                  Asked("plan", QuestionKind.SINGLE_CHOICE, "If you decided today, what would you do?",
                        "如果今天决定，您会怎么做？", options=tuple(_PLANS)), _COMMENT),)),
    _Definition("Partner survey", ScoreFamily.PARTNER, _REL, SurveyState.LIVE, "Business review", ((_NPS, _COMMENT),)),
    _Definition("Delivery team survey", ScoreFamily.INTERNAL, _REL, SurveyState.LIVE, "Go-live",
                ((_csat("team", "How well did sales, delivery and support work together here?",
                        "销售、交付与支持在该客户上的配合如何？"), _COMMENT),)),
    _Definition("Training feedback", _CX, _TRANS, SurveyState.LIVE, "Training",
                ((_csat("training", "How useful was the training?",
                        "培训对您有多大帮助？"), _COMMENT),), anonymous=True),
    _Definition("Parting words", _CX, _TRANS, SurveyState.DRAFT, "Parting", ((_NPS, _COMMENT),)),
    _Definition("Portal satisfaction", _CX, _REL, SurveyState.CLOSED, "Business review",
                ((_csat("portal", "How satisfied are you with the customer portal?", "您对客户门户的满意度如何？"),),)),
)  # fmt: skip


@dataclass(frozen=True)
class Version:
    """A survey version with the numbers of its questions by key."""

    version_id: int
    questions: dict[str, int]
    family: ScoreFamily
    purpose: SurveyPurpose


@dataclass(frozen=True)
class Surveys:
    """The surveys of the demo: versions by name, the latest last, and the waves of the relationship survey."""

    versions: dict[str, tuple[Version, ...]]
    waves: tuple[tuple[int, date, Version], ...]
    planned: tuple[int, date, Version]

    def latest(self, name: str) -> Version:
        """The version that is sent now."""
        return self.versions[name][-1]


def add_surveys(rows: Rows, founded: datetime, today: date, author: int) -> Surveys:
    """Add touchpoints, surveys with their versions and questions, and the waves."""
    tracked = {"created_at": founded, "updated_at": founded}
    touchpoints = {
        name: rows.add(Touchpoint, name=name, stage=stage, position=place, **tracked)
        for place, (name, stage) in enumerate(_TOUCHPOINTS)
    }
    versions: dict[str, tuple[Version, ...]] = {}
    for definition in _DEFINITIONS:
        survey = rows.add(
            Survey,
            name=definition.name,
            family=definition.family,
            purpose=definition.purpose,
            state=definition.state,
            touchpoint_id=touchpoints[definition.touchpoint],
            anonymous=definition.anonymous,
            **tracked,
        )
        versions[definition.name] = tuple(
            _add_version(rows, survey, number, asked, definition, founded + timedelta(days=375 * (number - 1)))
            for number, asked in enumerate(definition.versions, start=1)
        )
    relationship = versions["Relationship survey"]
    waves = []
    for place, days in enumerate(WAVE_DAYS_AGO):
        version = relationship[min(place // 2, 1)]
        waves.append(_add_wave(rows, version, today - timedelta(days=days), founded, author, started=True))
    planned = _add_wave(rows, relationship[1], today + timedelta(days=PLANNED_IN_DAYS), founded, author, started=False)
    return Surveys(versions, tuple(waves), planned)


def _add_version(
    rows: Rows, survey: int, number: int, asked: tuple[Asked, ...], definition: _Definition, at: datetime
) -> Version:
    version = rows.add(
        SurveyVersion,
        survey_id=survey,
        number=number,
        languages=["en", "zh"],
        texts=_TEXTS,
        published_at=None if definition.state is SurveyState.DRAFT else at,
        created_at=at,
    )
    questions = {
        question.key: rows.add(
            Question,
            survey_version_id=version,
            key=question.key,
            position=position,
            kind=question.kind,
            texts={"en": question.en, "zh": question.zh},
            options=list(question.options),
            asked_when={"roles": list(question.roles)} if question.roles else {},
            scale_low=question.scale[0] if question.scale else None,
            scale_high=question.scale[1] if question.scale else None,
            low_is_good=question.low_is_good,
            required=position == 0,
        )
        for position, question in enumerate(asked)
    }
    return Version(version, questions, definition.family, definition.purpose)


_TEXTS = {
    "en": {"title": "One minute for your opinion", "thanks": "Thank you. We read every answer."},
    "zh": {"title": "占用您一分钟", "thanks": "感谢您的回答，我们会认真阅读每一条意见。"},
}


def _add_wave(
    rows: Rows, version: Version, day: date, founded: datetime, author: int, *, started: bool
) -> tuple[int, date, Version]:
    at = datetime.combine(day, founded.timetz()).replace(hour=6)
    created = max(founded, min(at, founded + timedelta(days=700)) - timedelta(days=10))
    wave = rows.add(
        Wave,
        survey_version_id=version.version_id,
        name=f"Relationship survey {day:%B %Y}",
        audience={"roles": ["decision_maker", "influencer", "end_user"]},
        rules={"reminders": 1, "reminder_after_days": 7, "expires_after_days": 30},
        starts_at=at,
        started_at=at if started else None,
        created_by_id=author,
        created_at=created,
        updated_at=at if started else created,
    )
    return wave, day, version
