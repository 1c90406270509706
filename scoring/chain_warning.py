"""What a reader of an analysis must be told beside the numbers."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from scoring.access import Access
from scoring.chain import Chain, Flags, PersonId
from scoring.decision_rule import RuleGrounds, is_decision_maker
from scoring.gaps import Placeholder
from scoring.voting import VotingGame


class WarningKind(StrEnum):
    """The kinds of warnings; the people concerned are named beside."""

    NOBODY_KNOWN = "nobody_known"
    NO_DECISION_MAKER = "no_decision_maker"
    RULE_DECIDES_NOTHING = "rule_decides_nothing"
    VOTES_WITHOUT_WEIGHT = "votes_without_weight"
    POWER_ESTIMATED = "power_estimated"
    DECISION_MAKER_WITHOUT_VOTE = "decision_maker_without_vote"
    CONFLICT = "conflict"
    MISSING_ROLE = "missing_role"
    NO_PATH = "no_path"
    ACCESS_ESTIMATED = "access_estimated"


@dataclass(frozen=True, slots=True)
class ChainWarning:
    """One warning and whom it is about (people, colleagues or placeholders); empty where it is about the account."""

    kind: WarningKind
    about: tuple[PersonId, ...] = ()


def chain_warnings(
    chain: Chain, game: VotingGame, deciding: Flags, access: Access, missing: tuple[Placeholder, ...]
) -> tuple[ChainWarning, ...]:
    """Everything worth a warning, in a fixed order; see :class:`WarningKind`. ``deciding`` (n,): who has power."""
    rule = game.rule
    found: list[ChainWarning] = []
    if not chain.size:
        found.append(ChainWarning(WarningKind.NOBODY_KNOWN))
    if rule.grounds is RuleGrounds.EVERYBODY:
        found.append(ChainWarning(WarningKind.NO_DECISION_MAKER))
    if chain.size and (rule.always_passes or rule.never_passes):
        found.append(ChainWarning(WarningKind.RULE_DECIDES_NOTHING))
    if game.sampled:
        found.append(ChainWarning(WarningKind.POWER_ESTIMATED))
    dummies = tuple(chain.ids[i] for i in np.flatnonzero(rule.voters & ~deciding))
    if dummies:
        found.append(ChainWarning(WarningKind.VOTES_WITHOUT_WEIGHT, dummies))
    if not rule.assumed:
        voteless = tuple(
            person for i, person in enumerate(chain.ids) if is_decision_maker(chain, i) and not rule.voters[i]
        )
        if voteless:
            found.append(ChainWarning(WarningKind.DECISION_MAKER_WITHOUT_VOTE, voteless))
    for a, b in chain.conflicts:
        found.append(ChainWarning(WarningKind.CONFLICT, (chain.ids[a], chain.ids[b])))
    found += [ChainWarning(WarningKind.MISSING_ROLE, (placeholder.id,)) for placeholder in missing]
    if chain.size and not bool((access.probability[deciding] > 0).any()):
        found.append(ChainWarning(WarningKind.NO_PATH))
    if not access.exact:
        estimated = tuple(chain.ids[i] for i in np.flatnonzero(access.error > 0))
        found.append(ChainWarning(WarningKind.ACCESS_ESTIMATED, estimated))
    return tuple(found)
