"""Whom to see next, through whom, and why."""

from scoring.analysis import plan_contacts
from service.web.accounts.account_page import open_account, render_account
from service.web.accounts.blueprint import accounts
from service.web.accounts.contact_words import purpose

MOST = 25


@accounts.get("/<int:account_id>/contacts")
def contacts(account_id: int) -> str:
    """The contacts worth making, with the parts of their worth and the warm paths."""
    page = open_account(account_id)
    plan = plan_contacts(page.chain.analysis)
    return render_account(
        "contacts",
        page,
        "contacts",
        plan=plan,
        rows=[(contact, purpose(contact, page.chain.opinions_visible)) for contact in plan.next_contacts[:MOST]],
        chosen=set(plan.contact_set.people) if plan.contact_set else set(),
        exact=plan.access.exact,
    )
