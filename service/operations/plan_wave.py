"""Plan a wave: which survey, for whom, by which rules. Nothing is sent before it is started."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.survey import Survey, SurveyVersion, Touchpoint, Wave
from models.vocabulary import SurveyState
from scoring.vocabulary import OrganisationSide, ScoreFamily
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.inputs.wave import NewWave, WaveAudience, WaveRules
from service.operations.references import check_there, invalid
from service.operations.tracked import note_creation
from service.queries.chunks import chunks
from service.queries.survey_versions import version_in_force
from service.queries.visibility import accounts_within
from service.sending.audience import audience_of, stored_audience
from service.sending.repeats import next_start
from service.sending.rules import rules_of, stored_rules

#: Whose people a survey is usually for, by its family; an audience that names sides says it itself.
_SIDES = {
    ScoreFamily.CUSTOMER: [OrganisationSide.CUSTOMER.value, OrganisationSide.SUBSIDIARY.value],
    ScoreFamily.PARTNER: [OrganisationSide.PARTNER.value],
    ScoreFamily.INTERNAL: [],
}


def plan_wave(session: Session, principal: Principal, values: NewWave, *, now: datetime) -> Wave:
    """A wave that waits to be started, flushed.

    :raises Forbidden: the role sends no surveys.
    :raises Invalid: a survey that is not live, an account or touchpoint that is absent or not within reach.
    """
    require(principal, Resource.SURVEY, Action.WRITE, Reach.OWN)
    survey = session.get(Survey, values.survey_id)
    version = version_in_force(session, values.survey_id) if survey is not None else None
    if survey is None or version is None or survey.state is not SurveyState.LIVE:
        raise invalid("survey_id", "There is no such survey that is live.")
    audience, rules = stored_plan(session, principal, survey, values.audience, values.rules)
    wave = Wave(
        survey_version_id=version.id,
        name=values.name,
        audience=audience,
        rules=rules,
        created_by_id=principal.user_id,
        created_at=now,
        updated_at=now,
    )
    fields: dict[str, Any] = {"survey_id": survey.id, "audience": wave.audience, "rules": wave.rules}
    note_creation(session, principal, wave, "wave", now=now, fields=fields)
    return wave


def stored_plan(
    session: Session, principal: Principal, survey: Survey, wanted: WaveAudience, by: WaveRules
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Audience and rules as a wave keeps them.

    :raises Invalid: an account or touchpoint that is absent or not within reach, or a repetition without sense.
    """
    stored = wanted.model_dump(mode="json", exclude_none=True)
    stored["sides"] = stored["sides"] or _SIDES[survey.family]
    audience = audience_of(stored)
    check_there(session, Touchpoint, audience.touchpoint_id, "audience.touchpoint_id")
    _check_accounts(session, principal, sorted(audience.account_ids))
    rules = by.model_dump(mode="json")
    window = rules.pop("window")
    rules["window"] = {"days": window["days"], "from": window["opens"], "to": window["closes"]}
    if audience.trigger is not None and by.repeat_months:
        raise invalid("rules.repeat_months", "A wave that waits for a trigger needs no repetition.")
    return stored_audience(audience), stored_rules(rules_of(rules))


def plan_again(session: Session, principal: Principal, wave: Wave, *, now: datetime) -> Wave | None:
    """The next of a wave that is repeated, in the wording that is in force then; None where it is not."""
    months = rules_of(wave.rules).repeat_months
    if not months or wave.starts_at is None:
        return None
    version = session.get_one(SurveyVersion, wave.survey_version_id)
    in_force = version_in_force(session, version.survey_id) or version
    starts_at = next_start(wave.starts_at, months, now)
    following = Wave(
        survey_version_id=in_force.id,
        name=wave.name,
        audience=dict(wave.audience),
        rules=dict(wave.rules),
        starts_at=starts_at,
        created_by_id=wave.created_by_id,
        created_at=now,
        updated_at=now,
    )
    note_creation(session, principal, following, "wave", now=now, fields={"repeats": wave.id, "starts_at": starts_at})
    return following


def _check_accounts(session: Session, principal: Principal, account_ids: list[int]) -> None:
    """Refuse accounts that are absent or not within reach, alike."""
    found: set[int] = set()
    for part in chunks(account_ids):
        statement = select(col(Account.id)).where(
            col(Account.id).in_(part),
            accounts_within(principal, Resource.ACCOUNT),
            accounts_within(principal, Resource.SURVEY, Action.WRITE),
        )
        found |= set(session.execute(statement).scalars())
    if found != set(account_ids):
        raise invalid("audience.account_ids", "One of these accounts does not exist, or you may not see it.")
