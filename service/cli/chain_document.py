"""The document that describes one decision chain to ``linchpin analyse``: its fields, their ranges, and every refusal.

A refusal names the place at fault as a path: ``people[0].votes``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictStr, ValidationError

from scoring.chain import Chain, Colleague, Person, PersonId
from scoring.decision_rule import decision_rule
from scoring.listening import Tie
from scoring.vocabulary import Role, SubRole, TieKind

MOST_PEOPLE = 500
MOST_TIES = 50_000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a document: where, and what. An empty path is the document as a whole."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class DocumentRefused(Exception):
    """A document that cannot be analysed, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def _as_list(value: object) -> object:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _role_or_function(value: object) -> Role | SubRole:
    known: tuple[Role | SubRole, ...] = (*Role, *SubRole)
    for word in known:
        if value == word.value:
            return word
    raise ValueError(f"must be a role or sub-role: {', '.join(known)}")


Identifier = Annotated[StrictStr, Field(min_length=1, max_length=200)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
NotNegative = Annotated[Number, Field(ge=0, le=1e12)]
Share = Annotated[Number, Field(ge=0, le=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonEntry(_Entry):
    """Somebody of the customer. ``role`` and ``sub_role`` are one word or a list; a sub-role implies its role."""

    id: Identifier
    role: Annotated[list[Role], BeforeValidator(_as_list)] = []
    sub_role: Annotated[list[SubRole], BeforeValidator(_as_list)] = []
    votes: NotNegative | None = None
    veto: StrictBool = False
    openness: Share | None = None
    stance: Annotated[Number, Field(ge=-1, le=1)] | None = None
    confidence: Share | None = None
    do_not_contact: StrictBool = False
    recently_contacted: StrictBool = False
    cost: Annotated[Number, Field(gt=0, le=1e12)] = 1.0


class ShareEntry(_Entry):
    """How much of ``person``'s listening goes ``to`` somebody, relative to the other shares of that person."""

    person: Identifier
    to: Identifier
    share: NotNegative


class TieEntry(_Entry):
    """A typed tie; see :class:`scoring.vocabulary.TieKind` for what each kind means."""

    kind: TieKind
    source: Identifier
    target: Identifier
    strength: NotNegative = 1.0


class ColleagueEntry(_Entry):
    """One of ours, and how well they know people today: none 0, brief .25, several .5, in depth .75, trusted .95."""

    id: Identifier
    strengths: dict[Identifier, Share] = {}


class ChainDocument(_Entry):
    """One decision chain, as of today."""

    people: Annotated[list[PersonEntry], Field(max_length=MOST_PEOPLE)]
    quota: NotNegative | None = None
    listening: list[ShareEntry] | None = None
    ties: Annotated[list[TieEntry], Field(max_length=MOST_TIES)] | None = None
    team: Annotated[list[ColleagueEntry], Field(max_length=MOST_PEOPLE)] = []
    required_roles: list[Annotated[Role | SubRole, BeforeValidator(_role_or_function)]] = []


def read_chain(content: bytes) -> Chain:
    """The chain in a JSON document; raises :class:`DocumentRefused` with all that is wrong.

    >>> read_chain(b'{"people": [{"id": "cfo"}]}').ids
    ('cfo',)
    >>> read_chain(b'{"people": [{"id": "cfo", "votes": -1}]}')
    Traceback (most recent call last):
    service.cli.chain_document.DocumentRefused: people[0].votes: must be at least 0
    """
    parsed = _parse(content)
    try:
        document = ChainDocument.model_validate(parsed)
    except ValidationError as error:
        raise DocumentRefused([_problem(dict(found), parsed) for found in error.errors(include_url=False)]) from error
    problems = _names_at_fault(document)
    if problems:
        raise DocumentRefused(problems)
    chain = _chain(document)
    rule = decision_rule(chain)
    if chain.size and rule.never_passes:
        votes = float(rule.votes.sum())
        raise DocumentRefused([Problem("quota", f"{rule.quota:g} is more than the {votes:g} votes that there are")])
    if chain.size and rule.always_passes:
        raise DocumentRefused([Problem("quota", "must be above 0 unless somebody holds a veto")])
    return chain


def _parse(content: bytes) -> Any:
    try:
        # NaN and infinities are let through here, so that the check of the fields names their place.
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_unrepeated)
    except UnicodeDecodeError as error:
        raise DocumentRefused([Problem("", "is not UTF-8 text")]) from error
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise DocumentRefused([Problem("", message)]) from error
    except RecursionError as error:
        raise DocumentRefused([Problem("", "is nested too deeply")]) from error
    except ValueError as error:  # a number with thousands of digits
        raise DocumentRefused([Problem("", f"cannot be read: {error}")]) from error


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise DocumentRefused([Problem("", f"names the key {key!r} twice in one object")])
        seen[key] = value
    return seen


_SENTENCES = {
    "missing": "is required",
    "extra_forbidden": "is not a key of this document",
    "finite_number": "must be a finite number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "string_unicode": "must be text without broken characters",
    "string_too_short": "must not be empty",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "greater_than_equal": "must be at least {ge:g}",
    "greater_than": "must be above {gt:g}",
    "less_than_equal": "must be at most {le:g}",
    "too_long": "holds {actual_length} entries, at most {max_length} are analysed",
    "string_too_long": "must be at most {max_length} characters",
    "enum": "must be one of {expected}",
}


def _problem(error: dict[str, Any], document: Any) -> Problem:
    message = _SENTENCES.get(error["type"])
    context = error.get("ctx", {})
    sentence = message.format(**context) if message else str(error["msg"]).removeprefix("Value error, ")
    return Problem(path_of(_within(document, error["loc"])), sentence)


def _within(document: Any, place: Sequence[str | int]) -> list[str | int]:
    """The parts of ``place`` that the document itself has: no branches of a union, no list where one word stood."""
    parts: list[str | int] = []
    for part in place:
        if isinstance(document, dict) and isinstance(part, str):
            document = document.get(part)
        elif isinstance(document, list) and isinstance(part, int):
            document = document[part]
        else:
            break
        parts.append(part)
    return parts


def path_of(place: Sequence[str | int]) -> str:
    """A place in a document as people write it.

    >>> path_of(["people", 0, "votes"])
    'people[0].votes'
    """
    path = ""
    for part in place:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


def _names_at_fault(document: ChainDocument) -> list[Problem]:
    """Ids given twice or not readable, names that nobody bears, ties of somebody with themselves."""
    problems: list[Problem] = []
    people: set[str] = set()
    everyone: set[str] = set()
    for path, identifier in (
        *((f"people[{i}].id", person.id) for i, person in enumerate(document.people)),
        *((f"team[{u}].id", colleague.id) for u, colleague in enumerate(document.team)),
    ):
        if not identifier.isprintable() or not identifier.strip():
            problems.append(Problem(path, "must be visible text on one line"))
        elif identifier in everyone:
            problems.append(Problem(path, f"{identifier!r} is the id of somebody else already"))
        everyone.add(identifier)
        if path.startswith("people"):
            people.add(identifier)
    if document.listening and document.ties:
        problems.append(Problem("ties", "give either listening or ties, not both"))
    named = [
        *((f"listening[{k}].{field}", getattr(share, field))
          for k, share in enumerate(document.listening or ()) for field in ("person", "to")),
        *((f"ties[{k}].{field}", getattr(tie, field))
          for k, tie in enumerate(document.ties or ()) for field in ("source", "target")),
        *((f"team[{u}].strengths.{person}", person)
          for u, colleague in enumerate(document.team) for person in colleague.strengths),
    ]  # fmt: skip
    problems += [Problem(path, f"{name!r} is not the id of a person") for path, name in named if name not in people]
    said: set[tuple[str, str]] = set()
    for k, share in enumerate(document.listening or ()):
        if (share.person, share.to) in said:
            problems.append(Problem(f"listening[{k}]", f"{share.person!r} to {share.to!r} is given twice"))
        said.add((share.person, share.to))
    for k, tie in enumerate(document.ties or ()):
        if tie.source == tie.target:
            problems.append(Problem(f"ties[{k}].target", f"{tie.target!r} cannot be tied to themselves"))
    return problems


def _chain(document: ChainDocument) -> Chain:
    people = [
        Person(
            id=person.id,
            roles=frozenset(person.role),
            sub_roles=frozenset(person.sub_role),
            votes=person.votes,
            veto=person.veto,
            openness=person.openness,
            stance=person.stance,
            confidence=1.0 if person.confidence is None else person.confidence,
            do_not_contact=person.do_not_contact,
            recently_contacted=person.recently_contacted,
            cost=person.cost,
        )
        for person in document.people
    ]
    shares: dict[tuple[PersonId, PersonId], float] | None = None
    if document.listening and not document.ties:
        shares = {(share.person, share.to): share.share for share in document.listening}
    return Chain.of(
        people,
        shares=shares,
        ties=[Tie(tie.kind, tie.source, tie.target, tie.strength) for tie in document.ties or ()],
        team=[Colleague(colleague.id, dict(colleague.strengths.items())) for colleague in document.team],
        quota=document.quota,
        required_roles=document.required_roles,
    )
