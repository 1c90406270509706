"""Show how a file would be taken in, without writing anything."""

from datetime import datetime
from itertools import islice

from sqlmodel import Session

from models.vocabulary import ImportKind
from service.auth.principal import Principal
from service.imports.fields import FIELDS, Holds, field_of
from service.imports.plan import ColumnPreview, ImportPlan, Preview, Progress, SuggestedRole
from service.imports.problems import Problem
from service.imports.table import RawRow
from service.operations.importing.checking import check_rows
from service.operations.importing.collecting import seldom_collecting
from service.operations.importing.opening import Opened, open_import
from service.operations.title_rules import title_rules

FIRST_ROWS = 20
SHOWN_PROBLEMS = 500
SHOWN_TITLES = 200


def preview_import(
    session: Session,
    principal: Principal,
    plan: ImportPlan,
    *,
    now: datetime,
    progress: Progress | None = None,
    most: int | None = None,
) -> Preview:
    """Read the whole file and say what it is taken for, how it is written, what is wrong and what it would do.

    ``most``: so many rows are checked against the records; how dates and numbers are written is judged on all of them.

    :raises Forbidden: the role may not import.
    :raises NotFound: the account for all rows is absent or out of reach.
    :raises Invalid, TooLarge: the file cannot be read at all, or the mapping does not fit it.
    """

    def tell(rows: int) -> None:
        if progress is not None:
            progress("read", rows, rows)

    opened = open_import(session, principal, plan, tell=tell, titles=True, lenient=True)
    missing = [
        Problem(
            0,
            None,
            None,
            "field_missing",
            "No column is mapped to “%(field)s”, which every row needs.",
            words={"field": f.name},
        )
        for f in opened.mapping.missing()
    ]
    first = list(islice(opened.table.rows(), FIRST_ROWS))
    if missing:
        problems, bad, would, checked = missing, 0, {"created": 0, "updated": 0, "unchanged": 0}, 0
    else:
        with seldom_collecting():
            report = check_rows(session, principal, opened, now, progress, most)
        problems, bad, would, checked = report.problems, report.bad, dict(report.would), report.rows
    return Preview(
        file_name=plan.file_name,
        file_sha256=opened.table.sha256,
        kind=opened.kind,
        preset=opened.preset,
        source=opened.source,
        rows_total=opened.formats.rows,
        rows_checked=checked,
        detected=opened.detected(),
        mapping=opened.mapping.as_json(),
        columns=_columns(opened, first),
        fields={f.name: f.required for f in FIELDS[opened.kind]},
        first_rows=[(row.number, row.cells) for row in first],
        suggested_roles=_roles(session, opened),
        problems=problems[:SHOWN_PROBLEMS],
        rows_bad=bad,
        would=would,
    )


def _columns(opened: Opened, first: list[RawRow]) -> list[ColumnPreview]:
    field_by_column = {c: name for name, columns in opened.mapping.columns.items() for c in columns}
    parsed = [opened.reader.parse(row) for row in first]
    shown: list[ColumnPreview] = []
    for place, column in enumerate(opened.table.columns):
        name = field_by_column.get(column)
        samples = [row.cells[place] for row in first if row.problem is None and row.cells[place].strip()][:5]
        read_as = [_shown(p.values[name]) for p in parsed if name is not None and name in p.values][:5]
        style, ambiguous = _style(opened, name)
        shown.append(ColumnPreview(column, name, samples, read_as, style, ambiguous))
    return shown


def _style(opened: Opened, name: str | None) -> tuple[str | None, bool]:
    spec = field_of(opened.kind, name) if name is not None else None
    if spec is None or name is None:
        return None, False
    if spec.holds in {Holds.DATE, Holds.MOMENT} and name in opened.formats.dates:
        verdict = opened.formats.dates[name]
        return verdict.order.value, verdict.ambiguous
    if name in opened.formats.decimals:
        return opened.formats.decimals[name]
    return None, False


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(str(getattr(v, "value", v)) for v in value if v is not None and not isinstance(v, bool))
    return str(getattr(value, "value", value))


def _roles(session: Session, opened: Opened) -> list[SuggestedRole]:
    if opened.kind is not ImportKind.PEOPLE:
        return []
    rules = title_rules(session)
    counted = sorted(opened.formats.titles.items(), key=lambda t: (-t[1], t[0]))[:SHOWN_TITLES]
    return [SuggestedRole(t, n, s.value if (s := rules.suggest(t)) is not None else None) for t, n in counted]
