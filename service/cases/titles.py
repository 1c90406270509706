"""What a case that a rule opened is called, in the language of the one who works it."""

import unicodedata

from models.vocabulary import CaseOrigin
from scoring.vocabulary import Role
from service.cases.findings import Finding
from service.i18n.catalogue import translator

_MOST = 300
_UNPRINTED = frozenset({"Cc", "Cs", "Zl", "Zp"})


def title_of(finding: Finding, language: str, person: str | None) -> str:
    """The title of a finding's case.

    Who gave an unhappy answer is not named in it: a title is read by people who may not read single answers.

    >>> from models.vocabulary import Urgency
    >>> found = Finding(CaseOrigin.FALLING_SCORE, 1, "c", "e", Urgency.HIGH, detail={"from": 71.2, "to": 55.8})
    >>> title_of(found, "en", None)
    'Health score fell from 71 to 56'
    """
    _ = translator(language)
    detail = finding.detail
    match finding.origin:
        case CaseOrigin.UNHAPPY_ANSWER if detail.get("role") == Role.DECISION_MAKER.value:
            text = _("Unhappy answer from a decision maker")
        case CaseOrigin.UNHAPPY_ANSWER if detail.get("role") == Role.INFLUENCER.value:
            text = _("Unhappy answer from an influencer")
        case CaseOrigin.UNHAPPY_ANSWER if detail.get("role") == Role.END_USER.value:
            text = _("Unhappy answer from an end user")
        case CaseOrigin.UNHAPPY_ANSWER:
            text = _("Unhappy answer")
        case CaseOrigin.SILENT_DECISION_MAKER:
            text = _("{name} was asked and has not answered").format(name=person or _("A decision maker"))
        case CaseOrigin.DEPARTED_CHAMPION:
            text = _("{name} has left").format(name=person or _("A champion"))
        case CaseOrigin.FALLING_SCORE:
            before, after = round(float(detail.get("from", 0))), round(float(detail.get("to", 0)))
            text = _("Health score fell from {before} to {after}").format(before=before, after=after)
        case CaseOrigin.REPEATED_PROBLEM:
            text = _("The same problem again: {category}").format(category=detail.get("category", ""))
        case _:
            text = _("Case")
    line = " ".join("".join(" " if unicodedata.category(c) in _UNPRINTED else c for c in text).split())
    return line if len(line) <= _MOST else line[: _MOST - 1] + "…"
