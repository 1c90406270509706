"""Open what is said about the people of one account to an administrator: with a reason, for a day, on record."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlmodel import Session

from models.user import BreakGlass
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import Forbidden, Invalid, NotFound
from service.operations.record_audit import record_audit
from service.queries.visibility import visible_account

OPEN_FOR = timedelta(hours=24)
SHORTEST_REASON = 10


def break_glass(session: Session, principal: Principal, account_id: int, reason: str, *, now: datetime) -> BreakGlass:
    """Let the administrator read stances, blockers and notes of one account for 24 hours.

    :raises Forbidden: only administrators in person, never a token; :raises NotFound: no such account.
    :raises Invalid: a reason that says nothing.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    if principal.token_id is not None:
        raise Forbidden(_("A token cannot do this; sign in yourself."))
    if principal.user_id is None:
        raise NotFound
    account = visible_account(session, principal, account_id)
    cleaned = reason.strip()
    if not SHORTEST_REASON <= len(cleaned) <= 1000:
        message = _("Give the reason in a sentence; it is kept in the audit trail.")
        raise Invalid(message, [{"path": "reason", "message": message}])
    row = BreakGlass(
        user_id=principal.user_id, account_id=account.id, reason=cleaned, granted_at=now, expires_at=now + OPEN_FOR
    )
    session.add(row)
    session.flush()
    record_audit(
        session,
        principal,
        "glass_broken",
        "account",
        account.id,
        now=now,
        account_id=account.id,
        fields={"reason": cleaned, "expires_at": row.expires_at},
    )
    return row
