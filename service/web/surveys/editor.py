"""The editor of a survey's draft, with the respondent's page beside it on a phone and on a desktop."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from models.survey import Survey, SurveyVersion
from scoring.vocabulary import QuestionKind, Role, SubRole
from service.auth.policy import Action, Resource
from service.edge.current import abandon, current_principal, current_session, now
from service.edge.permits import allows
from service.errors import Conflict, Invalid, StaleVersion
from service.i18n.labels import options
from service.i18n.languages import LANGUAGES
from service.operations.save_survey_draft import save_survey_draft
from service.queries.survey_versions import draft_version, version_in_force, wording_of
from service.queries.survey_versions import survey as survey_query
from service.surveys.checking import faults_of, warnings_of
from service.surveys.draft import Draft
from service.surveys.texts import MAIL_TEXTS, PAGE_TEXTS
from service.surveys.wording import text_in
from service.web.page import query_with
from service.web.surveys.editor_form import apply_action, draft_from
from service.web.surveys.preview import draw_preview, let_frame_ours, preview_of

editor = Blueprint("survey_editor", __name__, url_prefix="/feedback/surveys")


@editor.get("/<int:survey_id>/edit")
@allows(Resource.SURVEY, Action.WRITE)
def show(survey_id: int) -> Response:
    """The draft; before the first change, what is in force."""
    survey = survey_query(current_session(), current_principal(), survey_id)
    version = draft_version(current_session(), survey_id) or version_in_force(current_session(), survey_id)
    return _page(survey, wording_of(current_session(), version) if version is not None else Draft())


@editor.post("/<int:survey_id>/edit")
@allows(Resource.SURVEY, Action.WRITE)
def save(survey_id: int) -> AnyResponse:
    """Keep the draft after what its button does."""
    action = request.form.get("action", "save")
    draft, shown = apply_action(draft_from(request.form), action)
    try:
        save_survey_draft(
            current_session(),
            current_principal(),
            survey_id,
            draft,
            version=request.form.get("version", type=int),
            now=now(),
        )
    except (Invalid, Conflict, StaleVersion) as refusal:
        abandon()
        survey = survey_query(current_session(), current_principal(), survey_id)
        page = _page(survey, draft, problem=refusal.detail)
        page.status_code = refusal.status
        return page
    if action == "check":
        return redirect(url_for("surveys.show", survey_id=survey_id), 303)
    if action == "save":
        flash(_("The draft is saved. Nothing is sent before you publish it."), "success")
    here = query_with({"check": None, "open": shown if action.startswith("show:") else None})
    return redirect(f"{here}#question-{shown}" if shown else here, 303)


@editor.post("/<int:survey_id>/edit/preview")
@allows(Resource.SURVEY, Action.WRITE)
def preview(survey_id: int) -> Response:
    """The respondent's page as the form has it now; nothing is kept."""
    survey = survey_query(current_session(), current_principal(), survey_id)
    draft = draft_from(request.form)
    texts = {language: dict(said) for language, said in draft.texts.items()}
    unsaved = SurveyVersion(survey_id=survey_id, number=0, languages=list(draft.languages), texts=texts)
    return draw_preview(survey, unsaved, draft)


def _page(survey: Survey, wording: Draft, problem: str | None = None) -> Response:
    draft = draft_version(current_session(), survey.id)
    shown = draft or version_in_force(current_session(), survey.id)
    faults = faults_of(wording.questions, wording.languages)
    page = render_template(
        "surveys/edit.html",
        survey=survey,
        wording=wording,
        draft_number=draft.number if draft is not None else None,
        shown_number=shown.number if shown is not None else None,
        faults=faults,
        warnings=warnings_of(wording.questions, wording.languages),
        problem=problem,
        kinds=options(QuestionKind),
        roles=options(Role),
        sub_roles=options(SubRole),
        page_texts=_words(PAGE_TEXTS),
        mail_texts=_words(MAIL_TEXTS),
        languages_known=LANGUAGES,
        preview=preview_of(wording),
        text_in=text_in,
    )
    return let_frame_ours(page)


def _words(keys: tuple[str, ...]) -> list[tuple[str, str, bool]]:
    """Key, label, and whether it takes several lines, of each text besides the questions."""
    labels = {
        "title": (_("Title"), False),
        "introduction": (_("Introduction"), True),
        "thanks": (_("Thanks"), True),
        "sender": (_("Who asks"), False),
        "mail_subject": (_("Subject of the mail"), False),
        "mail_text": (_("Text of the mail"), True),
        "reminder_subject": (_("Subject of the reminder"), False),
        "reminder_text": (_("Text of the reminder"), True),
    }
    return [(key, *labels[key]) for key in keys]
