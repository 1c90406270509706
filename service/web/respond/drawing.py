"""How the respondent's pages are drawn: the form, the thanks, and the headers that all of them carry."""

import hashlib
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from flask import Response, make_response, render_template, url_for

from models.survey import SurveyVersion
from service.edge.current import current_session
from service.edge.state import settings
from service.i18n.languages import LANGUAGES
from service.queries.case_note import note_on_asking, public_note
from service.queries.invitation_page import Standing
from service.surveys.texts import survey_text
from service.web.respond.opened import Opened
from service.web.shown_survey import shown_survey

_USUALLY = {"trial": False, "preselected": None, "draft": None, "keep_here": None, "anonymous": False, "done": None}


def survey_page(template: str, version: SurveyVersion | None, language: str, **context: Any) -> Response:
    """A page that no search engine keeps and whose address no other site is told."""
    spoken = version.languages if version is not None else list(LANGUAGES)
    sender = survey_text(version.texts, "sender", language, spoken) if version is not None else ""
    names: dict[str, Any] = {
        "sender": sender or parseaddr(settings().mail_from)[0],
        "language": language,
        "choices": [(code, LANGUAGES.get(code, code)) for code in spoken],
    }
    response = make_response(render_template(template, **{**_USUALLY, **names, **context}))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def form_page(
    opened: Opened,
    raw: Mapping[str, Any],
    *,
    amending: bool = False,
    marked: int | None = None,
    problems: Mapping[str, str] | None = None,
    problem: str | None = None,
) -> Response:
    """The questions with what was entered so far; ``marked`` is a number that was pressed in a mail."""
    page = opened.page
    anonymous = page.survey.anonymous
    return survey_page(
        "respond/page.html",
        page.version,
        opened.language,
        page=shown_survey(page.version, page.questions, page.respondent, raw, opened.language, problems),
        action=url_for("respond.amend" if amending else "respond.answer", token=opened.token),
        draft=None if amending or anonymous else url_for("respond.draft", token=opened.token),
        # What is unfinished and anonymous stays with the browser, under a name that says nothing.
        keep_here=hashlib.sha256(opened.token.encode()).hexdigest()[:16] if anonymous else None,
        amending=amending,
        preselected=marked,
        anonymous=anonymous,
        problem=problem,
        done=note_on_asking(current_session(), page.invitation.id) if page.invitation.wave_id is None else None,
    )


def thanks_page(opened: Opened) -> Response:
    """Thanks, in the words of the survey."""
    version = opened.page.version
    thanks = survey_text(version.texts, "thanks", opened.language, version.languages)
    return survey_page("respond/thanks.html", version, opened.language, thanks=thanks, **still_possible(opened))


def still_possible(opened: Opened) -> dict[str, Any]:
    """What an answered link still offers: a change within a day, and what was done about the answer."""
    page = opened.page
    amendable = page.standing is Standing.AMENDABLE
    address = url_for("respond.change", token=opened.token, language=opened.language) if amendable else None
    note = None if page.survey.anonymous else public_note(current_session(), page.invitation.id)
    return {"amend": address, "note": note, "anonymous": page.survey.anonymous}
