"""What a new wave can be made of: live surveys, and names for what a wave refers to."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.survey import Survey
from models.vocabulary import SurveyState
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.chunks import chunks
from service.queries.visibility import accounts_within


def live_surveys(session: Session) -> list[tuple[int, str]]:
    """Number and name of every survey that can be sent."""
    statement = (
        select(col(Survey.id), col(Survey.name)).where(col(Survey.state) == SurveyState.LIVE).order_by(col(Survey.name))
    )
    return [(row.id, row.name) for row in session.execute(statement)]


def account_names(session: Session, principal: Principal, account_ids: Iterable[int]) -> dict[int, str]:
    """The names of those of the accounts that the reader sees."""
    names: dict[int, str] = {}
    for part in chunks(sorted(account_ids)):
        statement = select(col(Account.id), col(Account.name)).where(
            col(Account.id).in_(part), accounts_within(principal, Resource.ACCOUNT)
        )
        names |= {row.id: row.name for row in session.execute(statement)}
    return names
