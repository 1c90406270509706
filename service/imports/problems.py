"""What is wrong with a row, in a sentence that names the place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One finding about one row of a file.

    ``row`` is the row as a spreadsheet shows it (the header is row 1); 0 speaks of the whole file. A ``fatal``
    problem refuses the row; any other is a remark and the row is taken. ``code`` is stable, for programs.
    """

    row: int
    column: str | None
    value: str | None
    code: str
    message: str
    fatal: bool = True

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
