"""A survey link opened: what it leads to, and in which language its holder is spoken to."""

from dataclasses import dataclass

from flask import g, request, url_for

from models.survey import SurveyVersion
from service.auth.answer_links import read_answer_token
from service.auth.links import SignedLinks
from service.edge.current import apart, current_session, now
from service.edge.state import settings
from service.i18n.languages import LANGUAGES, nearest_language
from service.operations.count_post import count_post
from service.queries.invitation_page import InvitationPage, invitation_page
from service.secret_key import secret_keys
from service.surveys.wording import nearest_spoken


@dataclass(frozen=True)
class Opened:
    """An invitation opened by its link, in the language of the respondent."""

    token: str
    nonce: str
    page: InvitationPage
    language: str

    @property
    def address(self) -> str:
        """The respondent's page in the language that is being read."""
        return url_for("respond.show", token=self.token, language=self.language)


def open_link(token: str) -> Opened:
    """What a link leads to; the error page of the same request finds it again.

    :raises NotFound: not ours, tampered with, for another purpose, or of nobody.
    """
    nonce = read_answer_token(links(), token, now=now())
    page = invitation_page(current_session(), nonce, now=now())
    opened = Opened(token, nonce, page, chosen_language(page.version, page.invitation.language))
    g.opened_invitation = opened
    return opened


def open_to_write(token: str) -> Opened:
    """Open a link that something is sent by; how often is counted whatever becomes of it.

    :raises NotFound: as :func:`open_link`; :raises TooMany: too often within the hour.
    """
    nonce = read_answer_token(links(), token, now=now())
    with apart() as session:
        count_post(session, nonce, now=now())
    return open_link(token)


def opened_before() -> Opened | None:
    """What this request has opened already."""
    found: Opened | None = g.get("opened_invitation")
    return found


def links() -> SignedLinks:
    """The maker and reader of links, with the keys of this installation."""
    return SignedLinks(secret_keys(settings()))


def chosen_language(version: SurveyVersion, invited_in: str | None) -> str:
    """The language chosen on the page, else that of the invitation, else what the browser asks for."""
    chosen = request.form.get("language") or request.args.get("language")
    return nearest_spoken([chosen, invited_in, *request.accept_languages.values()], version.languages)


def reader_language() -> str:
    """The language of somebody whose link says nothing about them."""
    asked_for = request.accept_languages.best_match([*LANGUAGES, "zh-CN", "en-GB", "en-US"])
    return nearest_language(request.args.get("language") or asked_for)
