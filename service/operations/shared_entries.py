"""The kinds of entries that all accounts share, and what each of them demands."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.case import Playbook, RootCause
from models.importing import ImportMapping
from models.job import Schedule
from models.money import ExchangeRate
from models.person import RequiredRole, TitleRule
from models.survey import Survey, Touchpoint
from models.vocabulary import SurveyState
from service.auth.policy import Reach, Resource
from service.errors import Conflict
from service.operations.catalogue import Catalogue
from service.operations.references import check_there, day_of, invalid
from service.queries.due_times import next_due
from service.queries.survey_versions import version_in_force


def _once_a_segment(session: Session, values: dict[str, Any], _now: datetime) -> None:
    # Without a segment, the databases would take the same rule twice: null differs from null.
    segment = values["segment"]
    same = select(col(RequiredRole.id)).where(
        col(RequiredRole.sub_role) == values["sub_role"],
        col(RequiredRole.segment).is_(None) if segment is None else col(RequiredRole.segment) == segment,
        col(RequiredRole.id) != values.get("id", 0),
    )
    if session.execute(same).first() is not None:
        raise Conflict("This role is required there already.")


def _known_by_now(_session: Session, values: dict[str, Any], now: datetime) -> None:
    if values["as_of"] > day_of(now):
        raise invalid("as_of", "This day lies ahead.")


def _survey(session: Session, values: dict[str, Any], _now: datetime) -> None:
    check_there(session, Touchpoint, values.get("touchpoint_id"), "touchpoint_id")
    draft = values.get("state", SurveyState.DRAFT) is SurveyState.DRAFT
    if "id" not in values and not draft:
        raise invalid("state", "A survey begins as a draft.")
    if "id" in values and draft is (version_in_force(session, values["id"]) is not None):
        raise invalid("state", "A survey is a draft until its first version is published, and never again.")


ROOT_CAUSES: Catalogue[RootCause] = Catalogue(RootCause, "root cause")
PLAYBOOKS: Catalogue[Playbook] = Catalogue(Playbook, "playbook")
TOUCHPOINTS: Catalogue[Touchpoint] = Catalogue(Touchpoint, "touchpoint")
REQUIRED_ROLES: Catalogue[RequiredRole] = Catalogue(RequiredRole, "required role", settle=_once_a_segment)
TITLE_RULES: Catalogue[TitleRule] = Catalogue(TitleRule, "title rule")
EXCHANGE_RATES: Catalogue[ExchangeRate] = Catalogue(ExchangeRate, "exchange rate", settle=_known_by_now)
MAPPINGS: Catalogue[ImportMapping] = Catalogue(ImportMapping, "import mapping", Resource.IMPORT, Reach.OWN)
SURVEYS: Catalogue[Survey] = Catalogue(Survey, "survey", Resource.SURVEY, Reach.OWN, _survey)


def _readable(_session: Session, values: dict[str, Any], now: datetime) -> None:
    fields = {name: value for name, value in values.items() if name in Schedule.model_fields and name != "id"}
    next_due(Schedule(**fields), now)


SCHEDULES: Catalogue[Schedule] = Catalogue(Schedule, "schedule", settle=_readable)
