"""The whole analysis of one decision chain in one frozen result, and the parts of it that are worth having alone."""

from dataclasses import dataclass, fields

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
class ChainMeasures:
    """What takes no time: who decides, what they think, whom we reach. Arrays (n,) follow the order of ``chain.ids``.

    ``power`` p and ``weights`` omega sum to 1 (with nobody they are empty); see each measure's own module.
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


@dataclass(frozen=True, eq=False)
class ContactPlan:
    """Whom to see next: the access to everybody, the warm paths by person, and the contacts worth making."""

    access: Access
    paths: dict[PersonId, tuple[WarmPath, ...]]
    next_contacts: tuple[NextContact, ...]
    contact_set: ContactSet | None


@dataclass(frozen=True, eq=False)
class ChainAnalysis(ContactPlan, ChainMeasures):
    """All measures of one chain. ``cuts``: the smallest sets of colleagues and people, by id, whose leaving cuts us
    off."""

    departures: dict[PersonId, Departure]
    cuts: tuple[tuple[PersonId, ...], ...]
    worst_pair: WorstPair | None
    sensitivity: Sensitivity
    warnings: tuple[ChainWarning, ...]


def measure_chain(chain: Chain, parameters: ChainParameters = DEFAULT_PARAMETERS) -> ChainMeasures:
    """Power, weights, forecast, coverage, gaps and blockers: sections A to E of the methods.

    >>> from scoring.chain import Person
    >>> found = measure_chain(Chain.of([Person("cfo", votes=1.0, stance=0.5)], quota=1.0))
    >>> found.weights.tolist(), found.consensus.forecast, found.coverage.coverage
    ([1.0], 0.5, 0.0)
    """
    rule = decision_rule(chain)
    return _measure(chain, VotingGame(rule, parameters), parameters)


def plan_contacts(measures: ChainMeasures, parameters: ChainParameters = DEFAULT_PARAMETERS) -> ContactPlan:
    """Access, warm paths and next contacts: sections F and H of the methods."""
    chain = measures.chain
    introductions = chain_introductions(chain)
    reachable = access(introductions, parameters)
    paths = warm_paths(introductions, chain.ids, chain.team, parameters)
    contacts = next_contacts(chain, measures.weights, measures.reach, reachable.probability, paths, parameters)
    return ContactPlan(reachable, paths, contacts, best_contact_set(contacts, parameters))


def analyse_chain(chain: Chain, parameters: ChainParameters = DEFAULT_PARAMETERS) -> ChainAnalysis:
    """Everything that section A to H of the methods says about one chain. Deterministic; the chain is not changed.

    >>> from scoring.chain import Person
    >>> found = analyse_chain(Chain.of([Person("cfo", votes=1.0, stance=0.5)], quota=1.0))
    >>> found.weights.tolist(), found.consensus.forecast, found.consensus.probability_yes
    ([1.0], 0.5, 0.75)
    """
    game = VotingGame(decision_rule(chain), parameters)
    found = _measure(chain, game, parameters)
    plan = plan_contacts(found, parameters)
    # Power below this is what rounding leaves of none.
    deciding = np.asarray(game.power > 1e-12, dtype=np.bool_)
    everyone = (*chain.team, *chain.ids)
    return ChainAnalysis(
        **{field.name: getattr(found, field.name) for field in fields(found)},
        **{field.name: getattr(plan, field.name) for field in fields(plan)},
        departures=departures(chain, game, found.consensus, found.coverage, found.weights, plan.access, parameters),
        cuts=tuple(
            tuple(everyone[node] for node in cut)
            for cut in smallest_cuts(chain_introductions(chain), deciding, parameters)
        ),
        worst_pair=worst_pair(ties_between(chain.listening)),
        sensitivity=sensitivity(chain, game.power, found.weights, parameters),
        warnings=chain_warnings(chain, game, deciding, plan.access, found.placeholders),
    )


def _measure(chain: Chain, game: VotingGame, parameters: ChainParameters) -> ChainMeasures:
    influence = chain_influence(chain, parameters)
    weights = influence.decision_weights(game.power)
    return ChainMeasures(
        chain=chain,
        parameters_version=parameters.version,
        rule=game.rule,
        power=game.power,
        weights=weights,
        consensus=consensus(chain, influence, weights, game),
        reach=reach(chain.strengths),
        coverage=coverage(weights, chain.strengths, chain.team, parameters),
        gaps=gaps(weights, chain.certainty),
        placeholders=placeholders(chain),
        blockers=blockers(chain.stance, chain.known, weights, parameters),
    )
