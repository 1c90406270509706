"""Ties as sentences about one person: to read, and to choose from."""

from flask_babel import gettext as _

from scoring.vocabulary import TieKind
from service.errors import Invalid
from service.queries.account_analysis import AccountChain

Direction = tuple[TieKind, bool]
"""The kind of a tie, and whether the person it is told about is its source."""

_WAYS: dict[str, Direction] = {
    "reports_to": (TieKind.REPORTS_TO, True),
    "leads": (TieKind.REPORTS_TO, False),
    "influences": (TieKind.INFLUENCES, True),
    "influenced_by": (TieKind.INFLUENCES, False),
    "works_with": (TieKind.WORKS_WITH, True),
    "conflicts": (TieKind.CONFLICTS, True),
}


def tie_options() -> list[tuple[str, str]]:
    """The ways in which a person can be tied to another, for a list to choose from."""
    words = (
        _("Reports to"),
        _("Leads"),
        _("Influences"),
        _("Is influenced by"),
        _("Works with"),
        _("Is in conflict with"),
    )
    return list(zip(_WAYS, words, strict=True))


def tie_word(kind: TieKind) -> str:
    """What a person at the source of such a tie does with the one at its target."""
    return next(said for key, said in tie_options() if _WAYS[key] == (kind, True))


def chosen_tie(text: str) -> Direction:
    """What one of these options means.

    :raises Invalid: none of them.
    """
    if text not in _WAYS:
        message = _("Choose one of the list.")
        raise Invalid(message, [{"path": "kind", "message": message}])
    return _WAYS[text]


def tie_sentences(chain: AccountChain, person_id: int) -> list[tuple[int, str, int, str]]:
    """For each tie of the person: its number, the words for it, and the other one's number and name."""
    both_ways = {TieKind.WORKS_WITH, TieKind.CONFLICTS}
    words = {direction: dict(tie_options())[key] for key, direction in _WAYS.items()}
    found = []
    for tie in chain.records.ties:
        if person_id not in (tie.source_id, tie.target_id):
            continue
        is_source = tie.source_id == person_id
        other = tie.target_id if is_source else tie.source_id
        said = words[tie.kind, True if tie.kind in both_ways else is_source]
        found.append((tie.id, said, other, chain.members[other].name))
    return found
