"""Who of ours reaches whom of theirs: the coverage matrix."""

from service.queries.account_analysis import AccountChain
from service.queries.chains import colleague_id
from service.web.accounts.account_page import open_account, render_account
from service.web.accounts.blueprint import accounts

Cells = dict[tuple[int, str], dict[str, object]]


@accounts.get("/<int:account_id>/coverage")
def coverage(account_id: int) -> str:
    """Our people by theirs, with what is left where one of ours leaves."""
    page = open_account(account_id)
    weights = page.chain.analysis.weights
    order = sorted(page.chain.members, key=lambda person: -float(weights[page.chain.place(person)]))
    without = page.chain.analysis.coverage.without
    team = sorted(page.chain.chain.team, key=lambda colleague: -without[colleague].carried)
    return render_account("coverage", page, "coverage", order=order, team=team, cells=_cells(page.chain))


def _cells(chain: AccountChain) -> Cells:
    """(Person, colleague) -> strength as noted, as worth today, and since when it is certain."""
    rows = {colleague: row for row, colleague in enumerate(chain.chain.team)}
    found: Cells = {}
    for known in chain.records.relationships:
        colleague = colleague_id(known.user_id)
        today = float(chain.chain.strengths[rows[colleague], chain.place(known.person_id)])
        found[known.person_id, colleague] = {
            "strength": known.strength,
            "today": today,
            "confirmed_on": known.confirmed_on,
            "target": known.target_strength,
        }
    return found
