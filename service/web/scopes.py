"""The scopes of tokens in words, for choosing and for showing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.auth.policy import SCOPES, Action, Reach, Resource, reach
from service.auth.principal import Principal

WORDS: dict[Resource, Any] = {
    Resource.ACCOUNT: _l("Accounts, people and scores"),
    Resource.REVENUE: _l("Revenue"),
    Resource.OPINION: _l("Opinions and notes on people"),
    Resource.SURVEY: _l("Surveys"),
    Resource.RESPONSE: _l("Survey answers"),
    Resource.CASE: _l("Cases"),
    Resource.IMPORT: _l("Imports and merges"),
    Resource.REPORT: _l("Reports"),
    Resource.ADMIN: _l("Administration"),
    Resource.RUN: _l("Runs"),
}


@dataclass(frozen=True)
class ScopeRow:
    """One resource with the scopes on it that the asker's role reaches; None: out of reach."""

    words: str
    read: str | None
    write: str | None


def scope_rows(principal: Principal) -> list[ScopeRow]:
    """What a token of ``principal`` may be given, one row a resource."""

    def within(resource: Resource, action: Action) -> str | None:
        reached = reach(principal, resource, action) > Reach.NOTHING
        return f"{resource}:{action}" if reached and f"{resource}:{action}" in SCOPES else None

    rows = [
        ScopeRow(str(words), within(resource, Action.READ), within(resource, Action.WRITE))
        for resource, words in WORDS.items()
    ]
    return [row for row in rows if row.read or row.write]


def scope_words(scopes: Sequence[str]) -> str:
    """The scopes of a token in a few words; all of them in two."""
    if set(scopes) >= set(SCOPES):
        return str(_("All that its owner may"))
    by_resource: dict[str, set[str]] = {}
    for scope in scopes:
        resource, _colon, action = scope.partition(":")
        by_resource.setdefault(resource, set()).add(action)
    names = []
    for resource, actions in by_resource.items():
        name = str(WORDS.get(Resource(resource), resource)) if resource in set(Resource) else resource
        names.append(_("%(what)s (change)", what=name) if "write" in actions else name)
    return "; ".join(names) if names else str(_("Nothing"))
