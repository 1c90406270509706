"""The cast of every test about who may see what: two teams, two accounts, and one person of each kind.

.. code-block:: python

    def test_an_outsider_finds_nothing(app, cast):          # fixtures of tests/service/conftest.py
        client = login(app.test_client(), cast.outsider)
        assert client.get(f"/accounts/{cast.account_a.id}").status_code == 404

``cast.account_a`` belongs to team A (owner: ``sales``, CSM: ``csm``), ``cast.account_b`` to team B (owner:
``outsider``). Everything about account A carries :data:`CANARY_A` in its texts and everything about account B
:data:`CANARY_B`: neither may turn up in an answer to somebody who may not see that account. What is said about people
carries :data:`CANARY_OPINION`, what one of them answered :data:`CANARY_VERBATIM`, the contracts amount to 98765.43.
``login(client, user)`` signs in without the sign-in page; ``bearer(cast.token_csm)`` gives the headers of a token.
Passwords are :data:`PASSWORD` for everybody. All rows are committed by :func:`make_cast`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

from flask.testing import FlaskClient
from sqlmodel import Session

from models.account import Account, Contract
from models.case import Case
from models.chain import Note, Relationship, StanceObservation, Tie
from models.interaction import Interaction
from models.person import Membership, Person, RoleAssignment
from models.survey import Response
from models.team import Team, TeamMember, Territory, TerritoryMember
from models.user import ApiToken, User
from models.vocabulary import UserRole
from scoring.vocabulary import (
    InteractionKind,
    QuestionKind,
    Role,
    Stance,
    Strength,
    SubRole,
    TieKind,
)
from service.auth.identify import principal_of
from service.auth.passwords import hash_password
from service.auth.policy import SCOPES
from service.auth.principal import Principal
from service.auth.secrets import new_session_key, new_token
from service.edge.browser import SIGN_IN
from service.edge.state import state
from service.operations.sign_in import open_session

PASSWORD = "a password of the tests"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
CANARY_A = "canaryalpha"
CANARY_B = "canarybravo"
CANARY_OPINION = "canaryopinion"
CANARY_VERBATIM = "canaryverbatim"


@dataclass(frozen=True)
class Cast:
    """Who plays; tokens are the full texts, as a program would send them."""

    admin: User
    leadership: User
    sales: User
    csm: User
    outsider: User
    read_only: User
    disabled: User
    team_a: Team
    team_b: Team
    territory_a: Territory
    territory_b: Territory
    account_a: Account
    account_b: Account
    people_a: tuple[Person, ...]
    people_b: tuple[Person, ...]
    token_csm: str
    token_without_scopes: str
    token_revoked: str
    token_outsider: str
    token_admin: str


@cache
def _password_digest() -> str:
    return hash_password(PASSWORD)


def make_user(session: Session, email: str, role: UserRole, *, team: Team | None = None, **values: object) -> User:
    """A user with :data:`PASSWORD`, flushed; ``team`` makes them a member."""
    name = email.partition("@")[0].replace("_", " ").title()
    user = User(
        **{
            "email": email,
            "name": name,
            "role": role,
            "password": _password_digest(),
            "session_key": new_session_key(),
            "created_at": NOW,
            "updated_at": NOW,
            **values,
        }
    )
    session.add(user)
    session.flush()
    if team is not None:
        session.add(TeamMember(team_id=team.id, user_id=user.id))
        session.flush()
    return user


def make_account(session: Session, name: str, *, team: Team | None = None, **values: object) -> Account:
    """An account, flushed."""
    account = Account(**{"name": name, "name_key": name.casefold(), "team_id": team.id if team else None, **values})
    session.add(account)
    session.flush()
    return account


def make_token(session: Session, user: User, scopes: tuple[str, ...], **values: object) -> str:
    """A token of ``user``; returns its text."""
    made = new_token()
    session.add(
        ApiToken(
            **{
                "user_id": user.id,
                "name": "test",
                "prefix": made.prefix,
                "digest": made.digest,
                "scopes": list(scopes),
                "created_at": NOW,
                **values,
            }
        )
    )
    session.flush()
    return made.text


def fill_account(session: Session, account: Account, canary: str, our: User) -> tuple[Person, ...]:
    """A small chain with answers, notes, a case and a contract, the canary in every text of it."""
    people = tuple(
        Person(
            name=f"{canary} {who}",
            name_key=f"{canary} {who}".casefold(),
            email=f"{who}@{canary}.example",
            title=f"{canary} {who}",
        )
        for who in ("chief", "champion", "user")
    )
    session.add_all(people)
    session.flush()
    roles = (
        (Role.DECISION_MAKER, SubRole.ECONOMIC_BUYER),
        (Role.INFLUENCER, SubRole.CHAMPION),
        (Role.END_USER, SubRole.USER),
    )
    since = date(2025, 1, 1)
    for person, (role, sub_role) in zip(people, roles, strict=True):
        session.add(Membership(account_id=account.id, person_id=person.id, valid_from=since, recorded_at=NOW))
        session.add(
            RoleAssignment(
                account_id=account.id,
                person_id=person.id,
                role=role,
                sub_role=sub_role,
                valid_from=since,
                recorded_at=NOW,
            )
        )
    chief, champion, user = people
    session.add(
        Tie(
            account_id=account.id,
            kind=TieKind.REPORTS_TO,
            source_id=champion.id,
            target_id=chief.id,
            valid_from=since,
            recorded_at=NOW,
        )
    )
    session.add(
        Relationship(
            account_id=account.id,
            user_id=our.id,
            person_id=champion.id,
            strength=Strength.IN_DEPTH,
            confirmed_on=TODAY - timedelta(days=10),
            valid_from=since,
            recorded_at=NOW,
        )
    )
    session.add(
        StanceObservation(
            account_id=account.id,
            person_id=chief.id,
            stance=Stance.SCEPTIC,
            observed_on=TODAY - timedelta(days=5),
            observed_by_id=our.id,
            note=f"{canary} {CANARY_OPINION} doubts",
            recorded_at=NOW,
        )
    )
    session.add(
        Note(
            account_id=account.id,
            person_id=chief.id,
            author_id=our.id,
            text=f"{canary} {CANARY_OPINION} note",
            created_at=NOW,
        )
    )
    session.add(
        Contract(
            account_id=account.id,
            name=f"{canary} contract",
            arr=Decimal("98765.43"),
            currency="EUR",
            starts_on=date(2026, 2, 1),
            ends_on=date(2027, 2, 1),
        )
    )
    session.add(
        Response(
            account_id=account.id,
            person_id=user.id,
            metric=QuestionKind.NPS,
            score=3,
            comment=f"{canary} {CANARY_VERBATIM} comment",
            answered_at=NOW - timedelta(days=3),
            recorded_at=NOW - timedelta(days=3),
        )
    )
    session.add(Case(account_id=account.id, title=f"{canary} case", assignee_id=our.id, created_at=NOW))
    session.add(
        Interaction(
            account_id=account.id,
            kind=InteractionKind.MEETING,
            occurred_at=NOW - timedelta(days=12),
            subject=f"{canary} meeting",
        )
    )
    session.flush()
    return people


def make_cast(session: Session) -> Cast:
    """Write the whole cast and commit."""
    team_a, team_b = Team(name="Team A"), Team(name="Team B")
    territory_a, territory_b = Territory(name="Territory A"), Territory(name="Territory B")
    session.add_all([team_a, team_b, territory_a, territory_b])
    session.flush()
    admin = make_user(session, "admin@linchpin.example", UserRole.ADMIN)
    leadership = make_user(session, "leadership@linchpin.example", UserRole.LEADERSHIP)
    sales = make_user(session, "sales@linchpin.example", UserRole.SALES, team=team_a)
    csm = make_user(session, "csm@linchpin.example", UserRole.CSM, team=team_a)
    outsider = make_user(session, "outsider@linchpin.example", UserRole.CSM, team=team_b)
    read_only = make_user(session, "read_only@linchpin.example", UserRole.READ_ONLY, team=team_a)
    disabled = make_user(session, "disabled@linchpin.example", UserRole.CSM, team=team_a, active=False)
    session.add(TerritoryMember(territory_id=territory_b.id, user_id=outsider.id))
    account_a = make_account(
        session, f"{CANARY_A} Ltd", team=team_a, owner_id=sales.id, csm_id=csm.id, territory_id=territory_a.id
    )
    account_b = make_account(session, f"{CANARY_B} Ltd", team=team_b, owner_id=outsider.id, territory_id=territory_b.id)
    cast = Cast(
        admin=admin,
        leadership=leadership,
        sales=sales,
        csm=csm,
        outsider=outsider,
        read_only=read_only,
        disabled=disabled,
        team_a=team_a,
        team_b=team_b,
        territory_a=territory_a,
        territory_b=territory_b,
        account_a=account_a,
        account_b=account_b,
        people_a=fill_account(session, account_a, CANARY_A, csm),
        people_b=fill_account(session, account_b, CANARY_B, outsider),
        token_csm=make_token(session, csm, SCOPES),
        token_without_scopes=make_token(session, csm, ()),
        token_revoked=make_token(session, csm, SCOPES, revoked_at=NOW),
        token_outsider=make_token(session, outsider, SCOPES),
        token_admin=make_token(session, admin, SCOPES),
    )
    session.commit()
    return cast


def principal(session: Session, user: User) -> Principal:
    """The principal that ``user`` is at :data:`NOW`, for tests of operations and queries."""
    return principal_of(session, user, now=NOW)


def login(client: FlaskClient, user: User) -> FlaskClient:
    """Sign ``user`` in on ``client`` as the sign-in page would; also a disabled one, whom no request then knows."""
    app = client.application
    with app.app_context():
        carried = state()
        with carried.sessions.begin() as session:
            known = session.get_one(User, user.id)
            secret = open_session(session, known, "password", agent="test", now=carried.clock()).secret
    with client.session_transaction() as cookie:
        cookie[SIGN_IN] = secret
        cookie.permanent = True
    return client


def bearer(token: str) -> dict[str, str]:
    """The headers of a program that holds ``token``."""
    return {"Authorization": f"Bearer {token}"}
