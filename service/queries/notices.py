"""What somebody should know: their inbox, and what has not been told to them otherwise yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from models.account import Account
from models.case import Case, Notice
from models.vocabulary import NoticeKind, Urgency
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.visibility import accounts_within

# What was not told within a week is old news: it stands in the inbox.
TOLD_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice with the case that it is about, as the reader may see it now."""

    id: int
    kind: NoticeKind
    case_id: int
    title: str
    account_id: int
    account: str
    urgency: Urgency
    due_at: datetime | None
    created_at: datetime
    seen_at: datetime | None


def notices(session: Session, principal: Principal, *, limit: int = 50, before: int | None = None) -> list[NoticeRow]:
    """The reader's notices, newest first, ``before`` that number; those of accounts out of reach are left out."""
    statement = _mine(principal).order_by(col(Notice.id).desc()).limit(limit)
    if before is not None:
        statement = statement.where(col(Notice.id) < before)
    return _read(session, statement)


def notices_of(session: Session, principal: Principal, ids: Sequence[int]) -> list[NoticeRow]:
    """The reader's notices of these numbers, oldest first; those of accounts out of reach are left out."""
    return _read(session, _mine(principal).where(col(Notice.id).in_(list(ids)[:1000])).order_by(col(Notice.id)))


def unseen_notices(session: Session, principal: Principal) -> int:
    """How many notices the reader has not seen."""
    statement = (
        select(func.count())
        .select_from(Notice)
        .join(Account, col(Account.id) == col(Notice.account_id))
        .where(
            col(Notice.user_id) == principal.user_id,
            col(Notice.seen_at).is_(None),
            accounts_within(principal, Resource.CASE),
        )
    )
    return int(session.execute(statement).scalar_one())


def untold_by_mail(session: Session, principal: Principal, *, now: datetime) -> list[NoticeRow]:
    """The reader's unseen notices that no mail has carried yet, oldest first."""
    return _read(session, _untold(principal, now).where(col(Notice.mailed_at).is_(None)))


def untold_by_chat(session: Session, principal: Principal, *, now: datetime) -> list[NoticeRow]:
    """The reader's unseen notices that went to no chat yet, oldest first."""
    return _read(session, _untold(principal, now).where(col(Notice.sent_at).is_(None)))


def mailed_since(session: Session, user_id: int, since: datetime) -> int:
    """How many mails with notices the user was written since then."""
    statement = select(func.count(func.distinct(col(Notice.delivery_id)))).where(
        col(Notice.user_id) == user_id, col(Notice.mailed_at) >= since
    )
    return int(session.execute(statement).scalar_one())


def digest_in_reach(session: Session, principal: Principal, delivery_id: int) -> bool:
    """Whether the reader may still see the accounts of every notice that a mail carries."""
    carried = select(func.count()).select_from(Notice).where(col(Notice.delivery_id) == delivery_id)
    within = carried.join(Account, col(Account.id) == col(Notice.account_id)).where(
        accounts_within(principal, Resource.CASE)
    )
    return bool(session.execute(carried).scalar_one() == session.execute(within).scalar_one())


def _untold(principal: Principal, now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        _mine(principal)
        .where(col(Notice.seen_at).is_(None), col(Notice.created_at) >= now - TOLD_WITHIN)
        .order_by(col(Notice.id))
    )


def _mine(principal: Principal) -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Notice.id),
            col(Notice.kind),
            col(Notice.case_id),
            col(Case.title),
            col(Notice.account_id),
            col(Account.name),
            col(Case.urgency),
            col(Case.due_at),
            col(Notice.created_at),
            col(Notice.seen_at),
        )
        .join(Case, col(Case.id) == col(Notice.case_id))
        .join(Account, col(Account.id) == col(Notice.account_id))
        .where(col(Notice.user_id) == principal.user_id, accounts_within(principal, Resource.CASE))
    )


def _read(session: Session, statement: Select[*tuple[Any, ...]]) -> list[NoticeRow]:
    return [NoticeRow(*row) for row in session.execute(statement)]
