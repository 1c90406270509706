"""What holds a decision chain together: ties, rules, relationships, stances, notes and contacts."""

from service.api.noun import Noun
from service.auth.policy import Resource
from service.inputs.chain import (
    DecisionRuleChange,
    NewDecisionRule,
    NewNote,
    NewRelationship,
    NewStance,
    NewTie,
    NoteChange,
    RelationshipChange,
    TieChange,
)
from service.inputs.interaction import InteractionChange, NewInteraction
from service.operations.add_note import add_note, change_note, remove_note
from service.operations.note_relationship import change_relationship, end_relationship, note_relationship
from service.operations.observe_stance import observe_stance, withdraw_stance
from service.operations.record_interaction import change_interaction, record_interaction, remove_interaction
from service.operations.set_decision_rule import change_decision_rule, end_decision_rule, set_decision_rule
from service.operations.tie_people import change_tie, tie_people, untie_people
from service.queries.nouns.chain import DECISION_RULES, INTERACTIONS, NOTES, RELATIONSHIPS, STANCES, TIES

ties = Noun(
    name="ties",
    singular="tie",
    about="Directed ties between people of one account. A change replaces the tie; the old one stays in history.",
    listing=TIES,
    resource=Resource.ACCOUNT,
    parameter="tie_id",
    create=(NewTie, tie_people),
    change=(TieChange, change_tie),
    remove=untie_people,
)

decision_rules = Noun(
    name="decision-rules",
    singular="decision rule",
    about="How accounts decide: quota, votes and vetoes. Without a rule one is assumed, and said to be.",
    listing=DECISION_RULES,
    resource=Resource.ACCOUNT,
    parameter="rule_id",
    create=(NewDecisionRule, set_decision_rule),
    change=(DecisionRuleChange, change_decision_rule),
    remove=end_decision_rule,
)

relationships = Noun(
    name="relationships",
    singular="relationship",
    about="How well our people know theirs. Strength fades from the day on which it was last confirmed.",
    listing=RELATIONSHIPS,
    resource=Resource.ACCOUNT,
    parameter="relationship_id",
    create=(NewRelationship, note_relationship),
    change=(RelationshipChange, change_relationship),
    remove=end_relationship,
)

stances = Noun(
    name="stances",
    singular="stance",
    about="What our people believe that theirs think about renewing: dated, with its author, never edited.",
    listing=STANCES,
    resource=Resource.OPINION,
    parameter="stance_id",
    create=(NewStance, observe_stance),
    remove=withdraw_stance,
)

notes = Noun(
    name="notes",
    singular="note",
    about="Notes on accounts and people. Sensitive: a token reaches them only with a scope of its own.",
    listing=NOTES,
    resource=Resource.OPINION,
    parameter="note_id",
    create=(NewNote, add_note),
    change=(NoteChange, change_note),
    remove=remove_note,
)

interactions = Noun(
    name="interactions",
    singular="interaction",
    about="Meetings, calls, mails and events with accounts.",
    listing=INTERACTIONS,
    resource=Resource.ACCOUNT,
    parameter="interaction_id",
    create=(NewInteraction, record_interaction),
    change=(InteractionChange, change_interaction),
    remove=remove_interaction,
)

ROUTES = tuple(noun.routes for noun in (ties, decision_rules, relationships, stances, notes, interactions))
