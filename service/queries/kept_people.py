"""Who still counts as a person: neither erased nor merged into somebody else."""

from sqlalchemy import ColumnElement, and_, func, literal_column
from sqlmodel import col

from models.person import Person


def kept_people() -> ColumnElement[bool]:
    """The condition that a person was neither erased nor merged.

    Nearly nobody is merged: with the plain column its index looks like the best way in to SQLite, which then goes
    through everybody there is, however few accounts are asked for. Inside a function the column offers no index.

    >>> print(kept_people())
    person.erased_at IS NULL AND coalesce(person.merged_into_id, -1) = -1
    """
    nobody: ColumnElement[int] = literal_column("-1")
    return and_(col(Person.erased_at).is_(None), func.coalesce(col(Person.merged_into_id), nobody) == nobody)
