"""What the people of an account say, by role, and who is silent."""

from service.edge.current import current_principal, current_session
from service.queries.account_feedback import ANONYMITY_THRESHOLD, account_feedback
from service.web.accounts.account_page import open_account, render_account
from service.web.accounts.blueprint import accounts


@accounts.get("/<int:account_id>/feedback")
def feedback(account_id: int) -> str:
    """NPS by role with its interval, who has answered, who has not, and what they wrote."""
    page = open_account(account_id)
    found = account_feedback(current_session(), current_principal(), account_id, page.known)
    return render_account("feedback", page, "feedback", found=found, threshold=ANONYMITY_THRESHOLD)
