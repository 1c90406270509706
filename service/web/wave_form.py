"""The form of a new wave, read into the input of its operation, and filled in again from a wave that is copied."""

from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from models.survey import SurveyVersion, Wave
from service.auth.principal import Principal
from service.errors import Invalid
from service.inputs.wave import NewWave
from service.queries.account_choice import accounts_called
from service.web.form_input import form_input

#: Path of a refusal -> control of the form.
CONTROLS = {
    **{f"audience.{name}": name for name in ("roles", "sides", "segments", "stages", "tags", "touchpoint_id")},
    "audience.account_ids": "accounts",
    "audience.trigger": "trigger",
    "audience.trigger.kind": "trigger",
    "audience.trigger.stage": "trigger_stage",
    "audience.trigger.days": "trigger_days",
    "audience.trigger.wait_hours": "trigger_wait",
    **{
        f"rules.{name}": name
        for name in ("quarantine_days", "account_share", "reminders", "reminder_after_days", "expires_after_days")
    },
    "rules.repeat_months": "repeat_months",
    "rules.window": "days",
    "rules.window.days": "days",
    "rules.window.opens": "opens",
    "rules.window.closes": "closes",
}
_NUMBERS = ("quarantine_days", "reminders", "reminder_after_days", "expires_after_days", "repeat_months")


def read_wave(session: Session, principal: Principal, form: MultiDict[str, str]) -> NewWave:
    """The wave that a form describes.

    :raises Invalid: naming each control at fault.
    """
    audience: dict[str, Any] = {
        name: values for name in ("roles", "sides", "segments", "stages") if (values := form.getlist(name))
    }
    if form.get("touchpoint_id"):
        audience["touchpoint_id"] = form["touchpoint_id"]
    if tags := [tag.strip() for tag in form.get("tags", "").split(",") if tag.strip()]:
        audience["tags"] = tags
    if form.get("accounts", "").strip():
        audience["account_ids"] = _accounts(session, principal, form["accounts"])
    if form.get("trigger"):
        audience["trigger"] = _trigger(form)
    rules: dict[str, Any] = {name: form[name] for name in (*_NUMBERS, "account_share") if form.get(name)}
    window: dict[str, Any] = {name: form[name] for name in ("opens", "closes") if form.get(name)}
    window["days"] = form.getlist("days")
    return form_input(
        NewWave,
        name=form.get("name", ""),
        survey_id=form.get("survey_id", ""),
        audience=audience,
        rules={**rules, "window": window},
    )


def _trigger(form: MultiDict[str, str]) -> dict[str, Any]:
    kind = form["trigger"]
    trigger: dict[str, Any] = {"kind": kind}
    if kind == "stage_reached" and form.get("trigger_stage"):
        trigger["stage"] = form["trigger_stage"]
    if kind == "before_renewal" and form.get("trigger_days"):
        trigger["days"] = form["trigger_days"]
    elif kind != "before_renewal" and form.get("trigger_wait"):
        trigger["wait_hours"] = form["trigger_wait"]
    return trigger


def _accounts(session: Session, principal: Principal, text: str) -> list[int]:
    """The accounts named one a line.

    :raises Invalid: a line that means none of the reader's accounts, or several.
    """
    numbers, problems = [], []
    for line in [line.strip() for line in text.splitlines() if line.strip()][:1001]:
        found = accounts_called(session, principal, line, limit=2)
        if len(found) == 1:
            numbers.append(found[0].id)
        elif found:
            problems.append(_("“%(name)s” may mean several accounts: write the number.", name=line[:60]))
        else:
            problems.append(_("There is no account “%(name)s” that you may see.", name=line[:60]))
    if problems:
        message = " ".join(problems[:3])
        raise Invalid(message, [{"path": "audience.account_ids", "message": message}])
    return numbers


def form_of(version: SurveyVersion, wave: Wave) -> MultiDict[str, str]:
    """The form as it would be filled in for this wave."""
    filled: MultiDict[str, str] = MultiDict({"name": wave.name, "survey_id": str(version.survey_id)})
    for name in ("roles", "sides", "segments", "stages"):
        filled.setlist(name, [str(value) for value in wave.audience.get(name, [])])
    filled["accounts"] = "\n".join(str(number) for number in wave.audience.get("account_ids", []))
    filled["tags"] = ", ".join(wave.audience.get("tags", []))
    trigger = wave.audience.get("trigger") or {}
    filled["touchpoint_id"] = str(wave.audience.get("touchpoint_id") or "")
    filled["trigger"] = str(trigger.get("kind") or "")
    filled["trigger_stage"] = str(trigger.get("stage") or "")
    filled["trigger_days"] = str(trigger.get("days") or "")
    filled["trigger_wait"] = str(trigger.get("wait_hours") or "")
    for name in (*_NUMBERS, "account_share"):
        if name in wave.rules:
            filled[name] = str(wave.rules[name])
    window = wave.rules.get("window") or {}
    filled.setlist("days", window.get("days") or ["tue", "wed", "thu"])
    filled["opens"], filled["closes"] = str(window.get("from", 9)), str(window.get("to", 16))
    return filled
