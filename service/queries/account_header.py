"""What stands at the top of every page of an account: whose it is, what it pays, and until when."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import or_, select
from sqlmodel import Session, col

from models.account import Account, Contract
from models.team import Team
from models.user import User
from scoring.vocabulary import ContractOutcome
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.queries.known_on import KnownOn
from service.queries.visibility import accounts_within, may, visible_account


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One contract as it was known; ``arr`` None where the reader may not see revenue."""

    id: int
    name: str
    arr: Decimal | None
    currency: str
    starts_on: date
    ends_on: date
    notice_days: int
    notice_given_on: date | None
    auto_renews: bool
    outcome: ContractOutcome
    lost_reason: str | None

    @property
    def notice_by(self) -> date:
        """The last day on which notice can be given."""
        return self.ends_on - timedelta(days=self.notice_days)


@dataclass(frozen=True)
class AccountHeader:
    """The account, the names around it, and its contracts, the open ones first by their end."""

    account: Account
    owner: str | None
    csm: str | None
    team: str | None
    parent: tuple[int, str] | None
    contracts: list[ContractLine]
    money_visible: bool

    @property
    def renewal(self) -> ContractLine | None:
        """The open contract that ends first."""
        return next((line for line in self.contracts if line.outcome is ContractOutcome.OPEN), None)

    @property
    def notice_by(self) -> date | None:
        """The last day on which notice of the next renewal can be given."""
        return self.renewal.notice_by if self.renewal else None

    @property
    def arr(self) -> list[tuple[str, Decimal]]:
        """ARR of the open contracts, by currency; empty where it may not be seen."""
        total: dict[str, Decimal] = {}
        for line in self.contracts:
            if line.outcome is ContractOutcome.OPEN and line.arr is not None:
                total[line.currency] = total.get(line.currency, Decimal(0)) + line.arr
        return sorted(total.items())


def account_header(session: Session, principal: Principal, account_id: int, known: KnownOn) -> AccountHeader:
    """The account and what belongs to it, as known on one day.

    :raises NotFound: absent, or not within reach.
    """
    account = visible_account(session, principal, account_id, Resource.ACCOUNT)
    money = may(session, principal, account_id, Resource.REVENUE, Action.READ)
    names = dict(
        session.execute(
            select(col(User.id), col(User.name)).where(col(User.id).in_((account.owner_id, account.csm_id)))
        ).all()
    )
    team = session.execute(select(col(Team.name)).where(col(Team.id) == account.team_id)).scalar_one_or_none()
    above = session.execute(
        select(col(Account.id), col(Account.name)).where(
            col(Account.id) == account.parent_id, accounts_within(principal, Resource.ACCOUNT)
        )
    ).first()
    return AccountHeader(
        account=account,
        owner=names.get(account.owner_id or 0),
        csm=names.get(account.csm_id or 0),
        team=team,
        parent=(above.id, above.name) if above else None,
        contracts=_contracts(session, account_id, known, money),
        money_visible=money,
    )


def _contracts(session: Session, account_id: int, known: KnownOn, money: bool) -> list[ContractLine]:
    statement = select(Contract).where(
        col(Contract.account_id) == account_id,
        or_(col(Contract.created_at) <= known.moment, col(Contract.starts_on) <= known.day),
    )
    lines = [_line(contract, known, money) for contract in session.execute(statement).scalars()]
    still_open = sorted((one for one in lines if one.outcome is ContractOutcome.OPEN), key=lambda one: one.ends_on)
    closed = sorted((one for one in lines if one.outcome is not ContractOutcome.OPEN), key=lambda one: one.ends_on)
    return still_open + closed[::-1]


def _line(contract: Contract, known: KnownOn, money: bool) -> ContractLine:
    later = contract.outcome_recorded_at is not None and contract.outcome_recorded_at > known.moment
    notice = contract.notice_given_on
    return ContractLine(
        id=contract.id,
        name=contract.name,
        arr=contract.arr if money else None,
        currency=contract.currency,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        notice_days=contract.notice_days,
        notice_given_on=notice if notice is not None and notice <= known.day else None,
        auto_renews=contract.auto_renews,
        outcome=ContractOutcome.OPEN if later else contract.outcome,
        lost_reason=None if later else contract.lost_reason,
    )
