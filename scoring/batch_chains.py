"""Many decision chains at once, as flat arrays: what the batch path reads.

Accounts stand in the order of their size, so that all chains of n people are one block (g, n) of every flat array and
dense arithmetic needs neither padding nor gathering. People of an account stand together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoring.chain import Chain, Flags, Floats
from scoring.decision_rule import is_decision_maker
from scoring.vocabulary import SubRole

Indices = NDArray[np.intp]

# About as many numbers as a core's cache holds; larger blocks are slower, smaller ones cost calls.
CELLS_AT_ONCE = 1 << 17


@dataclass(frozen=True, slots=True)
class Block:
    """Accounts ``first`` to ``last`` (excluded), all of ``size`` people; their people from ``start`` to ``stop``."""

    size: int
    first: int
    last: int
    start: int
    stop: int

    @property
    def count(self) -> int:
        """How many accounts."""
        return self.last - self.first

    @property
    def people(self) -> slice:
        """Where their people stand in arrays over people."""
        return slice(self.start, self.stop)

    @property
    def accounts(self) -> slice:
        """Where they stand in arrays over accounts."""
        return slice(self.first, self.last)

    def table(self, values: Floats) -> Floats:
        """Values over people as (g, n), without copying."""
        return values[self.people].reshape(self.count, self.size)


@dataclass(frozen=True, eq=False)
class ChainBatch:
    """``a`` chains with N people in all; see :class:`scoring.chain.Chain` for what each value means.

    Attributes
    ----------
    sizes : (a,) people of each account, ascending.
    votes, openness, stance : (N,), NaN = not said, the default, unknown. ``confidence``, ``veto`` : (N,).
    buyers, deciders : (N,) who is an economic buyer, who is a decision maker by role or sub-role.
    quota : (a,), NaN = nothing said.
    listener, heard, weight : (L,) listening of one person to another of the same account, as positions of people; ties
        between the same two add up. In the order of accounts.
    apart : (c, 2) pairs of people in conflict, whose listening is multiplied by ``conflict_factor`` once, both ways. In
        the order of accounts. Empty where conflicts are already in the weights.
    knower, known, strength : (S,) colleague, person and strength as worth today; each pair once.
    colleague_account : (m,) the account of each colleague, ascending: one entry an account that he or she works on.

    Raises
    ------
    ValueError : accounts are not in the order of their size, or an array does not fit.
    """

    sizes: Indices
    votes: Floats
    veto: Flags
    openness: Floats
    stance: Floats
    confidence: Floats
    buyers: Flags
    deciders: Flags
    quota: Floats
    listener: Indices
    heard: Indices
    weight: Floats
    apart: Indices
    knower: Indices
    known: Indices
    strength: Floats
    colleague_account: Indices

    def __post_init__(self) -> None:
        if (np.diff(self.sizes) < 0).any():
            raise ValueError("accounts must stand in the order of their size")
        people = int(self.sizes.sum())
        for name in ("votes", "veto", "openness", "stance", "confidence", "buyers", "deciders"):
            if len(getattr(self, name)) != people:
                raise ValueError(f"{name} has {len(getattr(self, name))} entries for {people} people")
        if len(self.quota) != len(self.sizes):
            raise ValueError("quota needs one entry an account")
        if (np.diff(self.edge_account) < 0).any():
            raise ValueError("listening must stand in the order of accounts")

    @property
    def accounts(self) -> int:
        """How many chains there are."""
        return len(self.sizes)

    @cached_property
    def starts(self) -> Indices:
        """(a + 1,) where the people of each account begin."""
        return np.concatenate([[0], np.cumsum(self.sizes)]).astype(np.intp)

    @cached_property
    def account_of(self) -> Indices:
        """(N,) the account of each person."""
        return np.repeat(np.arange(self.accounts), self.sizes)

    @cached_property
    def edge_account(self) -> Indices:
        """(L,) the account of each listening."""
        return np.asarray(self.account_of[self.listener], dtype=np.intp)

    @cached_property
    def stated_stance(self) -> Flags:
        """(N,) where something is known of a person's stance."""
        return np.asarray(~np.isnan(self.stance) & (self.confidence > 0), dtype=np.bool_)

    @cached_property
    def certainty(self) -> Floats:
        """(N,) conf_i, 0 where the stance is unknown."""
        return np.where(self.stated_stance, self.confidence, 0.0)

    @cached_property
    def shrunk_stance(self) -> Floats:
        """(N,) x^_i = conf_i x_i, 0 where unknown."""
        return np.where(self.stated_stance, self.confidence * np.nan_to_num(self.stance), 0.0)

    def total(self, values: Floats) -> Floats:
        """(a,) sums over the people of each account; 0 where there is nobody."""
        return self._reduced(np.add, values, 0.0)

    def largest(self, values: Floats) -> Floats:
        """(a,) the largest value of each account, at least 0."""
        return self._reduced(np.maximum, values, 0.0)

    def any(self, flags: Flags) -> Flags:
        """(a,) whether it holds for anybody of the account."""
        return np.asarray(self.largest(flags.astype(np.float64)) > 0, dtype=np.bool_)

    def _reduced(self, operation: np.ufunc, values: Floats, empty: float) -> Floats:
        result = np.full(self.accounts, empty)
        first = int(np.searchsorted(self.sizes, 1))
        if first < self.accounts:
            result[first:] = operation.reduceat(np.asarray(values, dtype=np.float64), self.starts[first:-1])
        return result

    def blocks(self, cells_of: int = 2, cells: int = CELLS_AT_ONCE) -> Iterator[Block]:
        """Accounts of equal size, at most so many at a time that n^``cells_of`` numbers each make ``cells`` in all."""
        sizes, first = np.unique(self.sizes, return_index=True)
        ends = np.append(first, self.accounts)[1:]
        for size, begin, end in zip(sizes.tolist(), first.tolist(), ends.tolist(), strict=True):
            if size == 0:
                continue
            step = max(1, int(cells // size**cells_of))
            for account in range(begin, end, step):
                last = min(account + step, end)
                yield Block(size, account, last, int(self.starts[account]), int(self.starts[last]))

    @classmethod
    def of(cls, chains: Sequence[Chain]) -> tuple["ChainBatch", list[int]]:
        """A batch of chains, and which chain stands at each place of it.

        >>> from scoring.chain import Person
        >>> two = [Chain.of([Person("a"), Person("b")]), Chain.of([Person("c")])]
        >>> batch, places = ChainBatch.of(two)
        >>> batch.sizes.tolist(), places
        ([1, 2], [1, 0])
        """
        places = sorted(range(len(chains)), key=lambda place: chains[place].size)
        ordered = [chains[place] for place in places]
        starts = np.cumsum([0, *(chain.size for chain in ordered)])
        edges = [np.nonzero(chain.listening) for chain in ordered]
        ours = np.cumsum([0, *(len(chain.team) for chain in ordered)])
        contacts = [np.nonzero(chain.strengths) for chain in ordered]
        batch = cls(
            sizes=np.array([chain.size for chain in ordered], dtype=np.intp),
            votes=_joined([chain.votes for chain in ordered]),
            veto=_joined([chain.veto for chain in ordered]).astype(np.bool_),
            openness=_joined([chain.openness for chain in ordered]),
            stance=_joined([chain.stance for chain in ordered]),
            confidence=_joined([chain.confidence for chain in ordered]),
            buyers=np.array([SubRole.ECONOMIC_BUYER in held for c in ordered for held in c.sub_roles], dtype=np.bool_),
            deciders=np.array([is_decision_maker(c, i) for c in ordered for i in range(c.size)], dtype=np.bool_),
            quota=np.array([np.nan if c.quota is None else c.quota for c in ordered], dtype=np.float64),
            listener=_joined([rows + start for (rows, _), start in zip(edges, starts, strict=False)]).astype(np.intp),
            heard=_joined([cols + start for (_, cols), start in zip(edges, starts, strict=False)]).astype(np.intp),
            weight=_joined([c.listening[where] for c, where in zip(ordered, edges, strict=True)]),
            # A chain has its conflicts in its weights already.
            apart=np.zeros((0, 2), dtype=np.intp),
            knower=_joined([rows + start for (rows, _), start in zip(contacts, ours, strict=False)]).astype(np.intp),
            known=_joined([cols + start for (_, cols), start in zip(contacts, starts, strict=False)]).astype(np.intp),
            strength=_joined([c.strengths[where] for c, where in zip(ordered, contacts, strict=True)]),
            colleague_account=np.repeat(np.arange(len(ordered)), [len(c.team) for c in ordered]).astype(np.intp),
        )
        return batch, places


def _joined(parts: Sequence[NDArray[np.generic]]) -> NDArray[np.float64]:
    return np.concatenate([np.asarray(part, dtype=np.float64) for part in parts] or [np.zeros(0)])
