"""What is left when somebody leaves, told once more in fractions on the chain without them."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from scoring.access import access, chain_introductions
from scoring.analysis import analyse_chain
from scoring.chain import Chain, Colleague, Person
from scoring.parameters import ChainParameters
from tests.scoring import exact_chain
from tests.scoring.random_chains import chains


def expected_after(chain: Chain, leaver: int) -> tuple[float, float, float]:
    """Forecast, P(yes) and coverage after a departure: a non-voter is really taken out of every list."""
    votes = [Fraction(v) for v in chain.votes.tolist()]
    vetoes = {int(i) for i in np.flatnonzero(chain.veto)}
    listening = [[Fraction(w) for w in row] for row in chain.listening.tolist()]
    openness = [Fraction(0.5 if np.isnan(o) else o) for o in chain.openness.tolist()]
    stances = [Fraction(x) for x in chain.shrunk_stance.tolist()]
    strengths = [[Fraction(s) for s in row] for row in chain.strengths.tolist()]
    everyone = list(range(chain.size))
    if votes[leaver] or leaver in vetoes:
        stances[leaver] = Fraction(0)
        for row in strengths:
            row[leaver] = Fraction(0)
        for i in everyone:
            if i != leaver:
                listening[i][leaver] = Fraction(0)
    else:
        everyone.remove(leaver)
    votes = [votes[i] for i in everyone]
    vetoes = {everyone.index(i) for i in vetoes}
    weights = [[listening[i][j] for j in everyone] for i in everyone]
    openness, stances = [openness[i] for i in everyone], [stances[i] for i in everyone]
    quota = Fraction(chain.quota or 0)
    p = exact_chain.power(votes, quota, vetoes)
    settled = exact_chain.opinions(weights, openness, stances)
    omega = exact_chain.weights_of(weights, openness, p)
    covered = Fraction(0)
    for weight, i in zip(omega, everyone, strict=True):
        missed = Fraction(1)
        for row in strengths:
            missed *= 1 - row[i]
        covered += weight * (1 - missed)
    q = [(1 + x) / 2 for x in settled]
    forecast = sum((a * b for a, b in zip(p, settled, strict=True)), Fraction(0))
    return float(forecast), float(exact_chain.yes(votes, quota, vetoes, q)), float(covered)


@given(chains(most=5))
def test_departures_equal_the_chain_without_them(chain: Chain) -> None:
    found = analyse_chain(chain).departures
    for leaver, person in enumerate(chain.ids):
        after = found[person]
        assert (after.forecast, after.probability_yes, after.coverage) == pytest.approx(
            expected_after(chain, leaver), abs=1e-12
        )


@given(chains(most=5))
def test_a_colleague_takes_coverage_and_access_along_and_nothing_else(chain: Chain) -> None:
    found = analyse_chain(chain)
    for row, colleague in enumerate(chain.team):
        after = found.departures[colleague]
        assert after.forecast == found.consensus.forecast
        assert after.probability_yes == found.consensus.probability_yes
        assert after.coverage == found.coverage.without[colleague].coverage <= found.coverage.coverage + 1e-15
        strengths = np.delete(chain.strengths, row, axis=0)
        missed = np.prod(1 - strengths, axis=0)
        assert after.coverage == pytest.approx(float(found.weights @ (1 - missed)), abs=1e-13)
        assert after.access <= float(found.weights @ found.access.probability) + 1e-12


@given(chains(most=5))
def test_somebody_without_influence_changes_nothing_by_leaving(chain: Chain) -> None:
    found = analyse_chain(chain)
    for person, weight, votes, veto in zip(chain.ids, found.weights, chain.votes, chain.veto, strict=True):
        if weight < 1e-12 and not votes and not veto:
            after = found.departures[person]
            assert after.forecast == pytest.approx(found.consensus.forecast, abs=1e-12)
            assert after.probability_yes == pytest.approx(found.consensus.probability_yes, abs=1e-12)
            assert after.coverage == pytest.approx(found.coverage.coverage, abs=1e-12)


def test_a_successor_keeps_the_share_of_oneself() -> None:
    # The seat listens half to itself and half to the other; with openness 1/2 a quarter of its mind is the other's,
    # plus what comes back from itself: x = (1/2) 0 + (1/2)(x/2 + 1/2), so x = 1/3.
    chain = Chain.of(
        [Person("seat", votes=1.0, stance=-1.0), Person("other", stance=1.0)],
        shares={("seat", "seat"): 1.0, ("seat", "other"): 1.0},
        quota=1.0,
    )
    assert analyse_chain(chain).departures["seat"].forecast == pytest.approx(1 / 3, abs=1e-14)


def test_who_listened_to_nobody_else_keeps_an_own_mind() -> None:
    chain = Chain.of(
        [Person("boss", votes=1.0, stance=0.4), Person("aide", stance=-1.0)], shares={("boss", "aide"): 1.0}, quota=1.0
    )
    found = analyse_chain(chain)
    assert found.consensus.forecast == pytest.approx(-0.3)
    assert found.departures["aide"].forecast == pytest.approx(0.4)


@given(chains(most=5))
def test_access_after_is_that_of_the_changed_network(chain: Chain) -> None:
    found = analyse_chain(chain)
    assert found.access.probability == pytest.approx(access(chain_introductions(chain)).probability, abs=1e-15)
    if not chain.team:
        assert all(after.access == 0.0 for after in found.departures.values())


def test_drawn_changes_of_access_agree_with_exact_ones() -> None:
    people = [Person(f"p{i}", votes=1.0 if i < 3 else None) for i in range(9)]
    ring = {(f"p{i}", f"p{(i + step) % 9}"): 1.0 for i in range(9) for step in (1, 2)}
    team = [Colleague("r1", {"p8": 0.5, "p4": 0.25}), Colleague("r2", {"p6": 0.75})]
    chain = Chain.of(people, shares=ring, team=team, quota=2.0)
    exact = analyse_chain(chain).departures
    drawn = analyse_chain(
        chain, ChainParameters(exact_intermediates=-2, exact_edges=-1, departure_samples=8192, access_samples=65536)
    ).departures
    for leaver in (*chain.ids, *chain.team):
        assert drawn[leaver].access == pytest.approx(exact[leaver].access, abs=0.02)
    assert min(after.access for after in exact.values()) < max(after.access for after in exact.values()) - 0.1
