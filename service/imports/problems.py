"""What is wrong with a row, in a sentence that names the place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Word = str | int
"""What a sentence's place is filled with."""

_LONGEST = 500


class Unreadable(ValueError):
    """A cell that cannot be read: its row is refused. ``template`` is a sentence with places (:class:`Problem`)."""

    def __init__(self, template: str, **words: Word) -> None:
        super().__init__(template)
        self.template = template
        self.words = words


class Odd(Unreadable):
    """A cell that is left empty with a remark instead of refusing its row."""


@dataclass(frozen=True)
class Problem:
    """One finding about one row of a file.

    ``row`` is the row as a spreadsheet shows it (the header is row 1); 0 speaks of the whole file. A ``fatal``
    problem refuses the row; any other is a remark and the row is taken. ``code`` is stable, for programs.

    ``template`` is the sentence with its places ("at most %(most)s"), ``words`` fill them: kept apart, so that the
    sentence can be said in the language of whoever reads it.

    >>> Problem(7, "Score", "11", "out_of_scale", "At most %(high)s.", words={"high": 10}).message
    'At most 10.'
    """

    row: int
    column: str | None
    value: str | None
    code: str
    template: str
    fatal: bool = True
    words: Mapping[str, Word] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English, for programs and the command line."""
        return self.said(str)

    def said(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language of ``translate``, at most 500 characters."""
        return sentence(self.template, self.words, translate)

    def as_dict(self) -> dict[str, object]:
        """The problem as plain values, for JSON."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.message,
            "fatal": self.fatal,
        }


def sentence(template: str, words: Mapping[str, Word], translate: Callable[[str], str]) -> str:
    """A sentence with its places filled, in the language of ``translate``; one without words stands as it is.

    >>> sentence("100% sure", {}, str), sentence("%(count)s of them", {"count": 3}, str)
    ('100% sure', '3 of them')
    """
    said = translate(template)
    return (said % words if words else said)[:_LONGEST]
