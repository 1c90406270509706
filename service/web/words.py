"""The domain's values in the reader's words, for templates: ``{{ person.role | word }}``."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary import CaseState, DeliveryState, ImportState, InvitationState, RunState, SurveyState
from scoring.vocabulary import (
    ContractOutcome,
    HealthGroup,
    InteractionKind,
    LifecycleStage,
    OrganisationSide,
    Role,
    Stance,
    Strength,
    SubRole,
    TicketSeverity,
    TieKind,
)
from service.i18n.labels import LABELS, label

_MET_AS_TEXT: tuple[type[StrEnum], ...] = (
    Role,
    SubRole,
    Stance,
    TieKind,
    Strength,
    HealthGroup,
    LifecycleStage,
    OrganisationSide,
    ContractOutcome,
    TicketSeverity,
    RunState,
    CaseState,
    ImportState,
    InvitationState,
    DeliveryState,
    SurveyState,
    InteractionKind,
)

#: Plain values that a template meets without their enum, as in JSON; where two enums share one, the first above wins.
_MEMBER_OF = {member.value: member for enum in reversed(_MET_AS_TEXT) for member in enum}

#: States that pages derive and no record stores.
_DERIVED: dict[str, Any] = {
    "unknown": _l("Unknown"),
    "overdue": _l("Overdue"),
    "due_soon": _l("Due soon"),
    "retrying": _l("Trying again"),
    "active": _l("Active"),
    "inactive": _l("Inactive"),
    "revoked": _l("Revoked"),
    "cancelled": _l("Cancelled"),
}


def word(value: StrEnum | str | None) -> str:
    """The words for a stored value; a text that is no stored value is shown with spaces for underscores.

    >>> word(SubRole.ECONOMIC_BUYER), word("economic_buyer"), word("own_word")
    ('Economic buyer', 'Economic buyer', 'Own word')
    """
    if value is None or value == "":
        return str(_DERIVED["unknown"])
    if isinstance(value, StrEnum) and type(value) in LABELS:
        return str(label(value))
    text = str(value)
    if text in _MEMBER_OF:
        return str(label(_MEMBER_OF[text]))
    return str(_DERIVED.get(text, text.replace("_", " ").capitalize()))


def initials(name: str) -> str:
    """Two letters for a person's circle: first and last word, or the last two characters of a Chinese name.

    >>> initials("Ada King Lovelace"), initials("王小明"), initials("ada@example.org")
    ('AL', '小明', 'A')
    """
    words = name.split("@")[0].split()
    if not words:
        return "?"
    if len(words) == 1 and not words[0].isascii() and len(words[0]) > 1:
        return words[0][-2:]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
