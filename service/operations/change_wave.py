"""Change a wave that has not begun: its name, whom it is for, how it is sent, and when it begins."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.survey import Survey, SurveyVersion, Wave
from service.auth.policy import Action
from service.auth.principal import Principal
from service.errors import Conflict, Invalid
from service.inputs.wave import WaveAudience, WaveChange, WaveRules
from service.operations.plan_wave import stored_plan
from service.operations.start_wave import start_wave
from service.operations.tracked import set_fields
from service.queries.visible_waves import visible_wave


def change_wave(session: Session, principal: Principal, wave_id: int, change: WaveChange, *, now: datetime) -> Wave:
    """Set what ``change`` names. Whoever sets the audience plans the wave: it is sent with their reach from then on.

    :raises NotFound: absent, or not within reach; :raises Conflict: begun or cancelled already.
    :raises Invalid: as :func:`service.operations.plan_wave.plan_wave` and :func:`start_wave`.
    """
    wave = visible_wave(session, principal, wave_id, Action.WRITE, lock=True)
    if wave.cancelled_at is not None or wave.started_at is not None:
        raise Conflict("This wave has begun already, or was cancelled.")
    given = change.values
    if "starts_at" in given and given["starts_at"] is None:
        raise Invalid("A value is missing.", [{"path": "starts_at", "message": "Give a moment."}])
    values: dict[str, Any] = {"name": change.name} if "name" in given else {}
    if {"audience", "rules"} & set(given):
        version = session.get_one(SurveyVersion, wave.survey_version_id)
        survey = session.get_one(Survey, version.survey_id)
        audience = change.audience if "audience" in given else WaveAudience.model_validate(wave.audience)
        rules = change.rules if "rules" in given else _rules(wave)
        values["audience"], values["rules"] = stored_plan(session, principal, survey, audience, rules)
        if principal.user_id is not None:
            values["created_by_id"] = principal.user_id
    set_fields(session, principal, wave, values, now=now, kind="wave")
    if "starts_at" in given:
        return start_wave(session, principal, wave_id, now=now, starts_at=change.starts_at)
    return wave


def _rules(wave: Wave) -> WaveRules:
    """The rules as they are kept, as an input says them."""
    window = wave.rules.get("window")
    rules = {name: value for name, value in wave.rules.items() if name != "window"}
    if window:
        rules["window"] = {"days": window["days"], "opens": window["from"], "closes": window["to"]}
    return WaveRules.model_validate(rules)
