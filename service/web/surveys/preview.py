"""A survey as its respondents will see it: for one role, in one language, on a page that may stand within our own."""

from dataclasses import dataclass
from email.utils import parseaddr

from flask import Response, make_response, render_template, request
from flask_babel import force_locale

from models.survey import Survey, SurveyVersion
from scoring.vocabulary import Role
from service.edge.headers import policy
from service.edge.state import settings
from service.i18n.languages import LANGUAGES, nearest_language
from service.surveys.branching import Respondent, tag_key
from service.surveys.draft import Draft
from service.surveys.texts import survey_text
from service.web.shown_survey import shown_survey


@dataclass(frozen=True)
class PreviewOf:
    """For whom a preview is drawn, as the query says."""

    language: str
    role: str
    tags: str

    @property
    def respondent(self) -> Respondent:
        """Somebody with this role and these tags."""
        tags = frozenset(tag_key(tag) for tag in self.tags.split(",")) - {""}
        return Respondent(frozenset({self.role} - {""}), tags)


def preview_of(wording: Draft) -> PreviewOf:
    """What the query asks for; by default the first language and nobody's role."""
    language = request.args.get("language", "")
    role = request.args.get("role", "")
    return PreviewOf(
        language if language in wording.languages else wording.languages[0],
        role if role in set(Role) else "",
        request.args.get("tags", "")[:500],
    )


def draw_preview(survey: Survey, version: SurveyVersion, wording: Draft) -> Response:
    """The respondent's page with buttons that send nothing; only our own pages may frame it."""
    wanted = preview_of(wording)
    with force_locale(nearest_language(wanted.language)):
        shown = shown_survey(version, wording.questions, wanted.respondent, {}, wanted.language)
        page = render_template(
            "surveys/preview.html",
            page=shown,
            language=wanted.language,
            choices=[(code, LANGUAGES.get(code, code)) for code in wording.languages],
            sender=survey_text(version.texts, "sender", wanted.language, wording.languages)
            or parseaddr(settings().mail_from)[0],
            anonymous=survey.anonymous,
            trial=True,
            action="",
            draft=None,
            keep_here=None,
            preselected=None,
            done=None,
        )
    response = make_response(page)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = policy(framed=True).header_value
    return response


def let_frame_ours(page: str) -> Response:
    """A page that may show previews within itself."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = policy(frames=True).header_value
    return response
