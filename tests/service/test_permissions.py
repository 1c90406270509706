"""Every route, by every method, for every kind of asker: what the policy says is what happens.

New routes are covered without an edit here; a new name of a parameter is explained in tests/factories/routes.py.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlmodel import Session
from werkzeug.test import TestResponse

from service.app import create_app
from service.auth.policy import Action, Reach, Resource, reach
from service.database import engine_for
from service.settings import Settings
from tests.factories.cast import CANARY_OPINION, CANARY_VERBATIM
from tests.factories.routes import ABSENT, Route, routes_of
from tests.factories.world import Side
from tests.service.permission_world import Actor, Stage, build_stage

# Whatever an address shows of itself: its own numbers, the mark against foreign forms, the place to return to.
_OWN_MARKS = re.compile(
    rb'(name="csrf_token" value="[^"]*"|name="csrf-token" content="[^"]*"|name="next" value="[^"]*")'
)

#: Reading routes that nobody can succeed on with an example, and why.
NEVER_READ = {
    "password.show": "needs a signed link, which its own test has",
    "respond.show": "needs a signed link, which its own test has",
    "respond.change": "needs a signed link, which its own test has",
    "respond_trial.show": "needs a signed link, which its own test has",
    "surveys.preview": "numbers of versions are made up here; its own test has one",
    "unsubscribe.show": "needs a signed link, which its own test has",
    "admin_mails.html": "shows a mail that was written into the folder, which its own test has",
    "openid.begin": "there is no issuer in this test; its own test has one",
    "openid.finish": "there is no issuer in this test; its own test has one",
    "design.error": "answers with the status that it shows",
    "api_waves.dry_run_wave": "no survey is live in this world; its own test has one",
    "assets.built": "names change with each build",
    "api_exchange_rates.read_exchange_rate": "there is no rate in this world; its own test has one",
    "reports.read": "the file behind a made-up row is not there; its own test has one",
    "api_reports.read_report_pdf": "the file behind a made-up row is not there; its own test has one",
}

#: Questions to lists: whose account, what name, which format.
QUERIES = ("", "?account_id={foreign}", "?q={fragment}", "?search={fragment}", "?format=csv", "?format=json")

#: What somebody may want a thing as, and who tries: one of each team, one who moved, a program.
FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "graphml": "application/graphml+xml",
}
ASK_FOR_FORMATS = frozenset({"csm", "outsider", "read-only", "moved to another territory", "token of the outsider"})


def _all_routes() -> list[Route]:
    """The routes of an application, for naming the tests; it is never asked anything."""
    settings = Settings(home=Path("/nonexistent"), secret_key="a secret of the tests, of no use")
    return list(routes_of(create_app(settings, engine=engine_for("sqlite://"))))


ROUTES = _all_routes()
by_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Stage]:
    made = build_stage(tmp_path_factory.mktemp("permissions"), sqlite_template)
    yield made
    made.engine.dispose()


@pytest.fixture
def session(stage: Stage) -> Iterator[Session]:
    yield from stage.reading()


def expected(actor: Actor, route: Route) -> str:
    """ "open", "stranger", "refused" or "admitted"."""
    permit = route.permit
    if permit.resource is None:
        return "open"
    if actor.principal is None:
        return "stranger"
    action = permit.action_for(route.method)
    if permit.resource is Resource.OPINION and action is Action.READ and actor.principal.glass_accounts:
        return "admitted"
    return "admitted" if reach(actor.principal, permit.resource, action) >= permit.least else "refused"


def text_of(answer: TestResponse) -> str:
    """Everything that a reader can see in an answer: a PDF's words, or the body itself."""
    body = answer.get_data()
    if answer.mimetype == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    if answer.headers.get("Content-Encoding") == "gzip":
        body = zlib.decompress(body, 31)
    return body.decode("utf-8", "replace")


def check_outcome(actor: Actor, route: Route, answer: TestResponse) -> None:
    """The answer is of the kind that the policy says."""
    said = f"{actor.name}: {route.name} -> {answer.status_code}"
    assert answer.status_code < 500 or answer.status_code == 503, said
    outcome = expected(actor, route)
    if outcome == "stranger":
        if route.is_api:
            assert answer.status_code == 401, said
            assert answer.mimetype == "application/problem+json", said
            assert answer.headers["WWW-Authenticate"].startswith("Bearer"), said
        else:
            assert answer.status_code == 303, said
            assert answer.headers["Location"].startswith("/login"), said
    elif outcome == "refused":
        assert answer.status_code == 403, said
    else:
        assert answer.status_code != 401, said
        assert not answer.headers.get("Location", "").startswith("/login?next"), said


def check_secrets(actor: Actor, route: Route, answer: TestResponse) -> None:
    """Nothing of accounts, and no kind of record, that the asker may not see is in the answer or its headers."""
    # The name of the request is random: any digits may turn up in it.
    shown = text_of(answer) + str([header for header in answer.headers if header[0] != "X-Request-ID"])
    for canary in actor.hidden:
        assert canary not in shown, f"{actor.name}: {route.name} shows an account of others"
    if actor.principal is None or actor.principal.glass_accounts:
        return
    if reach(actor.principal, Resource.OPINION, Action.READ) < Reach.OWN:
        assert CANARY_OPINION not in shown, f"{actor.name}: {route.name} shows opinions on people"
    if reach(actor.principal, Resource.RESPONSE, Action.READ) < Reach.OWN:
        assert CANARY_VERBATIM not in shown, f"{actor.name}: {route.name} shows what one person answered"
    if reach(actor.principal, Resource.REVENUE, Action.READ) < Reach.OWN:
        assert "98765" not in shown, f"{actor.name}: {route.name} shows revenue"
        assert "98,765" not in shown, f"{actor.name}: {route.name} shows revenue"


def bare(answer: TestResponse, values: dict[str, str | int]) -> bytes:
    """The body without what an address shows of itself."""
    body = _OWN_MARKS.sub(b"", answer.get_data())
    for value in sorted({str(value) for value in values.values()}, key=len, reverse=True):
        body = re.sub(rb"(?<=[/=])" + re.escape(value.encode()) + rb"(?=[/?&\"\s#<]|$)", b"~", body)
    return body


@by_route
def test_the_policy_holds(route: Route, stage: Stage, session: Session) -> None:
    succeeded = []
    values = [route.values(session, side) for side in stage.sides]
    session.close()
    for actor in stage.actors:
        for one in values if route.private_parameters() else values[:1]:
            answer = stage.ask(actor, route, one)
            check_outcome(actor, route, answer)
            check_secrets(actor, route, answer)
            if answer.status_code < 400:
                succeeded.append(actor.name)
    if route.method == "GET" and route.rule.endpoint not in NEVER_READ and not _lacks_row(values):
        assert succeeded, f"{route.name}: nobody at all can read this"


@pytest.mark.parametrize(
    "route", [r for r in ROUTES if r.method == "GET" and not r.parameters and r.permit.resource], ids=lambda r: r.name
)
def test_a_list_shows_nothing_of_others_whatever_it_is_asked(route: Route, stage: Stage) -> None:
    for actor in stage.actors:
        if not actor.hidden:
            continue
        for side in stage.sides:
            if side.letter not in actor.hidden_sides:
                continue
            for query in QUERIES:
                asked = query.format(foreign=side.account_id, fragment=side.canary.removeprefix("canary"))
                answer = stage.ask(actor, route, {}, asked)
                check_outcome(actor, route, answer)
                check_secrets(actor, route, answer)


@pytest.mark.parametrize("route", [r for r in ROUTES if r.private_parameters()], ids=lambda r: r.name)
def test_what_is_not_ones_own_is_answered_like_what_is_not_there(route: Route, stage: Stage, session: Session) -> None:
    addresses = list(_foreign_addresses(route, session, stage.sides))
    session.close()
    for actor in stage.actors:
        if actor.principal is None:
            continue
        for letter, foreign, absent in addresses:
            if letter not in actor.hidden_sides:
                continue
            theirs, nobodys = stage.ask(actor, route, foreign), stage.ask(actor, route, absent)
            said = f"{actor.name}: {route.name} tells {foreign} from {absent}"
            assert theirs.status_code == nobodys.status_code, said
            assert theirs.status_code >= 400, f"{actor.name}: {route.name} succeeds on {foreign}"
            assert bare(theirs, foreign) == bare(nobodys, absent), said


@pytest.mark.parametrize(
    "route", [r for r in ROUTES if r.method == "GET" and r.private_parameters()], ids=lambda r: r.name
)
def test_no_format_shows_what_is_not_ones_own(route: Route, stage: Stage, session: Session) -> None:
    addresses = list(_foreign_addresses(route, session, stage.sides))
    session.close()
    for actor in (one for one in stage.actors if one.name in ASK_FOR_FORMATS):
        for letter, foreign, _absent in addresses:
            if letter not in actor.hidden_sides:
                continue
            for name, media_type in FORMATS.items():
                asking = replace(actor, headers={**actor.headers, "Accept": media_type})
                answer = stage.ask(asking, route, foreign, f"?format={name}&download=1")
                assert answer.status_code >= 400, f"{actor.name}: {route.name} gives {foreign} as {name}"
                check_secrets(actor, route, answer)


def _foreign_addresses(
    route: Route, session: Session, both: tuple[Side, Side]
) -> Iterator[tuple[str, dict[str, str | int], dict[str, str | int]]]:
    """For each side and each private parameter: somebody else's thing there, and nothing there, all else being own."""
    for own, other in (both, both[::-1]):
        home, away = route.values(session, own), route.values(session, other)
        for parameter in route.private_parameters():
            if away[parameter] == ABSENT:
                continue
            yield other.letter, {**home, parameter: away[parameter]}, {**home, parameter: ABSENT}


def _lacks_row(values: list[dict[str, str | int]]) -> bool:
    return any(ABSENT in one.values() for one in values)
