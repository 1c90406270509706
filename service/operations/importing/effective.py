"""Writing facts that hold from a day on: they are added or superseded, never edited."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import update
from sqlmodel import SQLModel

from service.operations.importing.context import ImportContext
from service.operations.importing.lookups import runs
from service.operations.importing.new_rows import insert_rows
from service.operations.importing.records import record_changes


def add_facts(context: ImportContext, model: type[SQLModel], facts: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Add facts, each with the row it came from; they hold from today on unless they say otherwise."""
    if not facts:
        return
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    common = {"valid_from": context.today, "recorded_at": context.now, "recorded_by_id": context.principal.user_id}
    rows = [{**common, **fact} for _, fact in facts]
    ids = insert_rows(context.session, table, rows)
    record_changes(context, table.name, [(row, i, None) for (row, _), i in zip(facts, ids, strict=True)])
    context.stale.update(int(fact["account_id"]) for _, fact in facts)


def supersede_facts(context: ImportContext, model: type[SQLModel], facts: Sequence[tuple[int, int]]) -> None:
    """Mark facts, given as (row, id), as known better from now on."""
    if not facts:
        return
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    for run in runs(fact_id for _, fact_id in facts):
        context.session.execute(update(table).where(table.c.id.in_(run)).values(superseded_at=context.now))
    before = {"fields": {"superseded_at": None}, "version": None}
    record_changes(context, table.name, [(row, fact_id, before) for row, fact_id in facts])
