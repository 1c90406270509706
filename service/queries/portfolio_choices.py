"""What a portfolio can be filtered by: the values that the reader's own accounts have."""

from dataclasses import dataclass

from sqlalchemy import select, union
from sqlmodel import Session, col

from models.account import Account
from models.team import Team
from models.user import User
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.visibility import accounts_within


@dataclass(frozen=True, slots=True)
class PortfolioChoices:
    """Segments and regions by name; owners (CSMs among them) and teams by number and name."""

    segments: list[str]
    regions: list[str]
    owners: list[tuple[int, str]]
    teams: list[tuple[int, str]]


def portfolio_choices(session: Session, principal: Principal) -> PortfolioChoices:
    """The values of the accounts that the principal may see, each once, in order."""
    seen = (accounts_within(principal, Resource.ACCOUNT), col(Account.archived_at).is_(None))
    owners = union(select(col(Account.owner_id)).where(*seen), select(col(Account.csm_id)).where(*seen)).subquery()
    teams = select(col(Account.team_id)).where(*seen)

    def values(column: str) -> list[str]:
        name = col(getattr(Account, column))
        statement = select(name).where(*seen, name.is_not(None)).distinct().order_by(name)
        return list(session.execute(statement).scalars())

    people = select(col(User.id), col(User.name)).where(col(User.id).in_(select(owners.c.owner_id)))
    groups = select(col(Team.id), col(Team.name)).where(col(Team.id).in_(teams))
    return PortfolioChoices(
        segments=values("segment"),
        regions=values("region"),
        owners=[(row.id, row.name) for row in session.execute(people.order_by(col(User.name)))],
        teams=[(row.id, row.name) for row in session.execute(groups.order_by(col(Team.name)))],
    )
