"""What was refused in fixed words, in the reader's language: ``{{ refusal.detail | translated }}``."""

from flask_babel import gettext
from markupsafe import Markup

from service.imports.problems import Problem


def translated(text: object) -> str:
    """``text`` in the reader's language where the catalogue has it as it stands, else as it is.

    Operations refuse in English, since programs read them too; the catalogue holds their fixed words
    (deploy/setup/messages.sh collects them), so that pages can say them in any language. A text that was translated
    already is not in the catalogue and stays; so does markup.

    >>> translated("Nobody wrote this down."), translated(None)
    ('Nobody wrote this down.', '')
    """
    if isinstance(text, Markup):
        return text
    # gettext answers the empty text with the header of the catalogue.
    return str(gettext(str(text))) if text else ""


def sentence(problem: Problem) -> str:
    """What was found in a row of a file, in the reader's language: ``{{ problem | sentence }}``."""
    return problem.said(gettext)
