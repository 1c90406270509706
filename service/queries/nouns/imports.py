"""Imports, their problems, saved mappings, look-alikes and merges, as they are listed."""

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlmodel import col

from models.account import Account
from models.importing import ImportBatch, ImportMapping, ImportProblem, LookAlike, Merge
from models.person import Person
from service.auth.policy import Action, Reach, Resource, reach
from service.auth.principal import Principal
from service.queries.listing import Listing, contains, everything, shown
from service.queries.records_in_reach import people_in_reach
from service.queries.visibility import accounts_within


def _mine(principal: Principal) -> ColumnElement[bool]:
    """One's own imports; those who reach everything see everybody's."""
    if reach(principal, Resource.IMPORT, Action.READ) is Reach.ALL:
        return true()
    return col(ImportBatch.created_by_id) == principal.user_id


def _of_mine(principal: Principal) -> ColumnElement[bool]:
    return col(ImportProblem.batch_id).in_(select(col(ImportBatch.id)).where(_mine(principal)))


def _both_in_reach(principal: Principal) -> ColumnElement[bool]:
    return _records_in_reach(principal, LookAlike.table_name, LookAlike.first_id, LookAlike.second_id)


def _kept_in_reach(principal: Principal) -> ColumnElement[bool]:
    return _records_in_reach(principal, Merge.table_name, Merge.kept_id)


def _records_in_reach(principal: Principal, table: object, *numbers: object) -> ColumnElement[bool]:
    people = select(col(Person.id)).where(people_in_reach(principal, Resource.IMPORT, Action.READ))
    accounts = select(col(Account.id)).where(accounts_within(principal, Resource.IMPORT, Action.READ))
    return or_(
        and_(col(table) == "person", *(col(number).in_(people) for number in numbers)),
        and_(col(table) == "account", *(col(number).in_(accounts) for number in numbers)),
    )


IMPORTS = Listing(
    name="imports",
    source=ImportBatch,
    shown=shown(
        ImportBatch,
        *("id", "kind", "preset", "source", "file_name", "file_sha256", "state", "skip_bad_rows", "rows_total"),
        *("rows_done", "rows_bad", "rows_created", "rows_updated", "rows_unchanged", "mapping", "created_by_id"),
        *("created_at", "finished_at", "undone_at"),
    ),
    within=_mine,
    filters=("kind", "state", "file_sha256"),
    ranges=("created_at",),
    sorts=("-id", "id"),
)

IMPORT_PROBLEMS = Listing(
    name="import-problems",
    source=ImportProblem,
    shown=shown(ImportProblem, "id", "batch_id", "row", "column", "value", "code", "message", "fatal"),
    within=_of_mine,
    filters=("batch_id", "row", "code", "fatal"),
    sorts=("row", "-row", "id"),
)

IMPORT_MAPPINGS = Listing(
    name="import-mappings",
    source=ImportMapping,
    shown=shown(ImportMapping, "id", "name", "kind", "mapping", "created_at", "updated_at", "version"),
    within=everything,
    filters=("kind", "name"),
    sorts=("name", "-name", "id"),
    searched=lambda word: contains([ImportMapping.name], word),
)

LOOK_ALIKES = Listing(
    name="look-alikes",
    source=LookAlike,
    shown=shown(
        LookAlike,
        *("id", "table_name", "first_id", "second_id", "likeness", "reasons", "state", "batch_id", "decided_by_id"),
        *("decided_at", "created_at"),
    ),
    within=_both_in_reach,
    filters=("state", "table_name", "batch_id"),
    sorts=("-likeness", "likeness", "id", "-id"),
)

MERGES = Listing(
    name="merges",
    source=Merge,
    shown=shown(Merge, "id", "table_name", "kept_id", "merged_id", "merged_by_id", "merged_at", "undone_at"),
    within=_kept_in_reach,
    filters=("table_name", "kept_id", "merged_id"),
    sorts=("-id", "id"),
)
