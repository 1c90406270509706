"""From evidence to stances, and from stances to a forecast."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from scoring.chain import Chain
from scoring.consensus import Evidence, consensus, nps_stance, scale_stance, weigh_evidence
from scoring.decision_rule import decision_rule
from scoring.influence import chain_influence
from scoring.vocabulary import EvidenceKind
from scoring.voting import VotingGame
from tests.scoring import exact_chain
from tests.scoring.random_chains import chains

SURVEY, TICKET, SEEN = (
    EvidenceKind.RELATIONSHIP_SURVEY,
    EvidenceKind.TRANSACTIONAL_SURVEY,
    EvidenceKind.OBSERVATION,
)


@pytest.mark.parametrize(
    ("kind", "age", "confidence"), [(SURVEY, 180, 0.5), (TICKET, 90, 0.5), (SEEN, 0, 0.6), (SEEN, 180, 0.15)]
)
def test_confidence_fades_by_half_lives(kind: EvidenceKind, age: float, confidence: float) -> None:
    assert weigh_evidence([Evidence(kind, 0.5, age)]).confidence == pytest.approx(confidence)


def test_several_pieces_are_a_weighted_mean_and_together_surer() -> None:
    weighed = weigh_evidence([Evidence(SURVEY, 1.0, 180.0), Evidence(SEEN, -1.0, 0.0)])
    assert weighed.stance == pytest.approx((0.5 - 0.6) / 1.1)
    assert weighed.confidence == pytest.approx(1 - 0.5 * 0.4)


def test_no_evidence_is_unknown_and_never_neutral() -> None:
    assert weigh_evidence([]).stance is None


def test_evidence_from_tomorrow_counts_as_fresh_and_nonsense_is_refused() -> None:
    assert weigh_evidence([Evidence(SURVEY, 0.5, -1.0)]).confidence == 1.0
    with pytest.raises(ValueError, match="stance"):
        weigh_evidence([Evidence(SURVEY, 1.5, 0.0)])


def test_answers_lie_on_one_scale_of_stances() -> None:
    assert [nps_stance(s) for s in (0, 5, 10)] == [-1.0, 0.0, 1.0]
    assert [scale_stance(s, 1, 5) for s in (1, 3, 5)] == [-1.0, 0.0, 1.0]
    assert [scale_stance(s, 1, 7, low_is_good=True) for s in (1, 4, 7)] == [1.0, 0.0, -1.0]
    with pytest.raises(ValueError, match="scale"):
        scale_stance(11, 0, 10)


@given(chains())
def test_the_forecast_is_an_exact_sum_over_people_and_its_interval_is_honest(chain: Chain) -> None:
    influence, game = chain_influence(chain), VotingGame(decision_rule(chain))
    weights = influence.decision_weights(game.power)
    found = consensus(chain, influence, weights, game)
    assert found.forecast == pytest.approx(found.contributions.sum(), abs=1e-14)
    assert found.forecast == pytest.approx(game.power @ found.opinions, abs=1e-12)
    assert found.high - found.low == pytest.approx(2 * (1 - found.known_weight), abs=1e-12)
    assert -1 - 1e-12 <= found.low <= found.high <= 1 + 1e-12


@given(chains())
def test_a_yes_is_as_likely_as_in_fractions(chain: Chain) -> None:
    rule, influence = decision_rule(chain), chain_influence(chain)
    found = consensus(chain, influence, influence.decision_weights(VotingGame(rule).power), VotingGame(rule))
    q = [(1 + Fraction(x)) / 2 for x in found.opinions.tolist()]
    vetoes = {int(i) for i in np.flatnonzero(rule.veto)}
    expected = exact_chain.yes([Fraction(v) for v in rule.votes.tolist()], Fraction(rule.quota), vetoes, q)
    assert found.probability_yes == pytest.approx(float(expected), abs=1e-13)
