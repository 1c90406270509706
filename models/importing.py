"""Imports: batches, what each row did (so that it can be undone), look-alikes and merges."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Tracked, choice, key, moment, utc_now
from models.vocabulary import ImportKind, ImportState, ReviewState


class ImportMapping(Tracked, table=True):
    """A saved reading of somebody's columns."""

    __tablename__ = "import_mapping"

    id: int = key()
    name: str = Field(max_length=200, unique=True)
    kind: ImportKind = choice(ImportKind)
    # {"columns": {field: column}, "formats": {"date": ..., "decimal": ...}, "values": {...}}
    mapping: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class ImportBatch(SQLModel, table=True):
    """One file taken in, as a whole."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_file_sha256_kind", "file_sha256", "kind"),)

    id: int = key()
    kind: ImportKind = choice(ImportKind)
    preset: str | None = Field(default=None, max_length=60)
    source: str = Field(default="file", max_length=60)
    file_name: str = Field(max_length=300)
    file_sha256: str = Field(max_length=64)
    mapping: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    # Encoding, separator, date and number formats as detected and as used.
    detected: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: ImportState = choice(ImportState, default=ImportState.PREVIEWED)
    skip_bad_rows: bool = Field(default=False)
    rows_total: int = Field(default=0)
    rows_done: int = Field(default=0)
    rows_bad: int = Field(default=0)
    rows_created: int = Field(default=0)
    rows_updated: int = Field(default=0)
    rows_unchanged: int = Field(default=0)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    created_by_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    created_at: datetime = moment(default_factory=utc_now)
    finished_at: datetime | None = moment(default=None)
    undone_at: datetime | None = moment(default=None)


class ImportChange(SQLModel, table=True):
    """What one row of a file did to one record: enough to take it back."""

    __tablename__ = "import_change"
    __table_args__ = (Index("ix_import_change_batch_id_row", "batch_id", "row"),)

    id: int = key()
    batch_id: int = Field(foreign_key="import_batch.id", ondelete="CASCADE")
    row: int
    table_name: str = Field(max_length=60)
    record_id: int
    # None: the record was created; else its changed fields as they were.
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class ImportProblem(SQLModel, table=True):
    """Why one row of a file was refused, or what was odd about it."""

    __tablename__ = "import_problem"
    __table_args__ = (Index("ix_import_problem_batch_id_row", "batch_id", "row"),)

    id: int = key()
    batch_id: int = Field(foreign_key="import_batch.id", ondelete="CASCADE")
    row: int
    column: str | None = Field(default=None, max_length=300)
    value: str | None = Field(default=None, max_length=500)
    code: str = Field(max_length=60)
    # The sentence in English; and the sentence with its places and what fills them, to be said in any language.
    message: str = Field(max_length=500)
    template: str = Field(default="", max_length=500)
    words: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    fatal: bool = Field(default=True)


class ExternalReference(SQLModel, table=True):
    """The name that another system has for one of our records, so that a second import finds it again."""

    __tablename__ = "external_reference"
    __table_args__ = (
        UniqueConstraint("table_name", "source", "external_id"),
        Index("ix_external_reference_table_name_record_id", "table_name", "record_id"),
    )

    id: int = key()
    table_name: str = Field(max_length=60)
    source: str = Field(max_length=60)
    external_id: str = Field(max_length=255)
    record_id: int


class LookAlike(SQLModel, table=True):
    """Two records that may be the same; a person decides."""

    __tablename__ = "look_alike"
    __table_args__ = (
        UniqueConstraint("table_name", "first_id", "second_id"),
        Index("ix_look_alike_state", "state"),
    )

    id: int = key()
    table_name: str = Field(max_length=60)
    first_id: int
    second_id: int
    # 0-1, high is alike.
    likeness: float
    reasons: list[str] = Field(default_factory=list, sa_type=JSON)
    state: ReviewState = choice(ReviewState, default=ReviewState.OPEN)
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", ondelete="SET NULL", index=True)
    decided_by_id: int | None = Field(default=None, foreign_key="user.id")
    decided_at: datetime | None = moment(default=None)
    created_at: datetime = moment(default_factory=utc_now)


class Merge(SQLModel, table=True):
    """One record folded into another, with what is needed to take it back."""

    id: int = key()
    table_name: str = Field(max_length=60)
    kept_id: int
    merged_id: int
    # Every row that was moved or changed, as it was.
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    merged_by_id: int | None = Field(default=None, foreign_key="user.id")
    merged_at: datetime = moment(default_factory=utc_now)
    undone_at: datetime | None = moment(default=None)
