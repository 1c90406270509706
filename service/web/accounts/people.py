"""The people of an account: as a table, one by one, and beside the map."""

from dataclasses import dataclass
from typing import Any

from flask import make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from scoring.access import chain_introductions
from scoring.vocabulary import Role, Stance, Strength, SubRole
from scoring.warm_paths import WarmPath, warm_paths
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.errors import NotFound
from service.i18n.labels import options
from service.queries.account_analysis import AccountChain, account_chain
from service.queries.known_on import KnownOn
from service.queries.person_in_account import PersonInAccount, person_in_account
from service.queries.users import colleagues
from service.queries.visibility import may, visible_account
from service.web.accounts.account_page import AccountPage, asked_day, open_account, render_account
from service.web.accounts.blueprint import accounts
from service.web.accounts.role_options import role_options
from service.web.accounts.rule_words import ballot, rule_words, vote_count
from service.web.accounts.tie_options import tie_options, tie_sentences


@dataclass(frozen=True)
class PersonPart:
    """One person's part in an account, and whether this reader may change it."""

    chain: AccountChain
    person_id: int
    records: PersonInAccount
    paths: tuple[WarmPath, ...]
    past: bool
    editable: bool
    opinions_editable: bool


@accounts.get("/<int:account_id>/people")
def people(account_id: int) -> str:
    """Everybody of the chain, those who carry most of the decision first."""
    return people_page(open_account(account_id), {}, {})


def people_page(page: AccountPage, entered: dict[str, str], errors: dict[str, str]) -> str:
    """The people, and under them the rule by which they decide; ``entered`` and ``errors`` are of its form."""
    weights = page.chain.analysis.weights
    order = sorted(page.chain.members, key=lambda person: -float(weights[page.chain.place(person)]))
    return render_account(
        "people",
        page,
        "people",
        order=order,
        known_by=_known_by(page.chain),
        rule=rule_words(page.chain),
        ballot=ballot(page.chain, order, entered),
        quota=entered.get("quota") or vote_count(page.chain.analysis.rule.quota),
        errors=errors,
    )


@accounts.get("/<int:account_id>/people/<int:person_id>")
def person(account_id: int, person_id: int) -> str:
    """One person's part in the account, as a page."""
    page = open_account(account_id)
    part = open_person(account_id, person_id)
    return render_account("person", page, "people", part=part, **_choices(part))


@accounts.get("/<int:account_id>/people/<int:person_id>/inspector")
def inspector(account_id: int, person_id: int) -> str:
    """The same, beside the map."""
    return person_fragment(open_person(account_id, person_id))


@accounts.get("/<int:account_id>/people/missing:<role>/inspector")
def missing(account_id: int, role: str) -> str:
    """Beside the map: a role that nobody is known to hold."""
    session, principal = current_session(), current_principal()
    visible_account(session, principal, account_id)
    if role not in {*Role, *SubRole}:
        raise NotFound
    editable = asked_day() is None and may(session, principal, account_id, Resource.ACCOUNT, Action.WRITE)
    return render_template("account/missing.html", account_id=account_id, role=role, editable=editable)


def open_person(account_id: int, person_id: int) -> PersonPart:
    """Read one person's part.

    :raises NotFound: the account or the person is absent, or not within reach.
    """
    session, principal, past = current_session(), current_principal(), asked_day() is not None
    chain = _chain(account_id)
    if person_id not in chain.members:
        raise NotFound
    paths = warm_paths(chain_introductions(chain.chain), chain.chain.ids, chain.chain.team)[person_id]
    return PersonPart(
        chain=chain,
        person_id=person_id,
        records=person_in_account(session, principal, account_id, person_id, chain.known),
        paths=paths,
        past=past,
        editable=not past and may(session, principal, account_id, Resource.ACCOUNT, Action.WRITE),
        opinions_editable=not past and may(session, principal, account_id, Resource.OPINION, Action.WRITE),
    )


def person_fragment(part: PersonPart, problem: str | None = None) -> str:
    """The fragment that stands beside the map and on the person's page; ``problem``: why a change was refused."""
    return render_template("account/person_parts.html", part=part, problem=problem, **_choices(part))


def changed_person(account_id: int, person_id: int) -> Response:
    """The answer to a change that a script sent: the fragment anew, and a word to the map that it is out of date."""
    answer = make_response(person_fragment(open_person(account_id, person_id)))
    answer.headers["HX-Trigger"] = "chain-changed"
    return answer


def sent_by_script() -> bool:
    """Whether htmx sent the request and takes a fragment."""
    return request.headers.get("HX-Request") == "true"


def _chain(account_id: int) -> AccountChain:
    day = asked_day()
    known = KnownOn.at(now()) if day is None else KnownOn.end_of(day)
    return account_chain(current_session(), current_principal(), account_id, known)


def _choices(part: PersonPart) -> dict[str, Any]:
    others = [(member.person_id, member.name) for member in part.chain.records.members]
    found: dict[str, Any] = {"ties": tie_sentences(part.chain, part.person_id)}
    if part.editable:
        found |= {
            "role_options": role_options(),
            "strength_options": options(Strength),
            "tie_options": tie_options(),
            "tie_strengths": [("1", _("Strong")), ("0.6", _("Medium")), ("0.3", _("Weak"))],
            "others": sorted((one for one in others if one[0] != part.person_id), key=lambda one: one[1]),
            "colleagues": colleagues(current_session(), current_principal()),
            "me": current_principal().user_id,
        }
    if part.opinions_editable:
        found["stance_options"] = options(Stance)
    return found


def _known_by(chain: AccountChain) -> dict[int, list[str]]:
    """Person -> the names of ours who know them, the one who knows them best first."""
    found: dict[int, list[str]] = {}
    for i, person_id in enumerate(chain.chain.ids):
        strengths = chain.chain.strengths[:, i]
        rows = sorted(strengths.nonzero()[0].tolist(), key=lambda row: -float(strengths[row]))
        found[int(person_id)] = [chain.name_of(chain.chain.team[row]) for row in rows]
    return found
