"""The permission test itself must be able to fail: routes with the usual mistakes are caught."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask, jsonify
from sqlmodel import Session, select

from models.account import Account
from models.chain import Note
from service.auth.policy import Resource
from service.edge.current import current_session
from service.edge.permits import Permit, UndeclaredRoute, allows, check_permits, needs, open_to_all
from tests.factories.routes import NoExample, Route, routes_of
from tests.service.permission_world import Stage, build_stage
from tests.service.test_permissions import (
    test_a_list_shows_nothing_of_others_whatever_it_is_asked as check_list,
)
from tests.service.test_permissions import (
    test_the_policy_holds as check_policy,
)
from tests.service.test_permissions import (
    test_what_is_not_ones_own_is_answered_like_what_is_not_there as check_foreign,
)

careless = Blueprint("careless", __name__, url_prefix="/api/v1/careless")
needs(careless, Resource.ACCOUNT)


@careless.get("/accounts")
def _all_accounts() -> object:
    return jsonify([account.name for account in current_session().exec(select(Account))])


@careless.get("/accounts/<int:account_id>")
def _any_account(account_id: int) -> object:
    account = current_session().get(Account, account_id)
    return jsonify(account.id) if account else (jsonify(error="absent"), 404)


@careless.get("/accounts/<int:account_id>/known")
def _tells_apart(account_id: int) -> object:
    known = current_session().get(Account, account_id) is not None
    return jsonify(error="yours to ask for" if known else "absent"), 404


@careless.get("/notes")
@allows(Resource.ACCOUNT)
def _notes() -> object:
    return jsonify([note.text.split()[1] for note in current_session().exec(select(Note))])


@careless.get("/open")
@open_to_all("A mistake: it should not be.")
def _open() -> object:
    return jsonify([account.name for account in current_session().exec(select(Account))])


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Stage]:
    made = build_stage(tmp_path_factory.mktemp("harness"), sqlite_template)
    made.app.register_blueprint(careless)
    yield made
    made.engine.dispose()


@pytest.fixture
def session(stage: Stage) -> Iterator[Session]:
    yield from stage.reading()


def _route(stage: Stage, ending: str) -> Route:
    return next(r for r in routes_of(stage.app) if r.rule.rule == f"/api/v1/careless/{ending}")


def test_a_list_of_everything_is_caught(stage: Stage) -> None:
    with pytest.raises(AssertionError, match="shows an account of others"):
        check_list(_route(stage, "accounts"), stage)


def test_reading_by_number_alone_is_caught(stage: Stage, session: Session) -> None:
    with pytest.raises(AssertionError, match=r"tells .* from"):
        check_foreign(_route(stage, "accounts/<int:account_id>"), stage, session)


def test_another_sentence_for_what_exists_is_caught(stage: Stage, session: Session) -> None:
    with pytest.raises(AssertionError, match=r"tells .* from"):
        check_foreign(_route(stage, "accounts/<int:account_id>/known"), stage, session)


def test_opinions_on_a_page_of_accounts_are_caught(stage: Stage, session: Session) -> None:
    with pytest.raises(AssertionError, match="shows opinions on people"):
        check_policy(_route(stage, "notes"), stage, session)


def test_a_page_left_open_is_caught(stage: Stage, session: Session) -> None:
    with pytest.raises(AssertionError, match="shows an account of others"):
        check_policy(_route(stage, "open"), stage, session)


def test_a_route_that_says_nothing_stops_the_start() -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/silent", "silent", lambda: "")
    with pytest.raises(UndeclaredRoute, match="'silent' does not say what it needs"):
        check_permits(app)


def test_an_unknown_parameter_says_where_to_explain_it() -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/things/<int:gadget_id>", "gadgets.show", lambda gadget_id: "")
    route = Route(next(iter(app.url_map.iter_rules())), "GET", Permit(Resource.ACCOUNT))
    with pytest.raises(NoExample, match=r"'gadget_id'.*tests/factories/routes\.py"):
        route.private_parameters()
