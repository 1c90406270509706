"""What may be chosen for an import, and decided about records that look alike."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from models.vocabulary import ImportKind
from service.imports.dates import DateOrder
from service.inputs.base import Change, Input, changes_of
from service.inputs.fields import Id, Label, Title

Option = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class ImportOptions(Change):
    """How an uploaded file is going to be read; what is not chosen is detected, and shown in the preview."""

    kind: ImportKind | None = None
    preset: Option | None = None
    source: Option | None = None
    skip_bad_rows: bool = False
    create_accounts: bool = False
    account_id: Id | None = None
    encoding: Option | None = None
    separator: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = None
    sheet: Title | None = None
    date_order: DateOrder | None = None
    decimal: Literal[".", ","] | None = None
    mapping: dict[str, Any] | None = None
    constants: dict[str, Label] = Field(default={})


class UndoImport(Input):
    """Whether records that were changed since the import may stay as they are."""

    keep_changed: bool = False


class NewMapping(Input):
    """A reading of somebody's columns, kept under a name; the same name replaces it."""

    name: Title
    kind: ImportKind
    mapping: dict[str, Any]


MappingChange = changes_of(NewMapping)


class Decision(Input):
    """Which of two look-alikes stays (the other is folded into it), or null: they are different."""

    keep_id: Id | None


class NewMerge(Input):
    """One record to be folded into another."""

    table_name: Literal["person", "account"]
    kept_id: Id
    merged_id: Id
