"""The first page of an account: the verdict, the key figures, the map, and what to do next."""

from flask import render_template
from flask_babel import gettext as _

from scoring.analysis import plan_contacts
from scoring.risk_effects import renewal_effects
from service.edge.current import current_principal, current_session, now
from service.i18n.risk_words import factor_evidence, factor_label
from service.queries.account_analysis import account_chain
from service.queries.known_on import KnownOn
from service.queries.scores import RiskResult
from service.web.accounts.account_page import AccountPage, asked_day, formats, open_account, render_account
from service.web.accounts.blueprint import accounts
from service.web.accounts.contact_words import purpose

MOST_REASONS = 6
MOST_CONTACTS = 3
# In percentage points of renewal: what is below it nobody could see.
LEAST_EFFECT = 0.5


@accounts.get("/<int:account_id>")
def show(account_id: int) -> str:
    """The account as a whole."""
    page = open_account(account_id)
    return render_account(
        "overview", page, "map", reasons=reasons_of(page.risk)[:MOST_REASONS], silent=_silent(page)
    )  # fmt: skip


@accounts.get("/<int:account_id>/next")
def next_steps(account_id: int) -> str:
    """The first few contacts worth making, fetched after the page since a dense chain takes its time."""
    day = asked_day()
    known = KnownOn.at(now()) if day is None else KnownOn.end_of(day)
    chain = account_chain(current_session(), current_principal(), account_id, known)
    contacts = plan_contacts(chain.analysis).next_contacts
    return render_template(
        "account/next_steps.html",
        chain=chain,
        contacts=[(contact, purpose(contact, chain.opinions_visible)) for contact in contacts[:MOST_CONTACTS]],
        most=max((contact.value for contact in contacts), default=0.0),
        account_id=account_id,
    )


def reasons_of(risk: RiskResult | None) -> list[dict[str, object]]:
    """The reasons of a renewal risk in words, the strongest first, with what each adds to the chance of renewal.

    ``effect`` in percentage points of renewal; all of them add up to the distance from the segment's average.
    """
    if risk is None:
        return []
    words = formats()
    effects = renewal_effects(risk.segment_log_odds, [reason.log_odds for reason in risk.reasons])
    return [
        {
            "factor": reason.factor,
            "label": factor_label(reason.factor, _),
            "evidence": factor_evidence(reason.factor, reason.value, words),
            "known": reason.value is not None,
            "value": effect,
        }
        for reason, effect in zip(risk.reasons, effects, strict=True)
        if abs(effect) >= LEAST_EFFECT
    ]


def _silent(page: AccountPage) -> list[tuple[int, float]]:
    """People of weight without a valid answer, the heaviest first; empty where that is not to be seen."""
    if page.answered is None:
        return []
    weights = page.chain.analysis.weights
    quiet = [
        (person_id, float(weights[page.chain.place(person_id)]))
        for person_id, member in page.chain.members.items()
        if person_id not in page.answered and not member.placeholder
    ]
    return sorted((one for one in quiet if one[1] >= 0.05), key=lambda one: -one[1])[:4]
