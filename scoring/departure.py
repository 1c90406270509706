"""What if someone leaves: coverage, forecast, the chance of a yes and access, after one person or colleague is gone."""

from dataclasses import dataclass, replace

import numpy as np

from scoring.access import Access, IntroductionNetwork, access, chain_introductions, introduction_network
from scoring.chain import Chain, Floats, PersonId
from scoring.consensus import Consensus
from scoring.coverage import Coverage, reach, threads
from scoring.influence import Influence, Resettling, chain_influence, listening_after
from scoring.introduction_states import DrawnStates, Introductions, Words
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters
from scoring.voting import VotingGame


@dataclass(frozen=True, slots=True)
class Departure:
    """The account once somebody is gone; every number is the value afterwards.

    ``coverage``, ``forecast``, ``probability_yes``, ``threads`` as before the departure. ``access`` in [0, 1]: how
    surely a path leads to the decision, the access to each person weighed by decision weight, sum omega_i A_i.
    """

    forecast: float
    probability_yes: float
    coverage: float
    threads: float
    access: float


def chain_after(chain: Chain, leaver: int, keeps_seat: bool) -> tuple[Floats, Floats, Floats]:
    """Listening (n, n), strengths (m, n) and shrunken stances (n,) once a person is gone.

    The seat of a voter passes to a successor: of unknown stance, known to none of us, listening as the seat did, whom
    nobody listens to yet. A non-voter's place stays in the arrays, empty: no tie, no strength, no stance.
    """
    strengths, stances = chain.strengths.copy(), chain.shrunk_stance.copy()
    strengths[:, leaver] = 0.0
    stances[leaver] = 0.0
    return listening_after(chain.listening, leaver, keeps_seat), strengths, stances


def departures(
    chain: Chain,
    game: VotingGame,
    consensus: Consensus,
    coverage: Coverage,
    weights: Floats,
    today: Access,
    parameters: ChainParameters = DEFAULT_PARAMETERS,
) -> dict[PersonId, Departure]:
    """The departure of each person and of each colleague, one at a time, in the order of people and team.

    The decision rule stays; rows that listened to the one who left are renormalised, and an emptied row has openness
    0. A colleague's departure changes coverage and access only. In a chain too large for exact access, the change of
    access is that between the same drawn states with and without the one who left, added to today's access.
    """
    after = _AccessAfter.of(chain, today, parameters)
    resettling = Resettling(chain_influence(chain, parameters))
    n = chain.size
    opinions = np.empty((n, n))
    found: dict[PersonId, Departure] = {}
    for leaver in range(n):
        keeps_seat = bool(game.rule.voters[leaver])
        listening, strengths, stances = chain_after(chain, leaver, keeps_seat)
        power = game.power if keeps_seat else _power_without(game.power, leaver)
        influence = Influence.of(listening, chain.openness, parameters)
        opinions[leaver], left = resettling.settle(influence, stances, power)
        parts = left * reach(strengths)
        network = introduction_network(listening, chain.shares, strengths, chain.do_not_contact)
        found[chain.ids[leaver]] = Departure(
            forecast=float(power @ opinions[leaver]),
            probability_yes=0.0,
            coverage=float(parts.sum()),
            threads=threads(parts),
            access=float(left @ after.probability(network)),
        )
    for person, yes in zip(chain.ids, game.probability_yes((1.0 + opinions) / 2.0), strict=True):
        found[person] = replace(found[person], probability_yes=float(yes))
    unchanged = chain_introductions(chain)
    for row, colleague in enumerate(chain.team):
        strengths = chain.strengths.copy()
        strengths[row] = 0.0
        rest = coverage.without[colleague]
        found[colleague] = Departure(
            forecast=consensus.forecast,
            probability_yes=consensus.probability_yes,
            coverage=rest.coverage,
            threads=rest.threads,
            access=float(weights @ after.probability(IntroductionNetwork(unchanged.opens, strengths))),
        )
    return found


def _power_without(power: Floats, leaver: int) -> Floats:
    """Voting power without somebody who has no seat: the same, unless the rule makes nobody pivotal."""
    if not power[leaver]:
        return power
    rest = power.copy()
    rest[leaver] = 0.0
    return rest / rest.sum() if rest.any() else rest


@dataclass(frozen=True, eq=False)
class _AccessAfter:
    """Access to everyone in a changed network: exact where today's is, otherwise by the change in drawn states."""

    today: Access
    parameters: ChainParameters
    states: DrawnStates | None
    is_open: Words
    drawn_today: Floats

    @classmethod
    def of(cls, chain: Chain, today: Access, parameters: ChainParameters) -> "_AccessAfter":
        network = chain_introductions(chain)
        intermediates = int((network.opens.sum(axis=1) > 0).sum())
        if intermediates <= parameters.exact_intermediates + 1 or not chain.team:
            return cls(today, parameters, None, np.zeros((0, 0), dtype=np.uint64), np.zeros(0))
        listed = Introductions.of(network.strengths, network.opens)
        states = DrawnStates.of(listed, parameters.departure_samples, parameters.seed)
        is_open = states.is_open(np.arange(len(listed.chance)), listed.chance)
        return cls(today, parameters, states, is_open, states.access(is_open))

    def probability(self, network: IntroductionNetwork) -> Floats:
        """(n,) access in the changed network."""
        if self.states is None:
            return access(network, self.parameters).probability
        listed = self.states.network
        chances = listed.chances_in(network.strengths, network.opens)
        changed = np.flatnonzero(chances != listed.chance)
        is_open = self.is_open.copy()
        is_open[changed] = self.states.is_open(changed, chances[changed])
        drawn = self.states.access(is_open)
        moved = self.today.probability + drawn - self.drawn_today
        # Who is reached in no state is not reached at all, whatever today's rounding says.
        return np.asarray(np.where(drawn > 0, np.clip(moved, 0.0, 1.0), 0.0), dtype=np.float64)
