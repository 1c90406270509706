"""The stage of the permission test: one database, everybody signed in, and back to the start after each change."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, text, update
from sqlmodel import Session, col
from werkzeug.test import TestResponse

from models.team import TerritoryMember
from models.user import User
from models.vocabulary import UserRole
from service.app import create_app
from service.auth.identify import by_token, principal_of
from service.auth.principal import Principal, the_service
from service.database import engine_for, sessions
from service.edge.application import Application
from service.operations.score_accounts import score_accounts
from service.settings import Settings
from tests.factories.cast import CANARY_A, CANARY_B, NOW, Cast, bearer, login, make_cast, make_user
from tests.factories.routes import Route
from tests.factories.world import Side, furnish, sides

LETTERS = {CANARY_A: "a", CANARY_B: "b"}


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: by cookie, by token, or as a stranger (``principal`` None)."""

    name: str
    principal: Principal | None = None
    cookie: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    # The canaries of accounts that this one may not see.
    hidden: tuple[str, ...] = ()

    @property
    def hidden_sides(self) -> set[str]:
        """The letters of the sides that this one may not see."""
        return {LETTERS[canary] for canary in self.hidden}


@dataclass
class Stage:
    """The application with its cast; :meth:`ask` sends one request and takes back what it changed."""

    app: Application
    engine: Engine
    database: Path
    actors: list[Actor]
    cast: Cast
    sides: tuple[Side, Side]

    @property
    def backup(self) -> Path:
        """The database as it was when everybody had signed in."""
        return self.database.with_suffix(".backup")

    def ask(self, actor: Actor, route: Route, values: dict[str, str | int], query: str = "") -> TestResponse:
        """The answer to one request with an empty body."""
        with self.app.test_request_context():
            address = route.rule.build(values, append_unknown=False)
        assert address is not None, f"{route.name} cannot be reached with {values}"
        client: FlaskClient = self.app.test_client()
        if actor.cookie is not None:
            client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], actor.cookie)
        headers, body = dict(actor.headers), {}
        if route.is_api and route.method != "GET":
            # Past the questions of form, so that it is the things themselves that are asked for.
            headers["If-Match"], body = '"1"', {"json": {}}
        answer = client.open(address[1] + query, method=route.method, headers=headers, **body)
        answer.get_data()
        if route.method != "GET" or answer.status_code in {401, 403, 404}:
            self.restore()
        return answer

    def restore(self) -> None:
        """Put the database back as it was."""
        self.engine.dispose()
        for ending in ("-wal", "-shm"):
            Path(f"{self.database}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self.backup, self.database)

    def reading(self) -> Iterator[Session]:
        """A session for looking up numbers."""
        with sessions(self.engine)() as session:
            yield session


def build_stage(folder: Path, template: Path) -> Stage:
    """Write the world into a copy of the migrated ``template``, sign everybody in, and remember that moment."""
    database = folder / "permissions.db"
    shutil.copyfile(template, database)
    engine = engine_for(f"sqlite:///{database}")
    # As many requests as the test likes: the clock stands still.
    unlimited = {"api_requests_per_token": 0, "api_requests_per_address": 0}
    settings = Settings(home=folder / "var", secret_key="a secret of the tests, of no use", **unlimited)
    app = create_app(settings, engine=engine, clock=lambda: NOW)
    app.config["WTF_CSRF_ENABLED"] = False
    with sessions(engine)() as session:
        cast = make_cast(session)
        furnish(session, cast)
        demoted = make_user(session, "demoted@linchpin.example", UserRole.ADMIN, team=cast.team_a)
        moved = make_user(session, "moved@linchpin.example", UserRole.CSM)
        session.add(TerritoryMember(territory_id=cast.territory_a.id, user_id=moved.id))
        score_accounts(session, the_service("test"), [cast.account_a.id, cast.account_b.id], now=NOW)
        session.commit()
        session.expunge_all()
    users = {
        "admin": cast.admin,
        "leadership": cast.leadership,
        "sales": cast.sales,
        "csm": cast.csm,
        "outsider": cast.outsider,
        "read-only": cast.read_only,
        "demoted with a live session": demoted,
        "moved to another territory": moved,
    }
    cookies = {name: _cookie(app, user) for name, user in users.items()}
    disabled_cookie = _cookie(app, cast.disabled)
    with sessions(engine).begin() as session:
        session.execute(update(User).where(col(User.id) == demoted.id).values(role=UserRole.READ_ONLY))
        session.execute(delete(TerritoryMember).where(col(TerritoryMember.user_id) == moved.id))
        session.add(TerritoryMember(territory_id=cast.territory_b.id, user_id=moved.id))
    with sessions(engine)() as session:
        hidden = {"admin": (), "leadership": (), "outsider": (CANARY_A,), "moved to another territory": (CANARY_A,)}
        actors = [
            Actor(
                name,
                principal_of(session, session.get_one(User, user.id), now=NOW),
                cookies[name],
                hidden=hidden.get(name, (CANARY_B,)),
            )
            for name, user in users.items()
        ]
        actors += _tokens(session, cast)
    both = (CANARY_A, CANARY_B)
    actors += [
        Actor("disabled with a live session", None, disabled_cookie, hidden=both),
        Actor("revoked token", None, None, bearer(cast.token_revoked), both),
        Actor("stranger", hidden=both),
    ]
    stage = Stage(app, engine, database, actors, cast, sides(cast))
    with engine.connect() as connection:
        connection.execute(text("COMMIT"))
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    shutil.copyfile(database, stage.backup)
    return stage


def _cookie(app: Application, user: User) -> str:
    client = login(app.test_client(), user)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    return cookie.value


def _tokens(session: Session, cast: Cast) -> list[Actor]:
    found = []
    for name, token, hidden in (
        ("token of the CSM", cast.token_csm, (CANARY_B,)),
        ("token without scopes", cast.token_without_scopes, (CANARY_A, CANARY_B)),
        ("token of the outsider", cast.token_outsider, (CANARY_A,)),
        ("token of the administrator", cast.token_admin, ()),
    ):
        identity = by_token(session, bearer(token)["Authorization"], now=NOW)
        assert identity is not None
        found.append(Actor(name, identity.principal, None, bearer(token), hidden))
    return found
