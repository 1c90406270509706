"""Whatever is sent to whichever route, in the body, the query, a form or a header: a refusal in words, never a failure.

Each route is asked by somebody who may use it, with things that no program and no page of ours would send.
"""

import itertools
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from werkzeug.test import TestResponse

from service.app import create_app
from service.auth.principal import the_service
from service.database import sessions
from service.edge.application import Application
from service.operations.score_accounts import score_accounts
from service.settings import Settings
from tests.factories.cast import NOW, Cast, bearer, login, make_cast
from tests.factories.routes import Route, routes_of
from tests.factories.world import furnish, sides

#: Bodies that are no JSON that every reader reads alike, or say something that no field takes.
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "a text": b'"x"',
    "not a number": b'{"name": NaN, "score": NaN}',
    "infinity": b'{"score": 1e999}',
    "a huge number": b'{"id": 1' + b"0" * 4_500 + b"}",
    "2^63": b'{"account_id": 9223372036854775808}',
    "beyond the databases": b'{"account_id": 9007199254740991, "survey_id": 9007199254740991, "name": "x"}',
    "deep": b'{"definition": ' * 100 + b"1" + b"}" * 100,
    "deeper": b"[" * 100_000,
    "twice": b'{"name": "a", "name": "b"}',
    "half a pair": b'{"name": "\\ud800"}',
    "NUL": b'{"name": "a\\u0000b"}',
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "markup as a key": b'{"<script>alert(1)</script>": 1}',
    "many keys": b"{" + b",".join(b'"k%d": %d' % (number, number) for number in range(5_000)) + b"}",
}

#: Values of query parameters and of fields of forms.
VALUES = (
    *("", "x", "-1", "0", "1e999", "NaN", "9" * 40, "9223372036854775808", "2147483648", "99999-01-01", "0000-00-00"),
    *("\x00", "a\x00b", "\ud83d", "\u202e", "😀", "%", "_", "\\", "'", '"; DROP TABLE account; --', "<b>", "{{7*7}}"),
    *("[]", "{}", "null", "true", "../../etc/passwd", "2026-11-20T09:00:00", "\r\nSet-Cookie: a=b", "x" * 20_000),
)

#: How many parameters are sent to each route alone, besides all of them together.
ALONE = 9

#: Names that routes read from queries and forms.
NAMES = (
    *(
        "q",
        "search",
        "sort",
        "page",
        "limit",
        "cursor",
        "account_id",
        "as_of",
        "since",
        "from",
        "to",
        "format",
        "number",
    ),
    *(
        "state",
        "kind",
        "stage",
        "language",
        "title",
        "segment",
        "like",
        "only",
        "reason",
        "offset",
        "date",
        "open",
        "next",
    ),
    *("history", "archived", "role", "family", "metric", "band", "owner_id", "team_id", "touchpoint", "days", "score"),
)
FIELDS = (
    *("name", "email", "version", "survey_id", "roles", "days", "opens", "closes", "quarantine_days", "account_share"),
    *("starts_at", "language", "template", "family", "purpose", "touchpoint_id", "questions", "q0.kind", "q0.options"),
    *("segment", "groups.usage", "half_lives.usage_trend", "caps.notice_given", "valid_from", "score", "expires_on"),
    *(
        "text",
        "reason",
        "role",
        "user_id",
        "team_ids",
        "member_ids",
        "person_id",
        "steps",
        "origin",
        "enabled",
        "points",
    ),
    *("file", "password", "repeated", "title", "pattern", "sub_role", "stance", "observed_on", "occurred_at", "kind"),
    "points",
)


@pytest.fixture
def world(settings: Settings, engine: Engine) -> tuple[Application, Cast, list[tuple[Route, str]]]:
    """An application in which every table has rows, its cast, and every route at things of account A."""
    unlimited = {"api_requests_per_token": 0, "api_requests_per_address": 0}
    app = create_app(settings.model_copy(update=unlimited), engine=engine, clock=lambda: NOW)
    app.config["WTF_CSRF_ENABLED"] = False
    with sessions(engine)() as session:
        cast = make_cast(session)
        furnish(session, cast)
        score_accounts(session, the_service("test"), [cast.account_a.id, cast.account_b.id], now=NOW)
        session.commit()
        addresses = list(_addresses(app, session, cast))
        session.expunge_all()
    return app, cast, addresses


def _addresses(app: Application, session: Session, cast: Cast) -> Iterator[tuple[Route, str]]:
    for route in routes_of(app):
        with app.test_request_context():
            address = route.rule.build(route.values(session, sides(cast)[0]), append_unknown=False)
        assert address is not None
        yield route, address[1]


def _failures(asked: Iterator[tuple[str, TestResponse]], program: Callable[[str], bool]) -> list[str]:
    """What was answered by a failure, or refused in another form than the one for programs."""
    found = []
    for said, answer in asked:
        if answer.status_code >= 500:
            found.append(f"{said} -> {answer.status_code}")
        elif answer.status_code >= 400 and program(said) and answer.mimetype != "application/problem+json":
            found.append(f"{said} -> {answer.mimetype}")
        answer.close()
    return found


def test_no_body_breaks_a_route_of_the_api(world: tuple[Application, Cast, list[tuple[Route, str]]]) -> None:
    app, cast, addresses = world
    client = app.test_client()
    headers = {**bearer(cast.token_admin), "Content-Type": "application/json", "If-Match": '"1"'}

    def asked() -> Iterator[tuple[str, TestResponse]]:
        for (route, address), (name, body) in itertools.product(addresses, BODIES.items()):
            if route.is_api and route.method in {"POST", "PUT", "PATCH"}:
                yield f"{route.name}: {name}", client.open(address, method=route.method, data=body, headers=headers)

    assert _failures(asked(), lambda _said: True) == []


def test_no_query_breaks_a_route(world: tuple[Application, Cast, list[tuple[Route, str]]]) -> None:
    app, cast, addresses = world
    person, program = login(app.test_client(), cast.csm), app.test_client()

    def asked() -> Iterator[tuple[str, TestResponse]]:
        turn, names = itertools.cycle(VALUES), itertools.cycle(NAMES)
        for route, address in addresses:
            if route.method != "GET":
                continue
            # Each name gets another value with each route, so that over all routes most pairs are met.
            together = {name: next(turn) for name in NAMES}
            for query in (together, *({next(names): next(turn)} for _ in range(ALONE))):
                sent = {name: value.encode("utf-8", "surrogatepass") for name, value in query.items()}
                said = f"{route.name}?{query}"[:2_000]
                if route.is_api:
                    yield said, program.get(address, query_string=sent, headers=bearer(cast.token_csm))
                else:
                    yield said, person.get(address, query_string=sent)

    assert _failures(asked(), lambda said: said.startswith("GET /api/")) == []


def test_no_form_breaks_a_page(world: tuple[Application, Cast, list[tuple[Route, str]]]) -> None:
    app, cast, addresses = world
    secret_of = {name: login(app.test_client(), user) for name, user in (("admin", cast.admin), ("csm", cast.csm))}

    def asked() -> Iterator[tuple[str, TestResponse]]:
        turn = itertools.cycle(VALUES)
        for route, address in addresses:
            if route.is_api or route.method != "POST" or route.rule.endpoint in {"login.leave", "profile.sign_out"}:
                continue
            for (who, client), _round in itertools.product(secret_of.items(), range(4)):
                form = {name: next(turn).encode("utf-8", "surrogatepass") for name in FIELDS}
                yield f"{route.name} by {who}: {form}"[:2_000], client.post(address, data=form)

    assert _failures(asked(), lambda _said: False) == []


def test_no_header_breaks_a_route(world: tuple[Application, Cast, list[tuple[Route, str]]]) -> None:
    app, cast, _ = world
    client = app.test_client()
    token = bearer(cast.token_csm)["Authorization"]

    def asked() -> Iterator[tuple[str, TestResponse]]:
        for name, value in itertools.product(
            ("Authorization", "If-Match", "Idempotency-Key", "Accept", "Accept-Language", "Cookie", "Content-Type"),
            ("", "x", "\xff", "x" * 5_000, "Bearer ", "Bearer lp_", "*", "W/", '"' * 9, ";;==", "zh;q=NaN", "a/b;c"),
        ):
            headers = {"Authorization": token, "Content-Type": "application/json", name: value}
            yield f"{name}: {value}", client.post("/api/v1/accounts", data=b'{"name": "a"}', headers=headers)
            yield f"{name}: {value}", client.get("/api/v1/accounts", headers=headers)
            yield f"{name}: {value}", client.get("/login", headers=headers)

    assert _failures(asked(), lambda _said: False) == []
