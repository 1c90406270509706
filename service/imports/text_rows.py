"""The rows of a CSV file, read strictly: a broken row is named, and reading goes on behind it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.errors import Invalid
from service.imports.encoding import check_encoding, detect_encoding
from service.imports.problems import Problem
from service.imports.separator import NAMES, SEPARATORS, detect_separator

MAX_CELL = 1 << 20
_SAMPLE_LINES = 200
# csv has one limit for the whole process; set once, before any reader exists.
csv.field_size_limit(MAX_CELL)

TextRow = tuple[int, list[str], Problem | None]


@dataclass(frozen=True)
class TextForm:
    """How a text file is read; ``proven`` tells whether its bytes leave no other encoding open."""

    encoding: str
    separator: str
    proven: bool = False


def form_of(path: Path, encoding: str | None, separator: str | None) -> TextForm:
    """The form of a text file; what is not given is detected.

    :raises Invalid: an encoding that does not fit, a separator that is none.
    """
    found = check_encoding(path, encoding) if encoding else detect_encoding(path)
    with path.open(encoding=found.name, newline="") as file:
        # Long lines are cut: a file without any line break must not be read whole for its header.
        lines = [line for line in (file.readline(MAX_CELL) for _ in range(_SAMPLE_LINES)) if line]
    if separator is not None:
        separator = NAMES.get(separator, "\t" if separator == "\\t" else separator)
        if separator not in SEPARATORS:
            raise Invalid("The separator must be a comma, a semicolon, a tab or a vertical bar.")
        return TextForm(found.name, separator, found.proven)
    if lines and lines[0].strip().lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return TextForm(found.name, lines[0].strip()[4], found.proven)
    return TextForm(found.name, detect_separator(lines), found.proven)


def text_rows(path: Path, form: TextForm) -> Iterator[TextRow]:
    """Every row with its number (the first is 1) and, where it cannot be read, its problem.

    A quotation mark that never closes would swallow the rest of the file: that row has the code ``open_quote``.
    """
    with path.open(encoding=form.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=form.separator, strict=True)
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, [], _problem(number, str(error))
                continue
            if number == 1 and len(cells) <= 2 and cells and cells[0].lower().startswith("sep="):
                continue
            yield number, cells, None


def _problem(number: int, error: str) -> Problem:
    if "field larger than" in error:
        return Problem(
            number, None, None, "cell_too_long", "A cell of this row has more than 1,048,576 characters: "
            "it is too long to keep, or a quotation mark was never closed.",
        )  # fmt: skip
    if "unexpected end of data" in error:
        return Problem(
            number, None, None, "open_quote", "A quotation mark opened in this row is never closed; "
            "everything after it would be lost.",
        )  # fmt: skip
    return Problem(
        number, None, None, "bad_quote", "A quotation mark stands where none may be; the row cannot be read."
    )
