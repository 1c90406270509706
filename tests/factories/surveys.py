"""Surveys with a person who is asked: a published version, its questions, and invitations with their links.

.. code-block:: python

    asked = make_survey(session, account, person)            # NPS, reason, and what follows a low number
    token = token_of(settings, asked.invitation)             # the last part of the link
"""

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from models.account import Account
from models.person import Person
from models.survey import Invitation, Question, Survey, SurveyVersion
from models.vocabulary import InvitationState, SurveyState
from scoring.vocabulary import QuestionKind
from service.auth.answer_links import answer_token, new_nonce
from service.auth.links import SignedLinks
from service.secret_key import secret_keys
from service.settings import Settings
from tests.factories.cast import NOW

_numbers = itertools.count(1)

#: NPS with its reason; a low number leads to a choice; decision makers are asked about the price besides.
QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "key": "nps",
        "kind": QuestionKind.NPS,
        "texts": {"en": "How likely are you to recommend us?", "zh": "您愿意把我们推荐给同行吗？"},
        "required": True,
    },
    {
        "key": "trouble",
        "kind": QuestionKind.MULTIPLE_CHOICE,
        "texts": {"en": "What went wrong?", "zh": "哪些地方让您不满意？"},
        "options": [
            {"value": "support", "texts": {"en": "Support", "zh": "技术支持"}},
            {"value": "price", "texts": {"en": "Price", "zh": "价格"}},
        ],
        "asked_when": {"after": {"key": "nps", "is": [0, 1, 2, 3, 4, 5, 6]}},
    },
    {
        "key": "worth",
        "kind": QuestionKind.CSAT,
        "texts": {"en": "Is it worth its price?", "zh": "您觉得物有所值吗？"},
        "asked_when": {"roles": ["decision_maker"]},
    },
    {"key": "reason", "kind": QuestionKind.TEXT, "texts": {"en": "Why?", "zh": "为什么？"}},
)


@dataclass(frozen=True)
class Asked:
    """One person asked: the rows behind their link."""

    survey: Survey
    version: SurveyVersion
    questions: dict[str, Question]
    invitation: Invitation


def make_survey(
    session: Session,
    account: Account,
    person: Person,
    questions: tuple[dict[str, Any], ...] = QUESTIONS,
    *,
    invitation: dict[str, Any] | None = None,
    **values: Any,
) -> Asked:
    """A live survey in English and Chinese, and one invitation that was sent yesterday and is open for a month."""
    number = next(_numbers)
    survey = Survey(**{"name": f"Survey {number}", "state": SurveyState.LIVE, **values})
    session.add(survey)
    session.flush()
    version = SurveyVersion(
        survey_id=survey.id,
        number=1,
        languages=["en", "zh"],
        texts={
            "en": {"title": "One minute", "thanks": "Thank you, we read every answer."},
            "zh": {"title": "占用您一分钟", "thanks": "感谢您的回答，我们会认真阅读。"},
        },
        published_at=NOW - timedelta(days=30),
    )
    session.add(version)
    session.flush()
    rows = {}
    for position, values_of_question in enumerate(questions):
        row = Question(survey_version_id=version.id, position=position, **values_of_question)
        session.add(row)
        rows[row.key] = row
    session.flush()
    return Asked(survey, version, rows, make_invitation(session, version, account, person, **(invitation or {})))


def make_invitation(
    session: Session, version: SurveyVersion, account: Account, person: Person, **values: Any
) -> Invitation:
    """One more person asked."""
    made = Invitation(
        **{
            "survey_version_id": version.id,
            "account_id": account.id,
            "person_id": person.id,
            "nonce": new_nonce(),
            "state": InvitationState.SENT,
            "created_at": NOW - timedelta(days=1),
            "sent_at": NOW - timedelta(days=1),
            "expires_at": NOW + timedelta(days=30),
            **values,
        }
    )
    session.add(made)
    session.flush()
    return made


def token_of(settings: Settings, invitation: Invitation) -> str:
    """The last part of the link that answers an invitation."""
    return answer_token(SignedLinks(secret_keys(settings)), invitation.nonce, now=NOW)
