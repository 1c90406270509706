"""Who is sent a report, and whether somebody may still read it."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from models.account import Account
from models.report import Report
from models.user import User
from models.vocabulary import ReportKind, UserRole
from service.auth.identify import principal_of
from service.auth.policy import Action, Reach, Resource, reach
from service.auth.principal import Principal
from service.errors import Forbidden
from service.i18n.languages import nearest_language
from service.queries.visibility import may, visible_account

#: What a renewal-risk report shows: whoever reads it must be allowed to read each of these on the account.
SHOWN = (Resource.REPORT, Resource.ACCOUNT, Resource.REVENUE, Resource.OPINION, Resource.RESPONSE)


@dataclass(frozen=True, slots=True)
class Reader:
    """One of our people to whom a report goes."""

    user_id: int
    name: str
    address: str
    language: str


def report_readers(session: Session, account_id: int, *, now: datetime) -> list[Reader]:
    """Those in charge of an account, its owner and its CSM, as far as they may read all that its report shows."""
    of_account = col(Account.id) == account_id
    in_charge = or_(
        col(User.id).in_(select(col(Account.owner_id)).where(of_account)),
        col(User.id).in_(select(col(Account.csm_id)).where(of_account)),
    )
    statement = select(User).where(col(User.active), in_charge).order_by(col(User.id))
    users = _users(session, statement)
    return [_reader(user) for user in users if _may_read(session, principal_of(session, user, now=now), account_id)]


def leadership_readers(session: Session) -> list[Reader]:
    """Everybody in the role of leadership who has not been disabled."""
    statement = select(User).where(col(User.role) == UserRole.LEADERSHIP, col(User.active)).order_by(col(User.id))
    return [_reader(user) for user in _users(session, statement)]


def may_read_report(session: Session, principal: Principal, report: Report) -> bool:
    """Whether ``principal`` may read this report now: of an account within reach, or of the portfolio they lead."""
    if report.kind is ReportKind.LEADERSHIP:
        return all(
            reach(principal, resource, Action.READ) is Reach.ALL for resource in (Resource.REPORT, Resource.REVENUE)
        )
    return report.account_id is not None and _may_read(session, principal, report.account_id)


def require_report_reader(session: Session, principal: Principal, account_id: int) -> Account:
    """The account, unless a report of it shows more than the reader may see: with a part missing it is another report.

    Opinions on people are closed to administrators until they open them for one account, with a reason, on record; and
    to every token that was not given them. The refusal says what to do.

    :raises NotFound: the account is absent, or not within reach; :raises Forbidden: a part is not within reach.
    """
    account = visible_account(session, principal, account_id)
    missing = [resource for resource in SHOWN if not may(session, principal, account.id, resource, Action.READ)]
    if not missing:
        return account
    in_person = replace(principal, scopes=None)
    lacking = [f"{one}:read" for one in missing if principal.scopes is not None]
    if lacking and all(may(session, in_person, account.id, one, Action.READ) for one in missing):
        said = _(
            "This report shows more than the token may read. Make a token that has these scopes too: %(scopes)s.",
            scopes=", ".join(lacking),
        )
        raise Forbidden(said)
    if principal.role is UserRole.ADMIN and Resource.OPINION in missing:
        raise Forbidden(_closed_to_administrators(principal))
    raise Forbidden(_("This report shows more than you may read. Let the account's owner or CSM order it."))


def _closed_to_administrators(principal: Principal) -> str:
    if principal.token_id is None:
        said = _(
            "This report shows what is believed of single people. Choose “Open opinions” on the account's page and "
            "give the reason: it is kept in the audit trail, and for 24 hours you can order the report."
        )
    else:
        said = _(
            "This report shows what is believed of single people, which no administrator's token may read. Sign in "
            "yourself, choose “Open opinions” on the account's page, give the reason, and order the report there; or "
            "let the account's owner or CSM order it."
        )
    return str(said)


def _may_read(session: Session, principal: Principal, account_id: int) -> bool:
    return all(may(session, principal, account_id, resource, Action.READ) for resource in SHOWN)


def _users(session: Session, statement: Select[User]) -> list[User]:
    return list(session.execute(statement).scalars())


def _reader(user: User) -> Reader:
    return Reader(user.id, user.name, user.email, nearest_language(user.language))
