"""The list of surveys, one survey with its versions, and what happens to a survey as a whole."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from models.survey import Survey, SurveyVersion
from models.vocabulary import SurveyPurpose, SurveyState
from scoring.vocabulary import Role, ScoreFamily
from service.auth.policy import Resource
from service.edge.current import abandon, current_principal, current_session, now
from service.edge.permits import needs
from service.errors import Conflict, Invalid, NotFound, StaleVersion
from service.i18n.labels import options
from service.i18n.languages import LANGUAGES
from service.inputs.survey import NewSurvey, SurveyChange
from service.operations.create_survey import copy_survey, create_survey, create_survey_from_template
from service.operations.publish_survey import close_survey, publish_survey, reopen_survey
from service.operations.save_survey_draft import discard_survey_draft
from service.operations.shared_entries import SURVEYS
from service.queries.survey_figures import survey_numbers
from service.queries.survey_versions import draft_version, version_in_force, versions_of, wording_of
from service.queries.survey_versions import survey as survey_query
from service.queries.surveys import surveys as surveys_query
from service.queries.touchpoints import touchpoint_choices
from service.surveys.templates import TEMPLATES
from service.surveys.wording import text_in
from service.web.form_errors import form_errors
from service.web.form_input import form_input
from service.web.surveys.preview import draw_preview, let_frame_ours, preview_of

surveys = Blueprint("surveys", __name__, url_prefix="/feedback/surveys")
needs(surveys, Resource.SURVEY)


@surveys.get("")
def index() -> str:
    """All surveys, those in force first."""
    family, state = request.args.get("family", ""), request.args.get("state", "")
    rows = surveys_query(
        current_session(),
        current_principal(),
        family=ScoreFamily(family) if family in set(ScoreFamily) else None,
        state=SurveyState(state) if state in set(SurveyState) else None,
        now=now(),
    )
    return render_template(
        "surveys/index.html",
        rows=rows,
        families=options(ScoreFamily),
        states=options(SurveyState),
        wanted=request.args,
    )


@surveys.get("/new")
def new() -> str:
    """The ready-made surveys, and an empty one."""
    return _new({}, {})


@surveys.post("")
def create() -> AnyResponse | tuple[str, int]:
    """Begin a survey, and go on to its editor."""
    session, principal, template = current_session(), current_principal(), request.form.get("template", "")
    try:
        if template:
            made = create_survey_from_template(session, principal, template, language=_language(), now=now())
        else:
            made = create_survey(session, principal, form_input(NewSurvey, **_settings(), **_anonymous()), now=now())
    except (Invalid, Conflict) as refusal:
        abandon()
        errors = {"name": refusal.detail} if isinstance(refusal, Conflict) else form_errors(refusal)
        return _new(request.form.to_dict(), errors), refusal.status
    return redirect(url_for("survey_editor.show", survey_id=made.id), 303)


@surveys.get("/<int:survey_id>")
def show(survey_id: int) -> Response:
    """One survey: what it asks now, how it does, and its versions."""
    session, principal = current_session(), current_principal()
    survey = survey_query(session, principal, survey_id)
    versions = versions_of(session, survey_id)
    shown = _version(versions, request.args.get("number", type=int))
    wording = wording_of(session, shown) if shown is not None else None
    return let_frame_ours(
        render_template(
            "surveys/survey.html",
            survey=survey,
            versions=versions,
            shown=shown,
            wording=wording,
            preview=preview_of(wording) if wording is not None and wording.languages else None,
            roles=options(Role),
            figure=survey_numbers(session, principal, now=now()).figure([survey_id]),
            draft=draft_version(session, survey_id),
            in_force=version_in_force(session, survey_id),
            languages_known=LANGUAGES,
            text_in=text_in,
        )
    )


@surveys.get("/<int:survey_id>/preview/<int:number>")
def preview(survey_id: int, number: int) -> Response:
    """The respondent's page of one version; nothing that is entered there is sent."""
    session = current_session()
    survey = survey_query(session, current_principal(), survey_id)
    version = _version(versions_of(session, survey_id), number)
    if version is None:
        raise NotFound
    return draw_preview(survey, version, wording_of(session, version))


@surveys.get("/<int:survey_id>/settings")
def settings(survey_id: int) -> str:
    """The form for name, touchpoint, family and purpose."""
    survey = survey_query(current_session(), current_principal(), survey_id)
    return _settings_form(survey, survey.model_dump(), {})


@surveys.post("/<int:survey_id>/settings")
def change(survey_id: int) -> AnyResponse | tuple[str, int]:
    """Change name, touchpoint, family or purpose; answers given so far keep what they were given for."""
    session, principal = current_session(), current_principal()
    survey = survey_query(session, principal, survey_id)
    try:
        if request.form.get("version", type=int) != survey.version:
            raise StaleVersion(_("Somebody else changed this in between. Read it again, then change it again."))
        values = _settings()
        change = form_input(SurveyChange, **values)
        if not values["touchpoint_id"]:
            change = change.model_copy(update={"touchpoint_id": None})
            change.model_fields_set.add("touchpoint_id")
        SURVEYS.change(session, principal, survey_id, change, now=now())
    except (Invalid, Conflict, StaleVersion) as refusal:
        abandon()
        survey = survey_query(session, principal, survey_id)
        return _settings_form(survey, request.form.to_dict(), form_errors(refusal)), refusal.status
    flash(_("%(name)s was saved.", name=request.form.get("name", "")), "success")
    return redirect(url_for("surveys.show", survey_id=survey_id), 303)


@surveys.post("/<int:survey_id>/publish")
def publish(survey_id: int) -> AnyResponse:
    """Put the draft in force."""
    version = request.form.get("version", type=int)
    try:
        made = publish_survey(current_session(), current_principal(), survey_id, version=version, now=now())
    except (Invalid, StaleVersion) as refusal:
        abandon()
        flash(refusal.detail, "danger")
        return redirect(url_for("survey_editor.show", survey_id=survey_id, check="1"), 303)
    flash(_("Version %(number)s is in force: it is what will be sent from now on.", number=made.number), "success")
    return redirect(url_for("surveys.show", survey_id=survey_id), 303)


@surveys.post("/<int:survey_id>/close")
def close(survey_id: int) -> AnyResponse:
    """Take no more answers."""
    close_survey(current_session(), current_principal(), survey_id, now=now())
    flash(_("The survey is closed: its links take no more answers."), "success")
    return redirect(url_for("surveys.show", survey_id=survey_id), 303)


@surveys.post("/<int:survey_id>/reopen")
def reopen(survey_id: int) -> AnyResponse:
    """Take answers again."""
    reopen_survey(current_session(), current_principal(), survey_id, now=now())
    flash(_("The survey is open again."), "success")
    return redirect(url_for("surveys.show", survey_id=survey_id), 303)


@surveys.post("/<int:survey_id>/copy")
def copy(survey_id: int) -> AnyResponse:
    """Begin another survey with the same questions."""
    made = copy_survey(current_session(), current_principal(), survey_id, now=now())
    return redirect(url_for("survey_editor.show", survey_id=made.id), 303)


@surveys.post("/<int:survey_id>/discard")
def discard(survey_id: int) -> AnyResponse:
    """Throw the draft away."""
    discard_survey_draft(current_session(), current_principal(), survey_id, now=now())
    flash(_("The draft was thrown away. What is in force stays."), "success")
    return redirect(url_for("surveys.show", survey_id=survey_id), 303)


def _version(versions: list[SurveyVersion], number: int | None) -> SurveyVersion | None:
    """The version of this number; without one the version in force, else the latest."""
    if number is not None:
        return next((one for one in versions if one.number == number), None)
    return next((one for one in versions if one.published_at is not None), versions[0] if versions else None)


def _new(entered: dict[str, Any], errors: dict[str, str]) -> str:
    return render_template(
        "surveys/new.html", templates=TEMPLATES, language=_language(), text_in=text_in, entered=entered, errors=errors,
        **_choices(),
    )  # fmt: skip


def _settings_form(survey: Survey, entered: dict[str, Any], errors: dict[str, str]) -> str:
    return render_template("surveys/settings.html", survey=survey, entered=entered, errors=errors, **_choices())


def _choices() -> dict[str, Any]:
    return {
        "families": options(ScoreFamily),
        "purposes": options(SurveyPurpose),
        "touchpoints": [(number, name) for number, name, _stage in touchpoint_choices(current_session())],
    }


def _settings() -> dict[str, Any]:
    return {name: request.form.get(name, "") for name in ("name", "family", "purpose", "touchpoint_id")}


def _anonymous() -> dict[str, bool]:
    return {"anonymous": "anonymous" in request.form}


def _language() -> str:
    return str(get_locale() or "en").partition("_")[0]
