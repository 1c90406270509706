"""Leaving the list: a form behind the link of every mail, and the one press of mail programs (RFC 8058)."""

from email.utils import parseaddr

from flask import Blueprint, render_template
from flask_babel import force_locale

from models.person import Person
from service.auth.links import SignedLinks
from service.auth.principal import the_service
from service.auth.unsubscribe_links import read_unsubscribe_token
from service.edge.current import current_session, now
from service.edge.permits import open_to_all
from service.edge.state import settings
from service.i18n.languages import nearest_language
from service.operations.unsubscribe_person import subscriber, unsubscribe_person
from service.secret_key import secret_keys

unsubscribe = Blueprint("unsubscribe", __name__, url_prefix="/unsubscribe")

WHY_OPEN = "The signed link is the proof; respondents have no sign-in."


@unsubscribe.get("/<token>")
@open_to_all(WHY_OPEN)
def show(token: str) -> str:
    """The form. Opening it changes nothing: scanners and previews open every link."""
    person = subscriber(current_session(), _person_id(token))
    return _page(person, token, done=person.unsubscribed_at is not None)


@unsubscribe.post("/<token>")
@open_to_all(WHY_OPEN, csrf=False)
def leave(token: str) -> str:
    """Leave the person alone from now on; a second press changes nothing more."""
    person = unsubscribe_person(
        current_session(), the_service("respondent"), _person_id(token), secret_keys(settings()), now=now()
    )
    return _page(person, token, done=True)


def _person_id(token: str) -> int:
    return read_unsubscribe_token(SignedLinks(secret_keys(settings())), token, now=now())


def _page(person: Person, token: str, *, done: bool) -> str:
    language = nearest_language(person.language)
    with force_locale(language):
        return render_template(
            "respond/unsubscribe.html",
            sender=parseaddr(settings().mail_from)[0],
            choices=[],
            language=language,
            token=token,
            done=done,
        )
