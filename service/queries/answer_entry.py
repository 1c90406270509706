"""What a colleague chooses from who enters an answer: the surveys that are live, and the people of an account."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.person import Membership, Person
from models.survey import Survey, SurveyVersion
from models.vocabulary import SurveyState
from scoring.vocabulary import ScoreFamily
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.errors import NotFound
from service.queries.invitation_page import questions_of, roles_of, tags_of
from service.queries.kept_people import kept_people
from service.queries.survey_versions import version_in_force
from service.queries.visibility import visible_account
from service.surveys.branching import Respondent
from service.surveys.question import Question


@dataclass(frozen=True)
class Entry:
    """An account with what can be entered for it: surveys and people by number and name."""

    account: Account
    surveys: list[Survey]
    people: list[tuple[int, str]]


@dataclass(frozen=True)
class Questionnaire:
    """One survey as it would be put to one person of the account."""

    survey: Survey
    version: SurveyVersion
    questions: tuple[Question, ...]
    respondent: Respondent


def answer_entry(session: Session, principal: Principal, account_id: int) -> Entry:
    """What can be entered for an account.

    Surveys that are anonymous take answers from their respondents only, but for those of our own people.

    :raises NotFound: the account is absent, or its answers are not the reader's to write.
    """
    account = visible_account(session, principal, account_id, Resource.RESPONSE, Action.WRITE)
    internal = col(Survey.family) == ScoreFamily.INTERNAL
    live = (
        select(Survey)
        .where(col(Survey.state) == SurveyState.LIVE, col(Survey.anonymous).is_(False) | internal)
        .order_by(col(Survey.name))
    )
    placed = (
        select(col(Person.id), col(Person.name))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(Membership.account_id) == account_id,
            col(Membership.superseded_at).is_(None),
            col(Membership.valid_to).is_(None),
            col(Membership.placeholder).is_(False),
            kept_people(),
        )
        .order_by(col(Person.name))
    )
    people = [(row.id, row.name) for row in session.execute(placed)]
    return Entry(account, list(session.execute(live).scalars()), people)


def questionnaire(session: Session, entry: Entry, survey_id: int, person_id: int | None) -> Questionnaire:
    """The questions of the version in force, for this person; for our own people without one.

    :raises NotFound: the survey or the person is none of those to choose from.
    """
    survey = next((one for one in entry.surveys if one.id == survey_id), None)
    version = version_in_force(session, survey_id) if survey is not None else None
    if survey is None or version is None:
        raise NotFound
    person = None
    if survey.family is not ScoreFamily.INTERNAL:
        if person_id not in dict(entry.people):
            raise NotFound
        person = session.get_one(Person, person_id)
    roles = roles_of(session, entry.account.id, person.id) if person is not None else frozenset[str]()
    tags = tags_of(session, entry.account.id, person)
    return Questionnaire(survey, version, questions_of(session, version.id), Respondent(roles, tags))
