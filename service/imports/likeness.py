"""How alike two records are: blocking finds the pairs worth comparing, a weighted comparison judges them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

REVIEW_FROM = 0.8
"""From this likeness on a pair is shown to a person; measured in ``docs/import.md``."""

_BLOCK_LIMIT = 60
_NAME_WEIGHT = 3.0
_SUPPORT = {"email": 3.0, "phone": 2.0, "organisation": 2.0}
_SAME = 0.92
_OTHER_NUMBER = 0.4
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Comparable:
    """What of a record is compared, each as its normalised key (``service/keys.py``); an empty text is unknown.

    ``together`` names the accounts on which a person stands, or the domain of an account: records that share one are
    compared even where nothing else matches.
    """

    id: int
    name: str
    email: str = ""
    phone: str = ""
    organisation: str = ""
    together: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pair:
    """Two records and how alike they are (0-1, high is alike), with the reasons as codes."""

    first_id: int
    second_id: int
    likeness: float
    reasons: tuple[str, ...]


def block_keys(record: Comparable) -> Iterator[str]:
    """The keys under which a record is looked for; two records are compared where they share one.

    >>> sorted(block_keys(Comparable(1, "ann lee", "ann@x.org")))
    ['e:ann@x.org', 'l:ann@x', 'n:ann lee', 'p:ann', 'p:lee', 's:a lee', 's:l ann', 't:anl']
    """
    words = record.name.split()
    if words:
        yield "n:" + " ".join(sorted(words))
        yield "t:" + _initials(words)
        for word in words:
            if len(word) >= 3:
                yield "p:" + word[:4]
        if len(words) >= 2:
            yield f"s:{words[0][0]} {words[-1][:4]}"
            yield f"s:{words[-1][0]} {words[0][:4]}"
    if record.email:
        yield "e:" + record.email
        yield "l:" + record.email.split("@")[0][:12] + "@" + record.email.rpartition("@")[2][:1]
    if len(record.phone) >= 6:
        yield "f:" + record.phone
        yield "f:" + record.phone[:5]
    if record.organisation:
        yield "o:" + record.organisation[:10] + (words[0][:1] if words else "")
    for place in record.together:
        yield "a:" + place


def _initials(words: Sequence[str]) -> str:
    ordered = sorted(words)
    return ordered[0][:2] + ordered[-1][:1]


def likeness(
    first: Comparable, second: Comparable, name_suffices: bool = False, least: float = 0.0
) -> tuple[float, tuple[str, ...]]:
    """How alike two records are, 0-1, and why.

    The name counts most; address, telephone and organisation support or contradict it where both records have them.
    Without any support a name is enough only where ``name_suffices`` (companies), and then nearly the same one: there
    are many people of one name. A pair that could not be ``least`` alike under one name is answered by 0 at once.

    >>> likeness(Comparable(1, "ann lee", "ann@x.org"), Comparable(2, "lee ann", "ann@x.org"))
    (1.0, ('name', 'email'))
    """
    score, weight = 0.0, _NAME_WEIGHT
    reasons: list[str] = []
    together = bool(first.together and second.together and first.together & second.together)
    for part, share in _SUPPORT.items():
        a, b = getattr(first, part), getattr(second, part)
        if not a or not b:
            continue
        alike = _part(part, a, b, together)
        # What contradicts weighs half of what agrees: people change their address and their telephone.
        share = share if alike >= 0.8 else share / 2
        score += share * alike
        weight += share
        if alike >= 0.8:
            reasons.append(part)
    if together:
        score += 1.0
        weight += 1.0
        reasons.append("together")
    supported = bool(reasons)
    if score + _NAME_WEIGHT < least * weight - 1e-9 or not (supported or name_suffices or least < REVIEW_FROM):
        return 0.0, ()
    name = _names(first.name, second.name)
    reasons = ["name", *reasons] if name >= _SAME else reasons
    result = (score + _NAME_WEIGHT * name) / weight
    if not supported:
        result = result if name_suffices and name >= 0.95 else min(result, REVIEW_FROM - 0.05)
    return round(min(1.0, result), 4), tuple(reasons)


def _names(first: str, second: str) -> float:
    if not first or not second:
        return 0.5
    if first == second:
        return 1.0
    straight = JaroWinkler.similarity(first, second)
    sorted_words = fuzz.token_sort_ratio(first, second) / 100
    alike = max(straight, sorted_words, _initial_match(first, second))
    if alike > _OTHER_NUMBER and _DIGITS.findall(first) != _DIGITS.findall(second):
        # "Plant 7" and "Plant 8" are alike to the letter, and two plants.
        return _OTHER_NUMBER
    return alike


def _initial_match(first: str, second: str) -> float:
    """ "j smith" beside "john smith": the same words but for one that is only an initial."""
    a, b = first.split(), second.split()
    if len(a) != len(b) or len(a) < 2:
        return 0.0
    for left, right in zip(a, b, strict=True):
        if left != right and not (min(len(left), len(right)) == 1 and left[0] == right[0]):
            return 0.0
    return 0.93


def _part(part: str, first: str, second: str, together: bool) -> float:
    if first == second:
        return 1.0
    if part == "phone":
        # Colleagues have telephones that differ by a digit; anywhere else that is a slip.
        return 0.0 if together or len(first) != len(second) else fuzz.ratio(first, second) / 100
    if part == "email":
        # The domain is that of all colleagues and says nothing; a local part with a slip does.
        one, other = first.partition("@")[0], second.partition("@")[0]
        return (
            0.0
            if one[:1] != other[:1] or _DIGITS.findall(one) != _DIGITS.findall(other)
            else fuzz.ratio(one, other) / 100
        )
    return fuzz.token_sort_ratio(first, second) / 100


def find_pairs(
    records: Sequence[Comparable],
    among: frozenset[int] | None = None,
    *,
    least: float = REVIEW_FROM,
    name_suffices: bool = False,
) -> list[Pair]:
    """The pairs of records at least this alike, the most alike first; ``among``: at least one of them is one of these.

    Work grows with the records, not with their square: only records of one block are compared, and a block that
    nearly everybody shares (a common first name) is narrowed by the rest of the name.
    """
    found: list[Pair] = []
    for first, second in _candidates(records):
        if among is not None and first.id not in among and second.id not in among:
            continue
        if not name_suffices and not _can_be_supported(first, second):
            continue
        value, reasons = likeness(first, second, name_suffices, least)
        if value >= least and first.id != second.id:
            low, high = sorted((first.id, second.id))
            found.append(Pair(low, high, value, reasons))
    return sorted(found, key=lambda p: (-p.likeness, p.first_id, p.second_id))


def _can_be_supported(first: Comparable, second: Comparable) -> bool:
    """Whether anything beside the name can speak for a pair; most pairs end here, before anything is measured."""
    return bool(
        (first.together and second.together and first.together & second.together)
        or (first.email and second.email and first.email[0] == second.email[0])
        or (first.phone and second.phone and len(first.phone) == len(second.phone))
        or (first.organisation and second.organisation)
    )


def _candidates(records: Sequence[Comparable]) -> Iterator[tuple[Comparable, Comparable]]:
    """The pairs of records worth comparing, each once."""
    if len(records) <= _BLOCK_LIMIT:
        yield from combinations(records, 2)
        return
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        for key in set(block_keys(record)):
            blocks[key].append(place)
    seen: set[tuple[int, int]] = set()
    for places in blocks.values():
        for pair in _pairs(places, records):
            if pair not in seen:
                seen.add(pair)
                yield records[pair[0]], records[pair[1]]


def _pairs(places: list[int], records: Sequence[Comparable]) -> Iterable[tuple[int, int]]:
    """Pairs of these places, which rise, hence each with the lower place first."""
    if len(places) <= _BLOCK_LIMIT:
        return combinations(places, 2)
    narrower: dict[str, list[int]] = defaultdict(list)
    for place in places:
        words = records[place].name.split()
        narrower[" ".join(w[:2] for w in sorted(words))].append(place)
        narrower["o" + records[place].organisation[:6]].append(place) if records[place].organisation else None
    return (pair for group in narrower.values() if len(group) <= _BLOCK_LIMIT for pair in combinations(group, 2))
