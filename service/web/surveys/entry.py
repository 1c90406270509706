"""Entering an answer for somebody, as on the telephone; it is marked as entered by a colleague."""

from datetime import UTC, date, datetime, time
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from scoring.vocabulary import ScoreFamily
from service.auth.policy import Action, Resource
from service.edge.current import abandon, current_principal, current_session, now, today
from service.edge.permits import allows
from service.errors import Conflict, Invalid
from service.inputs.survey import NewResponse
from service.operations.enter_answer import enter_answer
from service.queries.answer_entry import Entry, Questionnaire, answer_entry, questionnaire
from service.surveys.wording import nearest_spoken
from service.web.page import address_of
from service.web.shown_survey import shown_survey

entry = Blueprint("answer_entry", __name__, url_prefix="/accounts")
_OWN_FIELDS = frozenset({"csrf_token", "survey_id", "person_id", "answered_on", "language"})


@entry.get("/<int:account_id>/answers/new")
@allows(Resource.RESPONSE, Action.WRITE)
def new(account_id: int) -> str:
    """Choose survey and person, then fill in the questions."""
    found = answer_entry(current_session(), current_principal(), account_id)
    return _page(found, _asked(found, request.args), {}, {})


@entry.post("/<int:account_id>/answers")
@allows(Resource.RESPONSE, Action.WRITE)
def create(account_id: int) -> Response | tuple[str, int]:
    """Take the answers."""
    session, principal = current_session(), current_principal()
    found = answer_entry(session, principal, account_id)
    asked = _asked(found, request.form)
    raw = {name: values if len(values) > 1 else values[0] for name, values in request.form.lists()}
    answers: dict[str, Any] = {name: value for name, value in raw.items() if name not in _OWN_FIELDS}
    try:
        if asked is None:
            raise Invalid(_("Choose a survey and a person first."))
        values = NewResponse.model_construct(
            account_id=account_id,
            person_id=_person_id(asked, request.form),
            survey_version_id=asked.version.id,
            answers=answers,
            language=_language(asked),
            answered_at=_answered_at(),
        )
        enter_answer(session, principal, values, now=now())
    except (Invalid, Conflict) as refusal:
        abandon()
        problems = {problem["path"]: problem["message"] for problem in refusal.problems} or {"": refusal.detail}
        found = answer_entry(session, principal, account_id)
        return _page(found, _asked(found, request.form), answers, problems), refusal.status
    flash(_("The answer is kept, marked as entered by you. The numbers follow within seconds."), "success")
    return redirect(_back(account_id), 303)


def _page(found: Entry, asked: Questionnaire | None, raw: dict[str, Any], problems: dict[str, str]) -> str:
    page = None
    if asked is not None:
        page = shown_survey(asked.version, asked.questions, asked.respondent, raw, _language(asked), problems)
    return render_template(
        "surveys/entry.html",
        entry=found,
        asked=asked,
        page=page,
        wanted=request.values,
        errors=problems,
        answered_on=request.values.get("answered_on") or today().isoformat(),
        back=_back(found.account.id),
        internal=[str(survey.id) for survey in found.surveys if survey.family is ScoreFamily.INTERNAL],
    )


def _asked(found: Entry, values: Any) -> Questionnaire | None:
    """The questionnaire, once enough was chosen for it."""
    survey_id = values.get("survey_id", type=int)
    survey = next((one for one in found.surveys if one.id == survey_id), None)
    person_id = values.get("person_id", type=int)
    if survey is None or (survey.family is not ScoreFamily.INTERNAL and person_id not in dict(found.people)):
        return None
    return questionnaire(current_session(), found, survey.id, person_id)


def _person_id(asked: Questionnaire, values: Any) -> int | None:
    found: int | None = values.get("person_id", type=int)
    return None if asked.survey.family is ScoreFamily.INTERNAL else found


def _language(asked: Questionnaire) -> str:
    return nearest_spoken([str(get_locale() or "en")], asked.version.languages)


def _answered_at() -> datetime:
    """The moment of the answer: now, or noon of an earlier day."""
    text = request.form.get("answered_on", "")
    try:
        day = date.fromisoformat(text) if text else today()
    except ValueError as error:
        message = _("Enter a date, such as 2026-03-31.")
        raise Invalid(message, [{"path": "answered_on", "message": message}]) from error
    return now() if day == today() else datetime.combine(day, time(12), tzinfo=UTC)


def _back(account_id: int) -> str:
    return address_of("accounts.feedback", account_id=account_id) or url_for("answer_entry.new", account_id=account_id)
