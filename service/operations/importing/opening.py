"""From a plan to everything an import needs: the table, what it holds, how it is written, and who asks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from models.vocabulary import ImportKind
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.errors import Invalid
from service.imports.dates import DateFormat, DateOrder
from service.imports.fields import FIELDS, field_of
from service.imports.headers import guess_kind, guess_preset
from service.imports.mapping import ColumnMapping
from service.imports.plan import ImportPlan
from service.imports.presets import PRESETS
from service.imports.profile import Formats, profile
from service.imports.rows import RowReader
from service.imports.table import Table, open_table
from service.queries.visibility import visible_account

DEFAULT_SOURCE = "file"


@dataclass(frozen=True)
class Opened:
    """A file that is understood: nothing has been written, and nothing of the records was looked at."""

    plan: ImportPlan
    table: Table
    kind: ImportKind
    preset: str | None
    source: str
    mapping: ColumnMapping
    formats: Formats

    @property
    def reader(self) -> RowReader:
        """Reads the file's rows by the mapping and formats found."""
        return RowReader(self.table, self.mapping, self.formats)

    def reading(self, only: frozenset[str]) -> RowReader:
        """Reads some fields of the file's rows."""
        return RowReader(self.table, self.mapping, self.formats, only)

    def detected(self) -> dict[str, Any]:
        """How the file is read, for people to see and for a later step to read it the same way."""
        formats = self.formats
        return {
            "form": dict(self.table.form),
            "header_row": self.table.header_row,
            "dates": {
                name: {"order": f.order.value, "ambiguous": f.ambiguous, "conflicting": f.conflicting}
                for name, f in formats.dates.items()
            },
            "decimals": {
                name: {"mark": mark, "ambiguous": unsure} for name, (mark, unsure) in formats.decimals.items()
            },
            "largest": dict(formats.largest),
            "currency": formats.currency,
        }


def formats_from(detected: dict[str, Any], rows: int) -> Formats:
    """The formats that :meth:`Opened.detected` told."""
    return Formats(
        rows,
        {n: DateFormat(DateOrder(f["order"]), f["ambiguous"], f["conflicting"]) for n, f in detected["dates"].items()},
        {n: (f["mark"], f["ambiguous"]) for n, f in detected["decimals"].items()},
        detected["largest"],
        detected["currency"],
    )


def open_import(
    session: Session,
    principal: Principal,
    plan: ImportPlan,
    *,
    tell: Callable[[int], None] | None = None,
    titles: bool = False,
    lenient: bool = False,
    most: int | None = None,
) -> Opened:
    """Open the plan's file and settle what it holds; whatever the plan leaves open is detected.

    ``lenient`` leaves missing required fields to the preview, which shows them, instead of refusing. ``most`` looks at
    the first rows only: enough to know whether the file can be read.

    :raises Forbidden: the role may not import.
    :raises NotFound: the account for all rows is absent or out of reach.
    :raises Invalid: the file or the mapping cannot be used; every place is named.
    """
    require(principal, Resource.IMPORT, Action.WRITE)
    if plan.account_id is not None:
        visible_account(session, principal, plan.account_id, Resource.IMPORT, Action.WRITE)
    if plan.preset is not None and plan.preset not in PRESETS:
        raise Invalid(f"There is no preset “{plan.preset[:40]}”. There are: {', '.join(PRESETS)}.")
    table = open_table(plan.path, encoding=plan.encoding, separator=plan.separator, sheet=plan.sheet)
    preset = plan.preset or guess_preset(table.columns)
    kind = plan.kind or _kind(table, plan, preset)
    mapping = _mapping(plan, kind, table, preset)
    missing = mapping.missing()
    if missing and not lenient:
        raise Invalid(
            f"The file lacks what {kind.value} need.",
            [
                {"path": f"columns.{f.name}", "message": f"No column was recognised for “{f.name}”. Map one."}
                for f in missing
            ],
        )
    source = plan.source or mapping.source or preset or DEFAULT_SOURCE
    formats = profile(table, mapping, tell, titles, most)
    formats = replace(formats, currency=formats.currency or plan.house.currency)
    return Opened(plan, table, kind, preset, source[:50], mapping, formats)


def _kind(table: Table, plan: ImportPlan, preset: str | None) -> ImportKind:
    if plan.mapping is not None and plan.mapping.get("kind"):
        try:
            return ImportKind(plan.mapping["kind"])
        except ValueError:
            raise Invalid(
                "The mapping is for a kind that does not exist.", [{"path": "mapping.kind", "message": "unknown"}]
            ) from None
    kind = guess_kind(table.columns, plan.file_name, preset)
    if kind is None:
        raise Invalid(
            f"The columns do not tell what the rows are. Say which: {', '.join(ImportKind)}.",
            [{"path": "columns", "message": ", ".join(table.columns)[:400]}],
        )
    return kind


def _mapping(plan: ImportPlan, kind: ImportKind, table: Table, preset: str | None) -> ColumnMapping:
    if plan.mapping is not None:
        mapping = ColumnMapping.from_json(plan.mapping, kind, table.columns)
        if not mapping.columns and "columns" not in plan.mapping:
            guessed = ColumnMapping.guessed(kind, table.columns, preset)
            mapping = replace(mapping, columns=guessed.columns)
    else:
        mapping = ColumnMapping.guessed(kind, table.columns, preset)
    known = ", ".join(f.name for f in FIELDS[kind])
    unknown = [name for name in plan.constants if field_of(kind, name) is None]
    if unknown:
        raise Invalid(
            "A field that was set does not exist.",
            [{"path": f"set.{name}", "message": f"{kind.value} have: {known}"} for name in unknown],
        )
    formats = dict(mapping.formats)
    if plan.date_order is not None:
        if plan.date_order not in set(DateOrder):
            raise Invalid(f"A date order is one of {', '.join(DateOrder)}.")
        formats["date"] = plan.date_order
    if plan.decimal is not None:
        if plan.decimal not in {".", ","}:
            raise Invalid("The decimal mark is a point or a comma.")
        formats["decimal"] = plan.decimal
    return replace(mapping, formats=formats, constants={**mapping.constants, **plan.constants})
