"""What may be written about contacts between our people and theirs."""

from typing import Annotated

from pydantic import Field

from scoring.vocabulary import InteractionKind
from service.inputs.base import Input, changes_of
from service.inputs.fields import Id, Moment, Subject


class NewInteraction(Input):
    """A meeting, call, mail or event; ``user_id`` is who of ours (who records it, where none is named)."""

    account_id: Id
    kind: InteractionKind
    occurred_at: Moment
    subject: Subject = ""
    user_id: Id | None = None
    person_ids: Annotated[list[Id], Field(max_length=500)] = Field(default=[])


InteractionChange = changes_of(NewInteraction, but=frozenset({"account_id"}))
