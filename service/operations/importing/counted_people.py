"""People whom a batch has counted already: a new reporting line of theirs is no second update."""

from sqlalchemy import select
from sqlmodel import col

from models.chain import Tie
from models.importing import ImportBatch, ImportChange
from models.person import Membership, RoleAssignment
from service.operations.importing.context import ImportContext


class CountedPeople:
    """Whom the batch created or changed so far, read from its changes: an import that was cut off goes on as it was."""

    def __init__(self, context: ImportContext) -> None:
        unchanged = context.session.scalar(
            select(col(ImportBatch.rows_unchanged)).where(col(ImportBatch.id) == context.batch_id)
        )
        # Where nobody was left as they were, everybody was counted, and there may be a million of them.
        self._everybody = not unchanged
        self._people = set() if self._everybody else _changed(context)

    def first_time(self, people: set[int]) -> set[int]:
        """Those of ``people`` who were not counted before; they are from now on."""
        new = set() if self._everybody else people - self._people
        self._people |= new
        return new


def _changed(context: ImportContext) -> set[int]:
    change = ImportChange
    of_batch = select(col(change.record_id)).where(col(change.batch_id) == context.batch_id)
    found = set(context.session.scalars(of_batch.where(col(change.table_name) == "person")))
    facts = (
        (Membership.id, Membership.person_id),
        (RoleAssignment.id, RoleAssignment.person_id),
        (Tie.id, Tie.source_id),
    )
    for name, (fact, person) in zip(("membership", "role_assignment", "tie"), facts, strict=True):
        these = of_batch.where(col(change.table_name) == name)
        found.update(context.session.scalars(select(col(person)).where(col(fact).in_(these))))
    return found
