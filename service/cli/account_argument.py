"""The argument ACCOUNT of many commands: a number, an exact name, or the beginning of one."""

from sqlmodel import Session

from service.auth.principal import Principal
from service.cli.console import fail
from service.queries.account_choice import AccountName, accounts_called

_LISTED = 10


def chosen_account(session: Session, principal: Principal, text: str) -> AccountName:
    """The one account that ``text`` means; several, or none, end the command with a sentence that says so."""
    found = accounts_called(session, principal, text, limit=_LISTED + 1)
    if not found:
        fail(f"There is no account {text!r}. `linchpin accounts` lists them.")
    if len(found) > 1:
        lines = [f"  {account.id}  {account.name}" for account in found[:_LISTED]]
        more = ["  ..."] if len(found) > _LISTED else []
        fail("\n".join([f"{text!r} may mean several accounts. Give the number:", *lines, *more]))
    return found[0]
