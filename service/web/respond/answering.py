"""Answering by a link: the questions, the one press that sends, the draft, and the change within a day."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, redirect, request
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from service.edge.current import abandon, current_session, now
from service.edge.permits import open_to_all
from service.edge.refusals import for_programs, refused
from service.errors import Conflict, Gone, Invalid, NotFound, Refusal, TooMany
from service.i18n.languages import nearest_language
from service.operations.amend_answer import amend_answer, check_amendable
from service.operations.answer_invitation import answer_invitation, check_not_over
from service.operations.save_partial_answer import save_partial_answer
from service.queries.invitation_page import InvitationPage, Standing
from service.surveys.branching import asked_questions
from service.web.respond.drawing import form_page, still_possible, survey_page, thanks_page
from service.web.respond.opened import open_link, open_to_write, opened_before, reader_language
from service.web.shown_survey import acceptable, preselected

answering = Blueprint("respond", __name__, url_prefix="/r")

WHY_OPEN = "The signed link is the right to answer; respondents have no sign-in."
_OWN_FIELDS = frozenset({"language", "shown"})


@answering.get("/<token>")
@open_to_all(WHY_OPEN)
def show(token: str) -> Response:
    """The questions; after the answer, thanks."""
    opened = open_link(token)
    page = opened.page
    with force_locale(nearest_language(opened.language)):
        check_not_over(page)
        if page.standing is Standing.AMENDABLE or (page.standing is Standing.ANSWERED and page.survey.anonymous):
            return thanks_page(opened)
        if page.standing is Standing.ANSWERED:
            raise Gone(_("You have answered already, and we thank you. This link has done its work."))
        marked = preselected(page.questions, page.respondent, request.args.get("score"))
        return form_page(opened, {**page.given, **marked}, marked=next(iter(marked.values()), None))


@answering.post("/<token>")
@open_to_all(WHY_OPEN, csrf=False)
def answer(token: str) -> Response | AnyResponse:
    """Take the answer, once; questions that it leads to and that were not on the page are asked first."""
    return _send(token, answer_invitation, amending=False)


@answering.get("/<token>/amend")
@open_to_all(WHY_OPEN)
def change(token: str) -> Response:
    """The answer as it was given, to be changed."""
    opened = open_link(token)
    with force_locale(nearest_language(opened.language)):
        check_not_over(opened.page)
        check_amendable(opened.page.standing)
        return form_page(opened, opened.page.given, amending=True)


@answering.post("/<token>/amend")
@open_to_all(WHY_OPEN, csrf=False)
def amend(token: str) -> Response | AnyResponse:
    """Put the changed answer in the place of the first."""
    return _send(token, amend_answer, amending=True)


@answering.post("/<token>/draft")
@open_to_all(WHY_OPEN, csrf=False)
def draft(token: str) -> tuple[str, int]:
    """Keep what has been entered so far."""
    opened = open_to_write(token)
    with force_locale(nearest_language(opened.language)):
        save_partial_answer(current_session(), opened.nonce, _entered(), now=now())
    return "", 204


@answering.errorhandler(Refusal)
def over(error: Refusal) -> Response:
    """What happened to this link, in plain words."""
    if for_programs():
        return refused(error)
    abandon()
    opened = opened_before()
    language = opened.language if opened is not None else reader_language()
    with force_locale(nearest_language(language)):
        title, detail = _words_for(error)
        response = survey_page(
            "respond/over.html",
            opened.page.version if opened is not None else None,
            language,
            title=title,
            detail=detail,
            status=error.status,
            **(still_possible(opened) if opened is not None and isinstance(error, Conflict | Gone) else {}),
        )
    response.status_code = error.status
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _send(token: str, operation: Callable[..., Any], *, amending: bool) -> Response | AnyResponse:
    opened = open_to_write(token)
    page, raw = opened.page, _entered()
    with force_locale(nearest_language(opened.language)):
        if page.standing in {Standing.OPEN, Standing.AMENDABLE} and _leads_further(page, raw):
            if not amending and page.standing is Standing.OPEN:
                save_partial_answer(current_session(), opened.nonce, raw, now=now())
            return form_page(opened, raw, amending=amending)
        try:
            operation(current_session(), opened.nonce, raw, language=opened.language, now=now())
        except Invalid as refusal:
            abandon()
            problems = {problem["path"]: problem["message"] for problem in refusal.problems} or {"": ""}
            response = form_page(opened, raw, amending=amending, problems=problems, problem=refusal.detail)
            response.status_code = refusal.status
            return response
    return redirect(opened.address, 303)


def _leads_further(page: InvitationPage, raw: Mapping[str, Any]) -> bool:
    """Whether the answers, all of them acceptable, lead to questions that were not on the page that was sent."""
    if "shown" not in request.form:
        return False
    given = acceptable(page.questions, raw)
    if given.keys() != {key for key, value in raw.items() if value not in ("", [])}:
        return False
    seen = set(request.form["shown"].split())
    asked = asked_questions(page.questions, page.respondent, given)
    return any(question.key not in seen and question.key not in given for question in asked)


def _entered() -> dict[str, Any]:
    """What the form holds, by question; several values stay a list."""
    entered: dict[str, Any] = {}
    for name, values in request.form.lists():
        if name not in _OWN_FIELDS:
            entered[name] = values if len(values) > 1 else values[0]
    return entered


def _words_for(error: Refusal) -> tuple[str, str]:
    if isinstance(error, NotFound):
        return _("This link leads nowhere"), _(
            "It may have been cut off on its way. Open it again from the mail, or ask whoever sent it for another."
        )
    if isinstance(error, Conflict):
        return _("Nothing was changed"), error.detail
    if isinstance(error, Gone):
        return _("Thank you for coming by"), error.detail
    if isinstance(error, TooMany):
        return _("Please wait a while"), error.detail
    return _("That did not work"), error.detail
