"""From a letter to what goes into the outbox."""

from service.mail.html import html_page
from service.mail.letter import Composed, Letter
from service.mail.text import one_line, plain_text


def compose(letter: Letter) -> Composed:
    """The letter's subject, text and HTML.

    >>> compose(Letter("en", "One\\nline", "Hello", (), "You asked for it.")).subject
    'One line'
    """
    return Composed(subject=one_line(letter.subject), text=plain_text(letter), html=html_page(letter))
