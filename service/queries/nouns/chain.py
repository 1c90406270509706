"""Ties, decision rules, relationships, stances, notes and contacts, as they are listed."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from models.chain import DecisionRule, Note, Relationship, StanceObservation, Tie, Vote
from models.interaction import Interaction, InteractionPerson
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.listing import Listing, Part, contains, effective_fields, of_accounts, replaced_version, shown


class CastVote(BaseModel):
    """What one person brings to a decision."""

    person_id: int
    votes: Decimal
    veto: bool


def _votes(session: Session, _principal: Principal, rule_ids: list[Any]) -> Mapping[Any, list[dict[str, Any]]]:
    statement = (
        select(col(Vote.rule_id), col(Vote.person_id), col(Vote.votes), col(Vote.veto))
        .where(col(Vote.rule_id).in_(rule_ids))
        .order_by(col(Vote.person_id))
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for rule_id, person_id, votes, veto in session.execute(statement):
        found.setdefault(rule_id, []).append({"person_id": person_id, "votes": votes, "veto": veto})
    return found


def _participants(session: Session, _principal: Principal, ids: list[Any]) -> Mapping[Any, list[int]]:
    table = InteractionPerson
    statement = (
        select(col(table.interaction_id), col(table.person_id))
        .where(col(table.interaction_id).in_(ids))
        .order_by(col(table.person_id))
    )
    found: dict[int, list[int]] = {}
    for interaction_id, person_id in session.execute(statement):
        found.setdefault(interaction_id, []).append(person_id)
    return found


TIES = Listing(
    name="ties",
    source=Tie,
    shown=(*shown(Tie, "id", "account_id", "kind", "source_id", "target_id", "strength"), *effective_fields(Tie)),
    within=of_accounts(Tie.account_id, Resource.ACCOUNT),
    filters=("account_id", "kind", "source_id", "target_id"),
    sorts=("id", "-id"),
    effective=Tie,
)

DECISION_RULES = Listing(
    name="decision-rules",
    source=DecisionRule,
    shown=(*shown(DecisionRule, "id", "account_id", "quota"), *effective_fields(DecisionRule)),
    within=of_accounts(DecisionRule.account_id, Resource.ACCOUNT),
    filters=("account_id",),
    sorts=("id", "-id"),
    effective=DecisionRule,
    parts={"votes": Part(CastVote, _votes)},
)

RELATIONSHIPS = Listing(
    name="relationships",
    source=Relationship,
    shown=(
        *shown(Relationship, "id", "account_id", "user_id", "person_id", "strength", "target_strength", "confirmed_on"),
        *effective_fields(Relationship),
    ),
    within=of_accounts(Relationship.account_id, Resource.ACCOUNT),
    filters=("account_id", "user_id", "person_id", "strength"),
    ranges=("confirmed_on",),
    sorts=("id", "-id", "confirmed_on", "-confirmed_on"),
    effective=Relationship,
)

STANCES = Listing(
    name="stances",
    source=StanceObservation,
    shown=(
        *shown(StanceObservation, "id", "account_id", "person_id", "stance", "observed_on", "observed_by_id", "note"),
        *shown(StanceObservation, "recorded_at", "superseded_at"),
        replaced_version(StanceObservation),
    ),
    within=of_accounts(StanceObservation.account_id, Resource.OPINION),
    filters=("account_id", "person_id", "stance", "observed_by_id"),
    ranges=("observed_on",),
    sorts=("-observed_on", "observed_on", "id", "-id"),
    usually=lambda: col(StanceObservation.superseded_at).is_(None),
)

NOTES = Listing(
    name="notes",
    source=Note,
    shown=shown(Note, "id", "account_id", "person_id", "author_id", "text", "created_at", "version"),
    within=of_accounts(Note.account_id, Resource.OPINION),
    filters=("account_id", "person_id", "author_id"),
    ranges=("created_at",),
    sorts=("-created_at", "created_at", "id", "-id"),
    searched=lambda word: contains([Note.text], word),
)

INTERACTIONS = Listing(
    name="interactions",
    source=Interaction,
    shown=shown(Interaction, "id", "account_id", "kind", "occurred_at", "subject", "user_id", "created_at", "version"),
    within=of_accounts(Interaction.account_id, Resource.ACCOUNT),
    filters=("account_id", "kind", "user_id"),
    ranges=("occurred_at",),
    sorts=("-occurred_at", "occurred_at", "id", "-id"),
    searched=lambda word: contains([Interaction.subject], word),
    parts={"person_ids": Part(int, _participants)},
)
