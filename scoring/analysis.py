"""The whole analysis of one decision chain, in one frozen result."""

from dataclasses import dataclass

import numpy as np

from scoring.access import Access, access, chain_introductions
from scoring.chain import Chain, Flags, Floats, PersonId
from scoring.chain_warning import ChainWarning, chain_warnings
from scoring.consensus import Consensus, consensus
from scoring.coverage import Coverage, coverage, reach
from scoring.cut import smallest_cuts
from scoring.decision_rule import DecisionRule, decision_rule
from scoring.departure import Departure, departures
from scoring.fragmentation import WorstPair, ties_between, worst_pair
from scoring.gaps import Placeholder, gaps, placeholders
from scoring.influence import blockers, chain_influence
from scoring.next_contact import ContactSet, NextContact, best_contact_set, next_contacts
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters
from scoring.sensitivity import Sensitivity, sensitivity
from scoring.voting import VotingGame
from scoring.warm_paths import WarmPath, warm_paths


@dataclass(frozen=True, eq=False)
class ChainAnalysis:
    """All measures of one chain. Arrays (n,) follow the order of ``chain.ids``; see each measure's own module.

    ``power`` p and ``weights`` omega sum to 1 (with nobody they are empty). ``cuts`` : the smallest sets of colleagues
    and people, by id, whose leaving cuts us off.
    """

    chain: Chain
    parameters_version: str
    rule: DecisionRule
    power: Floats
    weights: Floats
    consensus: Consensus
    reach: Floats
    coverage: Coverage
    gaps: Floats
    placeholders: tuple[Placeholder, ...]
    blockers: Flags
    access: Access
    paths: dict[PersonId, tuple[WarmPath, ...]]
    departures: dict[PersonId, Departure]
    cuts: tuple[tuple[PersonId, ...], ...]
    worst_pair: WorstPair | None
    next_contacts: tuple[NextContact, ...]
    contact_set: ContactSet | None
    sensitivity: Sensitivity
    warnings: tuple[ChainWarning, ...]


def analyse_chain(chain: Chain, parameters: ChainParameters = DEFAULT_PARAMETERS) -> ChainAnalysis:
    """Everything that section A to H of the methods says about one chain. Deterministic; the chain is not changed.

    >>> from scoring.chain import Person
    >>> found = analyse_chain(Chain.of([Person("cfo", votes=1.0, stance=0.5)], quota=1.0))
    >>> found.weights.tolist(), found.consensus.forecast, found.consensus.probability_yes
    ([1.0], 0.5, 0.75)
    """
    rule = decision_rule(chain)
    game = VotingGame(rule, parameters)
    influence = chain_influence(chain, parameters)
    weights = influence.decision_weights(game.power)
    outlook = consensus(chain, influence, weights, game)
    covered = coverage(weights, chain.strengths, chain.team, parameters)
    introductions = chain_introductions(chain)
    reached = reach(chain.strengths)
    reachable = access(introductions, parameters)
    paths = warm_paths(introductions, chain.ids, chain.team, parameters)
    contacts = next_contacts(chain, weights, reached, reachable.probability, paths, parameters)
    missing = placeholders(chain)
    # Power below this is what rounding leaves of none.
    deciding = np.asarray(game.power > 1e-12, dtype=np.bool_)
    everyone = (*chain.team, *chain.ids)
    return ChainAnalysis(
        chain=chain,
        parameters_version=parameters.version,
        rule=rule,
        power=game.power,
        weights=weights,
        consensus=outlook,
        reach=reached,
        coverage=covered,
        gaps=gaps(weights, chain.certainty),
        placeholders=missing,
        blockers=blockers(chain.stance, chain.known, weights, parameters),
        access=reachable,
        paths=paths,
        departures=departures(chain, game, outlook, covered, weights, reachable, parameters),
        cuts=tuple(tuple(everyone[node] for node in cut) for cut in smallest_cuts(introductions, deciding, parameters)),
        worst_pair=worst_pair(ties_between(chain.listening)),
        next_contacts=contacts,
        contact_set=best_contact_set(contacts, parameters),
        sensitivity=sensitivity(chain, game.power, weights, parameters),
        warnings=chain_warnings(chain, game, deciding, reachable, missing),
    )
