"""What every step of an import works with."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from service.auth.policy import Action, Reach, Resource, reach
from service.auth.principal import Principal
from service.imports.plan import ImportPlan
from service.imports.rows import ParsedRow, RowReader

_ = str  # marks texts for extraction; they are translated where the reader's language is known
_UNKNOWN = {
    "account": _("There is no account “%(text)s”, or it is not yours."),
    "contract": _("There is no contract “%(text)s”, or it is not yours."),
}


@dataclass
class ImportContext:
    """One import under way. ``session`` and ``now`` are those of the present step; the rest stays.

    ``batch_id`` is 0 while nothing is written (preview and first pass).
    """

    session: Session
    principal: Principal
    plan: ImportPlan
    reader: RowReader
    source: str
    now: datetime
    batch_id: int = 0
    stale: set[int] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    # Learnt once, when the comparison for look-alikes begins: accounts with new people, and the new people.
    touched: list[int] | None = None
    created: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    common_names: set[str] = field(default_factory=set)

    @property
    def today(self) -> date:
        """The day from which newly learnt facts hold."""
        return self.now.date()

    @property
    def sees_all(self) -> bool:
        """Whether the one who imports reaches every account."""
        return reach(self.principal, Resource.IMPORT, Action.WRITE) is Reach.ALL

    @property
    def own_source(self) -> str:
        """The name under which ids are kept that a record out of reach already has.

        Whoever reaches only some accounts must not learn, by a clash of ids, that another record exists.
        """
        return f"{self.source}~{self.principal.user_id}"[:60]

    def unknown(self, row: ParsedRow, field_name: str, text: str, what: Literal["account", "contract"]) -> None:
        """Refuse a row that points at something absent, or at something out of reach: the two read the same."""
        row.refuse(self.reader.column(field_name), text, f"unknown_{what}", _UNKNOWN[what], text=text[:100])
