"""A letter as plain blocks, before it becomes text and HTML: both always say the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences; ``strong`` ones are read first, ``quiet`` ones last."""

    text: str
    strong: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing to do next."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be pressed in the mail itself."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A row of answers from ``low`` to ``high``, such as 0 to 10; a press only opens the page with it preselected."""

    question: str
    choices: tuple[Choice, ...]
    low: str
    high: str


Block = Paragraph | Facts | Button | Scale


@dataclass(frozen=True, slots=True)
class Letter:
    """All that a mail says, in its reader's language.

    ``preview`` is the line that a list of mails shows beside the subject. ``foot`` says why the reader gets this mail;
    ``foot_link`` is what they can do about it (label, address). ``sender`` names the house at the top.
    """

    language: str
    subject: str
    heading: str
    blocks: tuple[Block, ...]
    foot: str
    preview: str = ""
    foot_link: tuple[str, str] | None = None
    sender: str = "Linchpin"


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter ready for the post: its subject, and the same words as plain text and as HTML."""

    subject: str
    text: str
    html: str
