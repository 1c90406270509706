"""The decision chain of one account, as the measures read it: people, ties between them, and our team.

A :class:`Chain` is a handful of arrays, cheap to build in bulk; :meth:`Chain.of` builds one from people and ties.
Everything in it is as of one day: strengths are already decayed (:func:`scoring.coverage.decayed_strength`), and
evidence is already weighed (:func:`scoring.consensus.weigh_evidence`).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from scoring.listening import Tie, listening_from_shares, listening_from_ties
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters
from scoring.vocabulary import Role, SubRole

PersonId = str | int
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the customer's side of the chain, as known today.

    ``votes`` None: nothing was said about this person's votes. ``openness`` None: the default. ``stance`` in [-1, 1],
    None = unknown, whatever ``confidence`` (in [0, 1]) says. ``cost`` > 0 is the effort of a contact, relative.
    """

    id: PersonId
    roles: frozenset[Role] = frozenset()
    sub_roles: frozenset[SubRole] = frozenset()
    votes: float | None = None
    veto: bool = False
    openness: float | None = None
    stance: float | None = None
    confidence: float = 1.0
    do_not_contact: bool = False
    recently_contacted: bool = False
    cost: float = 1.0


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of our people and how well they know people of the chain: ``strengths`` in [0, 1] by person id."""

    id: PersonId
    strengths: Mapping[PersonId, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Chain:
    """One account's decision chain. ``n`` people, ``m`` colleagues; arrays follow the order of ``ids`` and ``team``.

    Attributes
    ----------
    ids : the people, each id once.
    listening : (n, n), >= 0. Row i holds the weights with which i listens to each j, not yet normalised, conflicts
        already halved. A diagonal entry is a share of oneself.
    shares : True where ``listening`` holds relative shares instead of tie strengths; an introduction then opens with
        the normalised share, otherwise with the weight itself, at most 1.
    votes : (n,), >= 0 or NaN = nothing said. ``veto`` : (n,). ``quota`` : > 0 or None = nothing said.
    openness : (n,) in [0, 1] or NaN = the default.
    stance : (n,) in [-1, 1] or NaN = unknown. ``confidence`` : (n,) in [0, 1]; of no effect where unknown.
    roles, sub_roles : for each person, the sets of what they are.
    do_not_contact, recently_contacted : (n,). ``cost`` : (n,) > 0.
    team : our people. ``strengths`` : (m, n) in [0, 1], as worth today.
    conflicts : pairs of positions in ``ids`` between whom there is a conflict.
    required_roles : roles or sub-roles that somebody should hold.

    Raises
    ------
    ValueError : a wrong shape, an id given twice, or a number that is not finite or out of its range.

    >>> chain = Chain.of([Person("cfo", stance=-0.2), Person("it")], shares={("cfo", "it"): 1.0})
    >>> chain.listening.tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    >>> chain.known.tolist()
    [True, False]
    """

    ids: tuple[PersonId, ...]
    listening: Floats
    shares: bool
    votes: Floats
    veto: Flags
    openness: Floats
    stance: Floats
    confidence: Floats
    quota: float | None = None
    roles: tuple[frozenset[Role], ...] = ()
    sub_roles: tuple[frozenset[SubRole], ...] = ()
    do_not_contact: Flags = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    recently_contacted: Flags = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    cost: Floats = field(default_factory=lambda: np.zeros(0))
    team: tuple[PersonId, ...] = ()
    strengths: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    conflicts: tuple[tuple[int, int], ...] = ()
    required_roles: tuple[Role | SubRole, ...] = ()

    def __post_init__(self) -> None:
        n = len(self.ids)
        self._fill("roles", (frozenset[Role](),) * n)
        self._fill("sub_roles", (frozenset[SubRole](),) * n)
        self._fill("do_not_contact", np.zeros(n, dtype=np.bool_))
        self._fill("recently_contacted", np.zeros(n, dtype=np.bool_))
        self._fill("cost", np.ones(n))
        if not self.team:
            object.__setattr__(self, "strengths", np.zeros((0, n)))
        self._check()

    def _fill(self, name: str, default: object) -> None:
        """Give an empty field its default for ``n`` people; fields given are left as they are."""
        if len(getattr(self, name)) == 0:
            object.__setattr__(self, name, default)

    def _check(self) -> None:
        n = len(self.ids)
        if len(set(self.ids)) != n:
            raise ValueError("an id of a person is given twice")
        if len(set(self.team)) != len(self.team) or set(self.team) & set(self.ids):
            raise ValueError("an id of a colleague is given twice")
        if self.listening.shape != (n, n):
            raise ValueError(f"listening has shape {self.listening.shape}, not {(n, n)}")
        if self.strengths.shape != (len(self.team), n):
            raise ValueError(f"strengths has shape {self.strengths.shape}, not {(len(self.team), n)}")
        for name in _PER_PERSON:
            if len(getattr(self, name)) != n:
                raise ValueError(f"{name} has {len(getattr(self, name))} entries for {n} people")
        for name, low, high, unknown_allowed in _RANGES:
            _check_range(name, getattr(self, name), low, high, unknown_allowed)
        if self.quota is not None and not (np.isfinite(self.quota) and self.quota >= 0):
            raise ValueError("quota must be a finite number, at least 0")
        if n and float(self.cost.min()) <= 0:
            raise ValueError("cost must be above 0")

    @property
    def size(self) -> int:
        """How many people there are."""
        return len(self.ids)

    @cached_property
    def known(self) -> Flags:
        """(n,) True where something is known of a person's stance: a stance, with confidence above 0."""
        return np.asarray(~np.isnan(self.stance) & (self.confidence > 0), dtype=np.bool_)

    @cached_property
    def certainty(self) -> Floats:
        """(n,) conf_i: the confidence in each stance, 0 where it is unknown."""
        return np.where(self.known, self.confidence, 0.0)

    @cached_property
    def shrunk_stance(self) -> Floats:
        """(n,) x^_i = conf_i x_i: what the evidence carries, 0 where unknown."""
        return np.where(self.known, self.confidence * np.nan_to_num(self.stance), 0.0)

    @cached_property
    def position(self) -> Mapping[PersonId, int]:
        """Where each id stands in ``ids``."""
        return {person: i for i, person in enumerate(self.ids)}

    @classmethod
    def of(
        cls,
        people: Sequence[Person],
        *,
        ties: Iterable[Tie] = (),
        shares: Mapping[tuple[PersonId, PersonId], float] | None = None,
        team: Sequence[Colleague] = (),
        quota: float | None = None,
        required_roles: Iterable[Role | SubRole] = (),
        parameters: ChainParameters = DEFAULT_PARAMETERS,
    ) -> Self:
        """Build a chain from people, and from either ``ties`` or ``shares`` ((listener, to) -> relative share).

        Raises ValueError for both at once, a name nobody bears, or a number out of its range.
        """
        ids = tuple(person.id for person in people)
        position: Mapping[Hashable, int] = {person: i for i, person in enumerate(ids)}
        ties = tuple(ties)
        if shares is not None and ties:
            raise ValueError("give either ties or shares, not both")
        conflicts: tuple[tuple[int, int], ...] = ()
        if shares is not None:
            listening = listening_from_shares(position, shares)
        else:
            listening, conflicts = listening_from_ties(position, ties, parameters)
        strengths = np.zeros((len(team), len(ids)))
        for row, colleague in enumerate(team):
            for person, strength in colleague.strengths.items():
                if person not in position:
                    raise ValueError(f"{colleague.id!r} knows {person!r}, who is not in the chain")
                strengths[row, position[person]] = strength
        return cls(
            ids=ids,
            listening=listening,
            shares=shares is not None,
            votes=_optional([person.votes for person in people]),
            veto=np.array([person.veto for person in people], dtype=np.bool_),
            openness=_optional([person.openness for person in people]),
            stance=_optional([person.stance for person in people]),
            confidence=np.array([person.confidence for person in people], dtype=np.float64),
            quota=quota,
            roles=tuple(person.roles for person in people),
            sub_roles=tuple(person.sub_roles for person in people),
            do_not_contact=np.array([person.do_not_contact for person in people], dtype=np.bool_),
            recently_contacted=np.array([person.recently_contacted for person in people], dtype=np.bool_),
            cost=np.array([person.cost for person in people], dtype=np.float64),
            team=tuple(colleague.id for colleague in team),
            strengths=strengths,
            conflicts=conflicts,
            required_roles=tuple(required_roles),
        )


_PER_PERSON = (
    "votes", "veto", "openness", "stance", "confidence", "roles", "sub_roles", "do_not_contact", "recently_contacted",
    "cost",
)  # fmt: skip
# name, least, most, whether NaN stands for "not said"
_RANGES = (
    ("listening", 0.0, np.inf, False),
    ("votes", 0.0, np.inf, True),
    ("openness", 0.0, 1.0, True),
    ("stance", -1.0, 1.0, True),
    ("confidence", 0.0, 1.0, False),
    ("cost", 0.0, np.inf, False),
    ("strengths", 0.0, 1.0, False),
)


def _optional(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _check_range(name: str, values: Floats, low: float, high: float, unknown_allowed: bool) -> None:
    said = values[~np.isnan(values)]
    if not unknown_allowed and said.size != values.size:
        raise ValueError(f"{name} holds something that is not a number")
    if said.size and (np.isinf(said).any() or said.min() < low or said.max() > high):
        raise ValueError(f"{name} holds a number that is not finite or not in [{low:g}, {high:g}]")
