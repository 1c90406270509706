"""Which sign separates the columns of a text file."""

import csv
from collections.abc import Sequence
from statistics import mode

SEPARATORS = (",", ";", "\t", "|")
TITLE_ROWS = 20
"""How many rows may stand above the header of a table: titles, dates, blank rows."""

NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}


def detect_separator(lines: Sequence[str]) -> str:
    """The separator under which the header has most columns and the rows agree with it; a comma where none does.

    >>> detect_separator(["name;city", "Müller, Anna;Bonn", "Li;Beijing"])
    ';'
    >>> detect_separator(["name", "Ann"])
    ','
    """
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        try:
            rows = [row for row in csv.reader(lines, delimiter=separator) if row]
        except csv.Error:
            continue
        # A title may stand above the table.
        rows = rows[next((at for at, row in enumerate(rows[:TITLE_ROWS]) if len(row) > 1), 0) :]
        if not rows or len(rows[0]) < 2:
            continue
        agree = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        usual = mode(len(row) for row in rows)
        score = (agree if usual == len(rows[0]) else agree / 2, len(rows[0]))
        if score > best_score:
            best, best_score = separator, score
    return best
