"""Accounts and contracts."""

from service.api.answers import Answer
from service.api.noun import Noun
from service.auth.policy import Resource
from service.edge.current import current_principal, current_session, now
from service.inputs.account import AccountChange, ContractChange, NewAccount, NewContract
from service.operations.change_account import archive_account, change_account, restore_account
from service.operations.create_account import create_account
from service.operations.sign_contract import change_contract, remove_contract, sign_contract
from service.queries.nouns.accounts import ACCOUNTS, CONTRACTS

accounts = Noun(
    name="accounts",
    singular="account",
    about="Customer accounts. Removing one archives it: what is known of it stays.",
    listing=ACCOUNTS,
    resource=Resource.ACCOUNT,
    parameter="account_id",
    create=(NewAccount, create_account),
    change=(AccountChange, change_account),
    remove=archive_account,
)


def restore(account_id: int) -> Answer:
    """Take an archived account back into lists and scores."""
    session, principal = current_session(), current_principal()
    restore_account(session, principal, account_id, now=now())
    return accounts.answer(session, principal, account_id)


accounts.routes.post(
    f"{accounts.address}/restore",
    restore,
    "Restore an archived account",
    answer=accounts.row,
    status=200,
    operation_id="restore_account",
)

contracts = Noun(
    name="contracts",
    singular="contract",
    about="Terms of business; the end of one is a renewal. `arr` is null for readers without access to revenue.",
    listing=CONTRACTS,
    resource=Resource.ACCOUNT,
    write=Resource.REVENUE,
    parameter="contract_id",
    create=(NewContract, sign_contract),
    change=(ContractChange, change_contract),
    remove=remove_contract,
)

ROUTES = (accounts.routes, contracts.routes)
