"""The closed loop as jobs: rules look after each scoring, overdue cases go up, and people are told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.user import User
from service.auth.identify import principal_of
from service.channels.preferences import notice_preferences
from service.channels.send import send_to_channel
from service.database import reading, writing
from service.jobs.context import JobContext
from service.jobs.turns import turn
from service.operations.claim_run import Claim, extend_lease, finish_run
from service.operations.enqueue_run import enqueue_run
from service.operations.escalate_cases import escalate_cases
from service.operations.open_cases_by_rule import CHUNK, open_cases_by_rule
from service.operations.tell_notices import SEND, chat_message, tell_notices, users_for_digest
from service.queries.notices import notices_of

CHECK = "check_cases"
#: Kinds that wait for other people's servers: they have a worker of their own, so that no score waits for them.
OUTSIDE = frozenset({SEND})


def enqueue_check(session: Session, generation_id: int, account_ids: Sequence[int] | None, *, now: datetime) -> None:
    """Let the rules look at what was just scored: these accounts, or with None all; once a generation of scores."""
    scope = "all" if account_ids is None else "accounts"
    payload = {} if account_ids is None else {"account_ids": list(account_ids)}
    priority = 0 if account_ids is None else 8
    enqueue_run(session, CHECK, scope, f"generation:{generation_id}", now=now, payload=payload, priority=priority)


def run_check_cases(context: JobContext, claim: Claim) -> None:
    """Let the rules look, a chunk of accounts at a time, each committed by itself: done twice, it adds nothing."""
    now = context.clock()
    with reading(context.factory) as session:
        ids = _ids(session, claim)
    came: dict[str, int] = {}
    for start in range(0, len(ids), CHUNK):
        with turn(context.factory) as session:
            for word, count in open_cases_by_rule(session, ids[start : start + CHUNK], now=now).items():
                came[word] = came.get(word, 0) + count
            extend_lease(session, claim, now=context.clock(), done=min(start + CHUNK, len(ids)), total=len(ids))
    with writing(context.factory) as session:
        finish_run(session, claim, now=context.clock(), result={"accounts": len(ids), **came})


def run_escalate_cases(context: JobContext, claim: Claim) -> None:
    """Take overdue cases up, in the transaction that ends the run."""
    now = context.clock()
    with writing(context.factory) as session:
        finish_run(session, claim, now=now, result={"escalated": escalate_cases(session, now=now)})


def run_tell_notices(context: JobContext, claim: Claim) -> None:
    """Put one user's new notices on their way."""
    now = context.clock()
    with writing(context.factory) as session:
        told = tell_notices(session, int(claim.payload["user_id"]), now=now, base_url=context.settings.base_url)
        finish_run(session, claim, now=now, result={"mails": told.mails, "chats": told.chats})


def run_send_digests(context: JobContext, claim: Claim) -> None:
    """Put the digests of all whose morning has come on their way; asked every hour, each gets one a day at most."""
    now, mails, chats = context.clock(), 0, 0
    with writing(context.factory) as session:
        for user_id, day in users_for_digest(session, now=now):
            told = tell_notices(session, user_id, now=now, base_url=context.settings.base_url, digest=day)
            mails, chats = mails + told.mails, chats + told.chats
        finish_run(session, claim, now=now, result={"mails": mails, "chats": chats})


def run_send_to_channel(context: JobContext, claim: Claim) -> None:
    """Send notices into one chat of a user, as far as they may still see them; a refusal is tried again later.

    No transaction is open while the service is spoken to. Killed between its yes and the mark, the message comes twice.
    """
    now = context.clock()
    with reading(context.factory) as session:
        user = session.get(User, int(claim.payload["user_id"]))
        message, address = None, None
        if user is not None and user.active:
            held = notice_preferences(user.preferences).channels
            address = next((one.url for one in held if one.key == claim.payload["channel"]), None)
            rows = notices_of(session, principal_of(session, user, now=now), claim.payload["notice_ids"])
            message = chat_message(rows, user, context.settings.base_url) if rows else None
    if message is not None and address is not None:
        send_to_channel(address, *message)
    with writing(context.factory) as session:
        finish_run(session, claim, now=context.clock(), result={"sent": message is not None and address is not None})


def _ids(session: Session, claim: Claim) -> list[int]:
    given = claim.payload.get("account_ids")
    if given is not None:
        return [int(number) for number in given]
    living = select(col(Account.id)).where(col(Account.archived_at).is_(None)).order_by(col(Account.id))
    return list(session.execute(living).scalars())
