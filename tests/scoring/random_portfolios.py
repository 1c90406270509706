"""Random portfolios of decision chains, made from a seed: every kind of rule, tie, gap and size."""

import numpy as np

from scoring.chain import Chain, Colleague, Person
from scoring.listening import Tie
from scoring.vocabulary import Role, SubRole, TieKind


def random_portfolio(seed: int, accounts: int, most: int = 12) -> list[Chain]:
    """Chains of 0 to ``most`` people; the same seed gives the same chains."""
    rng = np.random.default_rng(seed)
    return [random_chain(rng, int(rng.integers(0, most + 1))) for _ in range(accounts)]


def random_chain(rng: np.random.Generator, n: int) -> Chain:
    """One chain of ``n`` people. Its rule is stated, half stated or assumed; stances and openness may be unknown."""
    rule = rng.choice(["stated", "votes", "quota", "assumed", "divided", "heads"])
    people = [_person(rng, i, str(rule)) for i in range(n)]
    quota = None if rule in {"votes", "assumed"} else float(rng.integers(0, 8)) / (4 if rule == "divided" else 1)
    team = [
        Colleague(f"u{u}", {i: _tenth(rng) for i in range(n) if rng.random() < 0.4}) for u in range(rng.integers(0, 4))
    ]
    pairs = [(a, b) for a in range(n) for b in range(n) if a != b]
    chosen = [pairs[i] for i in rng.integers(0, len(pairs), rng.integers(0, 3 * n))] if pairs else []
    if rng.random() < 0.2:
        shares = {pair: float(rng.integers(0, 4)) for pair in chosen}
        shares |= {(i, i): 1.0 for i in range(n) if rng.random() < 0.2}
        return Chain.of(people, shares=shares, team=team, quota=quota)
    kinds = list(TieKind)
    ties = [Tie(kinds[rng.integers(len(kinds))], a, b, _tenth(rng)) for a, b in chosen]
    return Chain.of(people, ties=ties, team=team, quota=quota)


def _person(rng: np.random.Generator, i: int, rule: str) -> Person:
    titled = rule in {"assumed", "quota"} and rng.random() < 0.6
    sub_roles = list(SubRole)
    return Person(
        id=i,
        roles=frozenset({Role.DECISION_MAKER}) if titled and rng.random() < 0.3 else frozenset(),
        sub_roles=frozenset({sub_roles[rng.integers(len(sub_roles))]}) if titled else frozenset(),
        votes=_votes(rng, rule),
        veto=bool(rng.random() < 0.1),
        openness=rng.choice([None, 0.0, 0.3, 0.5, 0.95, 1.0]),
        stance=None if rng.random() < 0.3 else float(rng.integers(-10, 11)) / 10,
        confidence=float(rng.integers(0, 5)) / 4,
    )


def _votes(rng: np.random.Generator, rule: str) -> float | None:
    if rule in {"assumed", "quota"} or rng.random() < 0.3:
        return None
    if rule == "heads":
        return 1.0
    return float(rng.integers(0, 5)) / (3.0 if rule == "divided" else 1.0)


def _tenth(rng: np.random.Generator) -> float:
    return float(rng.integers(0, 11)) / 10
