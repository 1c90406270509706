"""What may be written about a decision chain: ties, votes, relationships, stances, notes, places on the map."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from scoring.vocabulary import Stance, Strength, TieKind
from service.inputs.base import Input, changes_of
from service.inputs.fields import Amount, Day, Id, Remark, Text

TieStrength = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
Coordinate = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]


class NewTie(Input):
    """A directed tie between two people of one account: the source reports to, influences, works with the target."""

    account_id: Id
    kind: TieKind
    source_id: Id
    target_id: Id
    strength: TieStrength = 1.0
    valid_from: Day | None = None


TieChange = changes_of(NewTie, but=frozenset({"account_id", "source_id", "target_id", "valid_from"}))


class NewVote(Input):
    """What one person brings to a decision; a veto may come without votes."""

    person_id: Id
    votes: Amount = Decimal(1)
    veto: bool = False


class NewDecisionRule(Input):
    """How an account decides: it passes with ``quota`` votes and every veto holder on board."""

    account_id: Id
    quota: Amount
    votes: Annotated[list[NewVote], Field(max_length=500)]
    valid_from: Day | None = None


DecisionRuleChange = changes_of(NewDecisionRule, but=frozenset({"account_id", "valid_from"}))


class NewRelationship(Input):
    """How well one of our people knows one of theirs, confirmed on a day (today where none is given)."""

    account_id: Id
    user_id: Id
    person_id: Id
    strength: Strength
    target_strength: Strength | None = None
    confirmed_on: Day | None = None


RelationshipChange = changes_of(NewRelationship, but=frozenset({"account_id", "user_id", "person_id"}))


class NewStance(Input):
    """What somebody of ours believes that a person thinks about renewing, on a day (today where none is given)."""

    account_id: Id
    person_id: Id
    stance: Stance
    observed_on: Day | None = None
    note: Remark | None = None


class NewNote(Input):
    """Something worth remembering about an account, or about one of its people. Sensitive."""

    account_id: Id
    person_id: Id | None = None
    text: Text


NoteChange = changes_of(NewNote, but=frozenset({"account_id", "person_id"}))


class Position(Input):
    """Where somebody stands on the map of an account, in the map's own units."""

    person_id: Id
    x: Coordinate
    y: Coordinate


class Positions(Input):
    """Places on a map; people who are not named stay where they are."""

    positions: Annotated[list[Position], Field(max_length=500)]
