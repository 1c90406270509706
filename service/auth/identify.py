"""From a cookie's secret or a token to the one who asks, as the database knows them at this moment."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlmodel import Session, col

from models.sign_in import BrowserSession
from models.team import TeamMember, TerritoryMember
from models.user import ApiToken, BreakGlass, User
from service.auth.principal import Principal
from service.auth.secrets import digest, token_prefix

NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Identity:
    """The principal of a request, and by what it was recognised: exactly one of the two numbers is set."""

    principal: Principal
    browser_session_id: int | None = None
    token_id: int | None = None
    # The token's last use was noted so long ago that it is worth noting anew.
    use_unnoted: bool = False


def by_browser(session: Session, secret: str, *, now: datetime) -> Identity | None:
    """The user who signed in on the browser that holds ``secret``; None once that has ended in any way."""
    statement = (
        select(User, col(BrowserSession.id))
        .join(BrowserSession, col(BrowserSession.user_id) == col(User.id))
        .where(
            col(BrowserSession.digest) == digest(secret),
            col(BrowserSession.session_key) == col(User.session_key),
            col(BrowserSession.ended_at).is_(None),
            col(BrowserSession.expires_at) > now,
            col(User.active),
        )
    )
    row = session.execute(statement).first()
    if row is None:
        return None
    user, session_id = row
    return Identity(principal_of(session, user, now=now), browser_session_id=session_id)


def by_token(session: Session, header: str, *, now: datetime) -> Identity | None:
    """The owner for whom the token of an Authorization header acts; None: not a token that is in force."""
    scheme, _, text = header.partition(" ")
    text = text.strip()
    prefix = token_prefix(text) if scheme.lower() == "bearer" else None
    if prefix is None:
        return None
    statement = (
        select(User, ApiToken)
        .join(ApiToken, col(ApiToken.user_id) == col(User.id))
        .where(
            col(ApiToken.prefix) == prefix,
            col(ApiToken.revoked_at).is_(None),
            or_(col(ApiToken.expires_at).is_(None), col(ApiToken.expires_at) > now),
            col(User.active),
        )
    )
    row = session.execute(statement).first()
    if row is None or not hmac.compare_digest(row[1].digest, digest(text)):
        return None
    user, token = row
    unnoted = token.last_used_at is None or now - token.last_used_at >= NOTED_EVERY
    return Identity(principal_of(session, user, now=now, token=token), token_id=token.id, use_unnoted=unnoted)


def note_token_use(session: Session, token_id: int, *, now: datetime) -> None:
    """Keep when a token was last used, to the hour: enough to find those that nobody needs any more."""
    session.execute(update(ApiToken).where(col(ApiToken.id) == token_id).values(last_used_at=now))


def principal_of(session: Session, user: User, *, now: datetime, token: ApiToken | None = None) -> Principal:
    """Everything the rules need about ``user``: teams, territories, opened accounts; and the token's scopes."""
    teams = session.execute(select(col(TeamMember.team_id)).where(col(TeamMember.user_id) == user.id))
    territories = session.execute(
        select(col(TerritoryMember.territory_id)).where(col(TerritoryMember.user_id) == user.id)
    )
    glass = session.execute(
        select(col(BreakGlass.account_id)).where(
            col(BreakGlass.user_id) == user.id,
            col(BreakGlass.granted_at) <= now,
            col(BreakGlass.expires_at) > now,
        )
    )
    return Principal(
        user_id=user.id,
        label=f"{user.name} <{user.email}>" + (f" by token {token.name}" if token else ""),
        role=user.role,
        team_ids=frozenset(teams.scalars()),
        territory_ids=frozenset(territories.scalars()),
        sees_names=user.sees_names,
        token_id=token.id if token else None,
        scopes=frozenset(token.scopes) if token else None,
        # What was opened for a person's own eyes is not open to programs that act for them.
        glass_accounts=frozenset() if token else frozenset(glass.scalars()),
        name=user.name,
        email=user.email,
        language=user.language,
        time_zone=user.time_zone,
    )
