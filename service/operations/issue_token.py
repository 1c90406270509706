"""Tokens for programs: issued once, shown once, revoked at any time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlmodel import Session

from models.user import ApiToken
from service.auth.policy import SCOPES, Action, Reach, Resource, reach, require
from service.auth.principal import Principal
from service.auth.secrets import new_token
from service.errors import Invalid, NotFound
from service.operations.record_audit import record_audit

LONGEST_LIFE = timedelta(days=366)


@dataclass(frozen=True)
class IssuedToken:
    """The row, and the one and only time that the token itself is seen."""

    row: ApiToken
    text: str


def issue_token(
    session: Session,
    principal: Principal,
    *,
    name: str,
    scopes: Collection[str],
    expires_at: datetime | None,
    now: datetime,
) -> IssuedToken:
    """A token that acts for the principal, within ``scopes``; what the owner may not do, it may not either.

    :raises Forbidden: asked for by a token; :raises Invalid: no name, unknown scopes, an expiry beyond a year.
    """
    require(principal, Resource.SELF, Action.WRITE)
    if principal.user_id is None:
        raise NotFound
    problems = []
    if not name.strip() or len(name) > 200:
        problems.append({"path": "name", "message": _("Write a name of 1 to 200 characters.")})
    if not scopes:
        problems.append({"path": "scopes", "message": _("Choose at least one thing that the token may do.")})
    unknown = sorted(set(scopes) - set(SCOPES))
    problems += [{"path": "scopes", "message": _("There is no scope %(scope)s.", scope=s[:60])} for s in unknown]
    beyond = sorted(s for s in set(scopes) - set(unknown) if not _within_reach(principal, s))
    problems += [{"path": "scopes", "message": _("Your role does not reach %(scope)s.", scope=s)} for s in beyond]
    if expires_at is not None and not now < expires_at <= now + LONGEST_LIFE:
        problems.append({"path": "expires_at", "message": _("Choose a day within the next year.")})
    if problems:
        raise Invalid(_("The token was not issued."), problems)
    made = new_token()
    row = ApiToken(
        user_id=principal.user_id,
        name=name.strip(),
        prefix=made.prefix,
        digest=made.digest,
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    record_audit(session, principal, "issued", "token", row.id, now=now, fields={"scopes": row.scopes})
    return IssuedToken(row, made.text)


def _within_reach(principal: Principal, scope: str) -> bool:
    resource, _colon, action = scope.partition(":")
    return reach(principal, Resource(resource), Action(action)) > Reach.NOTHING


def revoke_token(session: Session, principal: Principal, token_id: int, *, now: datetime) -> ApiToken:
    """Take a token out of force for good: one's own, or as an administrator anybody's. Twice is as good as once.

    :raises NotFound: absent, or somebody else's.
    """
    row = session.get(ApiToken, token_id)
    own = row is not None and row.user_id == principal.user_id
    allowed = reach(principal, Resource.SELF, Action.WRITE) if own else reach(principal, Resource.ADMIN, Action.WRITE)
    if row is None or allowed is Reach.NOTHING:
        raise NotFound
    if row.revoked_at is None:
        row.revoked_at = now
        session.add(row)
        session.flush()
        record_audit(session, principal, "revoked", "token", row.id, now=now)
    return row
