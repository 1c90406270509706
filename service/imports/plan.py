"""What is asked of an import, and what it answers: plain values that page, API and command line share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.vocabulary import ImportKind, ImportState
from service.imports.house import House
from service.imports.problems import Problem

# Called with the step ("check", "write", "link", "compare"), the rows done and the rows there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class ImportPlan:
    """A file and how to take it in; everything left at None is detected and shown in the preview.

    ``mapping`` is what :meth:`service.imports.mapping.ColumnMapping.from_json` reads: ``{"columns": {field:
    column or [columns]}, "formats": {"date": "DMY", "decimal": ","}, "values": {field: {text: value}},
    "constants": {field: value}}``. ``account_id`` puts every row onto one account. ``constants`` fill fields
    that the file has no column for.
    """

    path: Path
    file_name: str
    kind: ImportKind | None = None
    preset: str | None = None
    mapping: Mapping[str, Any] | None = None
    source: str | None = None
    skip_bad_rows: bool = False
    create_accounts: bool = False
    account_id: int | None = None
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    house: House = field(default_factory=House)


@dataclass(frozen=True)
class ColumnPreview:
    """One column of the file: what it was taken for, and its first values as they stand and as they are read."""

    name: str
    field: str | None
    samples: Sequence[str]
    read_as: Sequence[str]
    # How its dates or numbers are written, where it holds such; ``ambiguous`` asks a person to confirm.
    format: str | None = None
    ambiguous: bool = False


@dataclass(frozen=True)
class SuggestedRole:
    """A job title of the file and the role that the title rules suggest for it."""

    title: str
    people: int
    sub_role: str | None


@dataclass(frozen=True)
class Preview:
    """A file as it would be taken in; nothing has been written."""

    file_name: str
    file_sha256: str
    kind: ImportKind
    preset: str | None
    source: str
    rows_total: int
    # How many of them, from the first on, were checked against the records: all, unless the file is long.
    rows_checked: int
    # encoding, separator, sheet, sheets, date_order, date_ambiguous, decimal, currency and what was assumed
    detected: Mapping[str, Any]
    mapping: Mapping[str, Any]
    columns: Sequence[ColumnPreview]
    # Every field of the kind: name -> whether it is required.
    fields: Mapping[str, bool]
    # The first rows as they stand: (row number, cells in the order of ``columns``).
    first_rows: Sequence[tuple[int, Sequence[str]]]
    suggested_roles: Sequence[SuggestedRole]
    problems: Sequence[Problem]
    rows_bad: int
    # What the import would do, row by row counted: created, updated, unchanged.
    would: Mapping[str, int]

    @property
    def acceptable(self) -> bool:
        """Whether the import would be taken as it stands, all rows of it."""
        return self.rows_bad == 0 and not any(p.fatal and p.row == 0 for p in self.problems)

    def as_dict(self) -> dict[str, Any]:
        """The preview as plain values, for JSON."""
        return {
            "file_name": self.file_name,
            "file_sha256": self.file_sha256,
            "kind": self.kind.value,
            "preset": self.preset,
            "source": self.source,
            "rows_total": self.rows_total,
            "rows_checked": self.rows_checked,
            "rows_bad": self.rows_bad,
            "acceptable": self.acceptable,
            "detected": dict(self.detected),
            "mapping": dict(self.mapping),
            "fields": dict(self.fields),
            "columns": [
                {
                    "name": c.name,
                    "field": c.field,
                    "samples": list(c.samples),
                    "read_as": list(c.read_as),
                    "format": c.format,
                    "ambiguous": c.ambiguous,
                }
                for c in self.columns
            ],
            "first_rows": [{"row": number, "cells": list(cells)} for number, cells in self.first_rows],
            "suggested_roles": [
                {"title": s.title, "people": s.people, "sub_role": s.sub_role} for s in self.suggested_roles
            ],
            "would": dict(self.would),
            "problems": [p.as_dict() for p in self.problems],
        }


@dataclass(frozen=True)
class ImportResult:
    """Where an import stands. ``rows_done`` of ``rows_total`` until ``state`` is done, refused or undone."""

    batch_id: int
    kind: ImportKind
    state: ImportState
    rows_total: int
    rows_done: int
    rows_bad: int
    created: int
    updated: int
    unchanged: int
    look_alikes: int
    step: str
    problems: Sequence[Problem] = ()

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.state is not ImportState.RUNNING

    def as_dict(self) -> dict[str, Any]:
        """The result as plain values, for JSON."""
        return {
            "id": self.batch_id,
            "kind": self.kind.value,
            "state": self.state.value,
            "step": self.step,
            "rows_total": self.rows_total,
            "rows_done": self.rows_done,
            "rows_bad": self.rows_bad,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "look_alikes": self.look_alikes,
            "problems": [p.as_dict() for p in self.problems],
        }
