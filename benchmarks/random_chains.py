"""Random chains for the benchmarks: 12 people, about 25 ties, three colleagues; one openness, as NetworkX knows one."""

import numpy as np

from scoring.chain import Chain
from scoring.vocabulary import SubRole

PEOPLE = 12
TIES = 25


def random_chains(count: int, seed: int = 5) -> list[Chain]:
    """The same seed gives the same chains: half with a sole economic buyer, half with two to five voters."""
    rng = np.random.default_rng(seed)
    return [_chain(rng, sole=place % 2 == 0) for place in range(count)]


def _chain(rng: np.random.Generator, *, sole: bool) -> Chain:
    listening = np.zeros((PEOPLE, PEOPLE))
    source = rng.integers(0, PEOPLE, TIES)
    target = (source + rng.integers(1, PEOPLE, TIES)) % PEOPLE
    strength = rng.integers(1, 11, TIES) / 10
    np.add.at(listening, (source, target), strength)
    np.add.at(listening, (target, source), strength / 2)
    votes, quota = np.full(PEOPLE, np.nan), None
    sub_roles = [frozenset[SubRole]()] * PEOPLE
    if sole:
        sub_roles[0] = frozenset({SubRole.ECONOMIC_BUYER})
    else:
        seats = int(rng.integers(2, 6))
        votes[:seats] = rng.integers(1, 4, seats)
        quota = float(np.nansum(votes) // 2 + 1)
    strengths = np.where(rng.random((3, PEOPLE)) < 0.25, rng.integers(1, 20, (3, PEOPLE)) / 20, 0.0)
    return Chain(
        ids=tuple(range(PEOPLE)),
        listening=listening,
        shares=False,
        votes=votes,
        veto=np.zeros(PEOPLE, dtype=np.bool_),
        openness=np.full(PEOPLE, np.nan),
        stance=np.where(rng.random(PEOPLE) < 0.3, np.nan, rng.integers(-10, 11, PEOPLE) / 10),
        confidence=rng.integers(1, 5, PEOPLE) / 4,
        quota=quota,
        sub_roles=tuple(sub_roles),
        team=("u1", "u2", "u3"),
        strengths=strengths,
    )
