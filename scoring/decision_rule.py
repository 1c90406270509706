"""The rule by which an account decides: the stated one, or the assumed one, marked so."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import ceil, gcd, lcm

import numpy as np

from scoring.chain import Chain, Flags, Floats
from scoring.vocabulary import Role, SubRole


class RuleGrounds(StrEnum):
    """What a decision rule rests on."""

    STATED = "stated"
    VOTES_ONLY = "votes_only"
    SOLE_ECONOMIC_BUYER = "sole_economic_buyer"
    DECISION_MAKERS = "decision_makers"
    EVERYBODY = "everybody"
    NOBODY = "nobody"


@dataclass(frozen=True, eq=False)
class DecisionRule:
    """A coalition wins when its votes reach ``quota`` and it holds every veto.

    ``votes`` : (n,) >= 0, people without a vote have 0. ``veto`` : (n,). ``assumed`` : something of it was not stated.
    """

    votes: Floats
    veto: Flags
    quota: float
    grounds: RuleGrounds

    @property
    def assumed(self) -> bool:
        """True unless votes and quota were both stated."""
        return self.grounds is not RuleGrounds.STATED

    @cached_property
    def voters(self) -> Flags:
        """(n,) who has a seat: votes, or a veto. A seat may still be without power."""
        return np.asarray((self.votes > 0) | self.veto, dtype=np.bool_)

    @cached_property
    def whole(self) -> tuple[list[int], int]:
        """Votes and quota as whole numbers with the same winning coalitions.

        Votes are read as the decimals that they are written as, so that .1 + .2 reaches .3. A quota missed by less
        than 1e-12 of all votes counts as reached: that is rounding, not politics.
        """
        votes = [Fraction(repr(float(vote))) for vote in self.votes]
        scale = lcm(*(vote.denominator for vote in votes)) if votes else 1
        scaled = [int(vote * scale) for vote in votes]
        slack = Fraction(sum(scaled), 10**12)
        quota = max(0, ceil(Fraction(repr(float(self.quota))) * scale - slack))
        common = gcd(*scaled)
        if common > 1:
            scaled, quota = [vote // common for vote in scaled], -(-quota // common)
        return scaled, quota

    @property
    def always_passes(self) -> bool:
        """True where even nobody's yes would be enough: nobody is ever pivotal."""
        return self.whole[1] <= 0 and not bool(self.veto.any())

    @property
    def never_passes(self) -> bool:
        """True where all votes together do not reach the quota."""
        return sum(self.whole[0]) < self.whole[1]


def majority(votes: Floats) -> float:
    """The least quota that is more than half of the votes, on the grid of the votes' own decimals.

    >>> majority(np.array([1.0, 1.0, 1.0])), majority(np.array([0.5, 0.5, 1.0])), majority(np.array([0.0]))
    (2.0, 1.5, 0.0)
    """
    exact = [Fraction(repr(float(vote))) for vote in votes if vote > 0]
    if not exact:
        return 0.0
    scale = lcm(*(vote.denominator for vote in exact))
    return float(Fraction(int(sum(exact) * scale) // 2 + 1, scale))


def decision_rule(chain: Chain) -> DecisionRule:
    """The rule of a chain. Vetoes that were stated always hold, also beside assumed votes.

    - Votes and quota stated: as stated; people without stated votes have none.
    - Votes without a quota: more than half of them. Only vetoes and no votes above 0, the votes being stated as 0: a
      yes of everyone who holds a veto is needed and enough.
    - Neither: a sole economic buyer has the one vote; otherwise each decision maker (by role or sub-role) has one and
      more than half are needed; where no decision maker is known, everybody has one (power is then uniform).
    - A quota without votes: it counts heads, so each decision maker has one vote, or everybody where none is known.
    - Votes that are all 0, with no veto beside them, say nothing: as if no votes had been stated.
    """
    stated = ~np.isnan(chain.votes)
    votes = np.where(stated, chain.votes, 0.0)
    if not chain.size:
        return DecisionRule(votes, chain.veto, 0.0, RuleGrounds.NOBODY)
    if bool((votes > 0).any()) or (bool(stated.any()) and bool(chain.veto.any())):
        if chain.quota is not None:
            return DecisionRule(votes, chain.veto, chain.quota, RuleGrounds.STATED)
        return DecisionRule(votes, chain.veto, majority(votes), RuleGrounds.VOTES_ONLY)
    buyers = np.array([SubRole.ECONOMIC_BUYER in sub_roles for sub_roles in chain.sub_roles])
    deciders = np.array([is_decision_maker(chain, i) for i in range(chain.size)])
    if chain.quota is None and int(buyers.sum()) == 1:
        votes, grounds = buyers.astype(np.float64), RuleGrounds.SOLE_ECONOMIC_BUYER
    elif bool(deciders.any()):
        votes, grounds = deciders.astype(np.float64), RuleGrounds.DECISION_MAKERS
    else:
        votes, grounds = np.ones(chain.size), RuleGrounds.EVERYBODY
    return DecisionRule(votes, chain.veto, majority(votes) if chain.quota is None else chain.quota, grounds)


def is_decision_maker(chain: Chain, i: int) -> bool:
    """Whether person ``i`` is a decision maker, by role or by the role that a sub-role belongs to."""
    return Role.DECISION_MAKER in chain.roles[i] or any(
        sub_role.role is Role.DECISION_MAKER for sub_role in chain.sub_roles[i]
    )
