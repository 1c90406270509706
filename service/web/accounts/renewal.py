"""The renewal of an account: its contracts, and the reasons that add up to the risk."""

from service.web.accounts.account_page import open_account, render_account
from service.web.accounts.blueprint import accounts
from service.web.accounts.overview import reasons_of


@accounts.get("/<int:account_id>/renewal")
def renewal(account_id: int) -> str:
    """Risk of the next renewal by reason, and all contracts."""
    page = open_account(account_id)
    reasons = reasons_of(page.risk)
    return render_account(
        "renewal",
        page,
        "renewal",
        reasons=reasons,
        together=sum(float(str(reason["value"])) for reason in reasons),
        unknown=sum(not reason["known"] for reason in reasons),
    )
