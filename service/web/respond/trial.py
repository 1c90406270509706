"""Trying a survey out by the link of a test mail: the respondent's page, which keeps nothing."""

from flask import Blueprint, Response, request, url_for
from flask_babel import force_locale

from models.survey import SurveyVersion
from service.auth.answer_links import read_trial_token
from service.edge.current import current_session, now
from service.edge.permits import open_to_all
from service.errors import NotFound, Refusal
from service.i18n.languages import nearest_language
from service.queries.invitation_page import questions_of
from service.surveys.branching import Respondent
from service.surveys.texts import survey_text
from service.web.respond.answering import over
from service.web.respond.drawing import survey_page
from service.web.respond.opened import chosen_language, links
from service.web.shown_survey import preselected, shown_survey

trial = Blueprint("respond_trial", __name__, url_prefix="/r/try")

WHY_OPEN = "A test mail is read by colleagues on whatever device; the page shows no answers and keeps none."

trial.register_error_handler(Refusal, over)


@trial.get("/<token>")
@open_to_all(WHY_OPEN)
def show(token: str) -> Response:
    """A survey as somebody without role or tag will see it."""
    version = _version(token)
    questions, everybody = questions_of(current_session(), version.id), Respondent()
    language = chosen_language(version, None)
    marked = preselected(questions, everybody, request.args.get("score"))
    with force_locale(nearest_language(language)):
        return survey_page(
            "respond/page.html",
            version,
            language,
            page=shown_survey(version, questions, everybody, marked, language),
            action=url_for("respond_trial.send", token=token),
            preselected=next(iter(marked.values()), None),
            trial=True,
        )


@trial.post("/<token>")
@open_to_all(WHY_OPEN, csrf=False)
def send(token: str) -> Response:
    """The end of a trial; nothing is kept."""
    version = _version(token)
    language = chosen_language(version, None)
    with force_locale(nearest_language(language)):
        thanks = survey_text(version.texts, "thanks", language, version.languages)
        return survey_page("respond/thanks.html", version, language, thanks=thanks, trial=True)


def _version(token: str) -> SurveyVersion:
    version = current_session().get(SurveyVersion, read_trial_token(links(), token, now=now()))
    if version is None:
        raise NotFound
    return version
