"""The measures of one chain with NetworkX, one account at a time: what the batch path is measured against.

Total influence is a personalised PageRank: with one openness for everybody, and a loop on whoever listens to nobody, a
walk that starts by voting power and goes on with that openness stops at each person with the decision weight.
"""

from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from scoring.chain import Chain
from scoring.decision_rule import decision_rule
from scoring.parameters import DEFAULT_PARAMETERS
from scoring.voting import VotingGame

Floats = NDArray[np.float64]
# The default is off by 5e-5; this is what equality to 1e-9 takes.
_TOLERANCE = 1e-13


@dataclass(frozen=True, eq=False)
class Found:
    """What the batch path also says: weights, forecast, P(yes), coverage, threads; and the same after departures."""

    weights: list[float]
    forecast: float
    probability_yes: float
    coverage: float
    threads: float


def graph_of(chain: Chain) -> "nx.DiGraph[int]":
    """Who listens to whom."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(chain.size))
    rows, columns = np.nonzero(chain.listening)
    graph.add_weighted_edges_from(
        zip(rows.tolist(), columns.tolist(), chain.listening[rows, columns].tolist(), strict=True)
    )
    graph.add_edges_from(((i, i) for i in range(chain.size) if not graph.out_degree(i)), weight=1.0)
    return graph


def decision_weights(graph: "nx.DiGraph[int]", power: Floats) -> list[float]:
    """Decision weights by PageRank."""
    start = {i: float(p) for i, p in enumerate(power) if p > 0}
    rank = nx.pagerank(
        graph, alpha=DEFAULT_PARAMETERS.default_openness, personalization=start, tol=_TOLERANCE, max_iter=500
    )
    return [rank[i] for i in range(len(graph))]


def power_of(chain: Chain) -> tuple[VotingGame, Floats]:
    """NetworkX knows no votes; these come from the measures of one chain."""
    game = VotingGame(decision_rule(chain))
    return game, game.power


def measured(chain: Chain, graph: "nx.DiGraph[int]", game: VotingGame, power: Floats) -> Found:
    """The measures of a chain."""
    weights = decision_weights(graph, power)
    openness = DEFAULT_PARAMETERS.default_openness
    # Final opinions by listening again and again, as a walk on the same graph would.
    shares = nx.to_numpy_array(graph, nodelist=range(len(graph)))
    shares /= shares.sum(axis=1, keepdims=True)
    opinions = np.linalg.solve(np.eye(len(graph)) - openness * shares, (1 - openness) * chain.shrunk_stance)
    reached = [1.0 - float(np.prod(1.0 - chain.strengths[:, i])) for i in range(chain.size)]
    parts = [weight * r for weight, r in zip(weights, reached, strict=True)]
    total = sum(parts)
    return Found(
        weights=weights,
        forecast=sum(w * float(x) for w, x in zip(weights, chain.shrunk_stance, strict=True)),
        probability_yes=float(game.probability_yes((1.0 + opinions) / 2.0)),
        coverage=total,
        threads=total**2 / sum(part**2 for part in parts) if total > 0 else 0.0,
    )


def after_departures(chain: Chain, game: VotingGame, power: Floats) -> list[Found]:
    """The measures after each person is gone, one graph at a time."""
    found = []
    for leaver in range(chain.size):
        graph = graph_of(chain)
        voter = bool(game.rule.voters[leaver])
        gone = [(i, leaver) for i in graph.predecessors(leaver) if i != leaver or not voter]
        gone += [] if voter else [(leaver, j) for j in graph.successors(leaver) if j != leaver]
        graph.remove_edges_from(gone)
        graph.add_edges_from(((i, i) for i in graph if not graph.out_degree(i)), weight=1.0)
        strengths, stance = chain.strengths.copy(), chain.stance.copy()
        strengths[:, leaver], stance[leaver] = 0.0, np.nan
        after = Chain(
            ids=chain.ids,
            listening=chain.listening,
            shares=chain.shares,
            votes=chain.votes,
            veto=chain.veto,
            openness=chain.openness,
            stance=stance,
            confidence=chain.confidence,
            quota=chain.quota,
            team=chain.team,
            strengths=strengths,
        )
        found.append(measured(after, graph, game, power))
    return found
