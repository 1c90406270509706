"""Access: the probability that some warm path leads from our team to a person."""

from dataclasses import dataclass

import numpy as np

from scoring.chain import Chain, Flags, Floats
from scoring.coverage import reach
from scoring.introduction_states import DrawnStates, Introductions, access_by_enumeration
from scoring.listening import normalised
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters
from scoring.reliability import access_by_sets, blocks_from_source, reduced

_WORTH_REDUCING = 60


@dataclass(frozen=True, eq=False)
class IntroductionNetwork:
    """Who can introduce us to whom.

    ``opens`` (n, n): opens[j, i] = probability that j introduces us to i; the row of somebody who opted out is empty,
    since no path passes through. ``strengths`` (m, n): that a colleague reaches i without anybody between.
    """

    opens: Floats
    strengths: Floats

    @property
    def direct(self) -> Floats:
        """(n,) that any of ours reaches i without anybody between."""
        return reach(self.strengths)


def introduction_network(
    listening: Floats, shares: bool, strengths: Floats, do_not_contact: Flags
) -> IntroductionNetwork:
    """An introduction runs against listening: j introduces us to i as far as i listens to j.

    With ties, the probability is the listening weight before rows are normalised, at most 1; with ``shares``, the
    normalised share. A share of oneself introduces nobody.

    >>> ties = np.array([[0.0, 1.5], [0.0, 0.0]])
    >>> introduction_network(ties, False, np.zeros((0, 2)), np.zeros(2, bool)).opens.tolist()
    [[0.0, 0.0], [1.0, 0.0]]
    """
    opens = (normalised(listening) if shares else np.minimum(listening, 1.0)).T.copy()
    np.fill_diagonal(opens, 0.0)
    opens[do_not_contact] = 0.0
    return IntroductionNetwork(opens, strengths)


def chain_introductions(chain: Chain) -> IntroductionNetwork:
    """The introduction network of a chain as it is today."""
    return introduction_network(chain.listening, chain.shares, chain.strengths, chain.do_not_contact)


@dataclass(frozen=True, eq=False)
class Access:
    """``probability`` A, (n,) in [0, 1], high is good; ``error`` (n,): its standard error, 0 where it is exact."""

    probability: Floats
    error: Floats

    @property
    def exact(self) -> bool:
        """Whether every probability is exact."""
        return not bool(self.error.any())


def access(network: IntroductionNetwork, parameters: ChainParameters = DEFAULT_PARAMETERS) -> Access:
    """A_i, the probability that some path from our team to i is open, all introductions independent.

    The network is first cut at people whom every path beyond must pass, then each piece is reduced (series and
    parallel). A piece is solved exactly where at most ``exact_intermediates`` people lead on within it, or at most
    ``exact_edges`` of its introductions are uncertain. What is left is estimated from states drawn with a fixed seed.
    Nobody reached by anybody: all 0. Source of the test values: the bridge network.

    >>> half = np.array([[0, .5, .5, 0], [.5, 0, 0, .5], [.5, 0, 0, .5], [0, .5, .5, 0]])
    >>> bridge = np.array([[0, .5, .5], [.5, 0, .5], [0, 0, 0]])
    >>> access(IntroductionNetwork(bridge, np.array([[.5, .5, 0]]))).probability[2]
    np.float64(0.5)
    """
    direct, opens = network.direct, network.opens
    n = len(direct)
    probability, error = np.zeros(n + 1), np.zeros(n + 1)
    probability[n] = 1.0
    drawn: Floats | None = None
    for entry, members in blocks_from_source(direct, opens):
        entry_direct = (direct if entry == n else opens[entry])[members]
        inside, unsolved = _solve_block(entry_direct, opens[np.ix_(members, members)], parameters)
        probability[members] = probability[entry] * inside
        error[members] = error[entry] * inside
        if unsolved.any():
            drawn = drawn_access(network, parameters) if drawn is None else drawn
            estimated = np.array(members)[unsolved]
            probability[estimated] = drawn[estimated]
            spread = np.maximum(drawn * (1.0 - drawn), 1.0 / parameters.access_samples)
            error[estimated] = np.sqrt(spread[estimated] / parameters.access_samples)
    return Access(probability[:n], error[:n])


def _solve_block(direct: Floats, opens: Floats, parameters: ChainParameters) -> tuple[Floats, Flags]:
    """Exact access within one block, and for whom there is none."""
    # One more than for a single target: everyone's access at once costs less than each one's on its own.
    if int((opens.sum(axis=1) > 0).sum()) <= parameters.exact_intermediates + 1:
        return access_by_sets(direct, opens), np.zeros(len(direct), dtype=np.bool_)
    inside, unsolved = np.zeros(len(direct)), np.ones(len(direct), dtype=np.bool_)
    tied = ((opens + opens.T) > 0).sum(axis=1) + (direct > 0)
    if int((tied > 2).sum()) > _WORTH_REDUCING:
        return inside, unsolved
    for target in range(len(direct)):
        small_direct, small_opens, place = reduced(direct, opens, target)
        uncertain = sum(int(((chances > 0) & (chances < 1)).sum()) for chances in (small_direct, small_opens))
        if int((small_opens.sum(axis=1) > 0).sum()) <= parameters.exact_intermediates:
            inside[target] = access_by_sets(small_direct, small_opens)[place]
        elif uncertain <= parameters.exact_edges:
            inside[target] = access_by_enumeration(small_direct, small_opens)[place]
        else:
            continue
        unsolved[target] = False
    return inside, unsolved


def drawn_access(network: IntroductionNetwork, parameters: ChainParameters = DEFAULT_PARAMETERS) -> Floats:
    """(n,) access estimated from ``access_samples`` states, drawn in parts to keep memory small."""
    introductions = Introductions.of(network.strengths, network.opens)
    everything = np.arange(len(introductions.chance))
    parts = []
    for part in range(parameters.access_samples // parameters.departure_samples):
        states = DrawnStates.of(introductions, parameters.departure_samples, parameters.seed + part)
        parts.append(states.access(states.is_open(everything, introductions.chance)))
    return np.asarray(np.mean(parts, axis=0), dtype=np.float64)
