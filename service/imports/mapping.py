"""Which column fills which field, and how its values are written: guessed, preset, saved or given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.vocabulary import ImportKind
from service.errors import Invalid
from service.imports.dates import DateOrder
from service.imports.fields import FIELDS, Field, field_of
from service.imports.headers import guess_columns, plain_header

_KEYS = frozenset({"kind", "columns", "formats", "values", "constants", "source"})
_FORMATS = frozenset({"date", "decimal", "currency"})


@dataclass(frozen=True)
class ColumnMapping:
    """Field -> column (or several, joined by a space), and what overrules the detection.

    ``formats``: ``date`` (YMD, DMY, MDY, serial, epoch), ``decimal`` (``.`` or ``,``), ``currency``. ``values``: field
    -> {text in the file: value}. ``constants``: field -> text that every row has. ``source`` names the system whose
    ids the file speaks of.
    """

    kind: ImportKind
    columns: Mapping[str, tuple[str, ...]]
    formats: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The mapping as it is saved and as :meth:`from_json` reads it."""
        content: dict[str, Any] = {
            "kind": self.kind.value,
            "columns": {name: c[0] if len(c) == 1 else list(c) for name, c in self.columns.items()},
        }
        for key in ("formats", "values", "constants"):
            if getattr(self, key):
                content[key] = dict(getattr(self, key))
        if self.source:
            content["source"] = self.source
        return content

    @classmethod
    def from_json(cls, content: Any, kind: ImportKind, columns: Sequence[str]) -> "ColumnMapping":
        """Read a mapping for a file with these columns.

        :raises Invalid: an unknown key, field, column or format; every place is named.
        """
        problems = _shape_problems(content)
        if not problems:
            problems = _content_problems(content, kind, columns)
        if problems:
            raise Invalid("The mapping does not fit the file.", problems)
        return cls(
            kind,
            {
                name: tuple(_column(c, columns) or c for c in ([given] if isinstance(given, str) else given))
                for name, given in content.get("columns", {}).items()
                if given
            },
            dict(content.get("formats", {})),
            {name: dict(words) for name, words in content.get("values", {}).items()},
            {name: str(value) for name, value in content.get("constants", {}).items()},
            content.get("source") or None,
        )

    @classmethod
    def guessed(cls, kind: ImportKind, columns: Sequence[str], preset: str | None) -> "ColumnMapping":
        """The mapping that the names of the columns suggest."""
        guessed = guess_columns(columns, kind, preset)
        return cls(kind, {name: (c,) if isinstance(c, str) else tuple(c) for name, c in guessed.items()})

    def missing(self) -> list[Field]:
        """The required fields that neither a column nor a constant fills."""
        return [
            f for f in FIELDS[self.kind] if f.required and f.name not in self.columns and f.name not in self.constants
        ]


def _column(name: str, columns: Sequence[str]) -> str | None:
    """The column meant: by its exact name, else by its name without case and signs."""
    if name in columns:
        return name
    return next((c for c in columns if plain_header(c) == plain_header(name)), None)


def _shape_problems(content: Any) -> list[dict[str, str]]:
    if not isinstance(content, Mapping):
        return [{"path": "mapping", "message": "must be an object"}]
    problems = [{"path": f"mapping.{key}", "message": "unknown key"} for key in content if key not in _KEYS]
    problems += [
        {"path": f"mapping.{key}", "message": "must be an object"}
        for key in ("columns", "formats", "values", "constants")
        if not isinstance(content.get(key, {}), Mapping)
    ]
    source = content.get("source")
    if source is not None and not (isinstance(source, str) and 0 < len(source) <= 50 and source.isprintable()):
        problems.append({"path": "mapping.source", "message": "must be a name of at most 50 characters"})
    return problems


def _content_problems(content: Mapping[str, Any], kind: ImportKind, columns: Sequence[str]) -> list[dict[str, str]]:
    problems: list[dict[str, str]] = []
    known = ", ".join(f.name for f in FIELDS[kind])
    for part in ("columns", "values", "constants"):
        for name, given in content.get(part, {}).items():
            place = f"mapping.{part}.{name}"
            if field_of(kind, str(name)) is None:
                problems.append({"path": place, "message": f"unknown field; {kind.value} have: {known}"})
            elif part == "columns":
                problems += _column_problems(place, given, columns)
            elif part == "values" and not (
                isinstance(given, Mapping) and all(isinstance(v, str) for v in [*given, *given.values()])
            ):
                problems.append({"path": place, "message": "must map texts to texts"})
            elif part == "constants" and (not isinstance(given, (str, int, float)) or isinstance(given, bool)):
                problems.append({"path": place, "message": "must be a text or a number"})
    problems += _format_problems(content.get("formats", {}))
    if content.get("kind") not in {None, kind.value}:
        problems.append({"path": "mapping.kind", "message": f"is for {content['kind']}, the import is of {kind.value}"})
    return problems


def _format_problems(formats: Mapping[str, Any]) -> list[dict[str, str]]:
    problems: list[dict[str, str]] = []
    for name, given in formats.items():
        place = f"mapping.formats.{name}"
        if name not in _FORMATS:
            problems.append({"path": place, "message": "unknown format; there are date, decimal and currency"})
        elif name == "date" and given not in set(DateOrder):
            problems.append({"path": place, "message": f"must be one of {', '.join(DateOrder)}"})
        elif name == "decimal" and given not in {".", ","}:
            problems.append({"path": place, "message": "must be a point or a comma"})
        elif name == "currency" and not (isinstance(given, str) and len(given) == 3 and given.isalpha()):
            problems.append({"path": place, "message": "must be the three letters of a currency"})
    return problems


def _column_problems(place: str, given: Any, columns: Sequence[str]) -> list[dict[str, str]]:
    if given is None or given == "":
        return []
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        return [{"path": place, "message": "must be the name of a column, or a list of names"}]
    return [
        {"path": place, "message": f"the file has no column “{name[:100]}”"}
        for name in names
        if _column(name, columns) is None
    ]
