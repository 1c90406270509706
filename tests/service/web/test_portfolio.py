"""The portfolio: whose accounts, which figures, and what the address may ask for."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from sqlmodel import col

from models.account import Contract
from models.audit import AuditEvent
from scoring.vocabulary import LifecycleStage
from service.database import sessions
from service.edge.application import Application
from service.operations.score_portfolio import score_portfolio
from tests.factories.cast import CANARY_A, CANARY_B, NOW, Cast, login, make_account

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def rows_of(body: str) -> list[str]:
    """The rows of the table, each as its text."""
    table = body.split("<tbody>")[1].split("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in table.split("</tr>")[:-1]]


@pytest.fixture
def scored(engine: Engine, cast: Cast) -> Cast:
    score_portfolio(sessions(engine), now=NOW)
    return cast


def page(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/portfolio{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def test_a_csm_sees_the_accounts_of_the_team_with_their_money(client: FlaskClient, scored: Cast) -> None:
    body = page(login(client, scored.csm))
    (row,) = rows_of(body)
    assert row.startswith(f"{CANARY_A} Ltd")
    assert "€98.8K" in row
    assert "Feb 1, 2027" in row
    assert "in 10 weeks" not in row
    assert "in 2 months" in row
    assert CANARY_B not in body


def test_leadership_sees_all_accounts_and_their_sum(client: FlaskClient, scored: Cast) -> None:
    body = page(login(client, scored.leadership))
    assert len(rows_of(body)) == 2
    assert "€197.5K" in body


def test_a_reader_without_the_permission_for_revenue_sees_no_money(client: FlaskClient, scored: Cast) -> None:
    body = page(login(client, scored.read_only))
    assert f"{CANARY_A} Ltd" in body
    assert "€" not in body
    assert "At risk" not in body


def test_a_filter_that_matches_nothing_offers_to_be_cleared(client: FlaskClient, scored: Cast) -> None:
    body = page(login(client, scored.csm), "?q=nobody")
    assert "No account matches" in body
    assert 'href="/portfolio"' in body


def test_the_search_finds_part_of_a_name(client: FlaskClient, scored: Cast) -> None:
    assert len(rows_of(page(login(client, scored.leadership), "?q=ALPHA"))) == 1


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?stage=renewal", ["Renewing"]),
        ("?segment=Enterprise", ["Renewing"]),
        ("?within=30", ["Renewing"]),
        ("?single=no", []),
        ("?band=high", []),
    ],
)
def test_each_filter_restricts(client: FlaskClient, scored: Cast, engine: Engine, query: str, names: list[str]) -> None:
    with sessions(engine).begin() as session:
        account = make_account(
            session,
            "Renewing",
            team=scored.team_a,
            segment="Enterprise",
            lifecycle_stage=LifecycleStage.RENEWAL,
            created_at=NOW,
        )
        session.add(
            Contract(
                account_id=account.id,
                arr=Decimal(1000),
                currency="EUR",
                starts_on=date(2025, 12, 1),
                ends_on=date(2026, 12, 1),
            )
        )
    body = page(login(client, scored.csm), query)
    found = [row.split(" ")[0] for row in rows_of(body)] if "<tbody>" in body else []
    assert found == names


def test_the_order_of_the_address_is_the_order_of_the_rows(client: FlaskClient, scored: Cast) -> None:
    login(client, scored.leadership)
    up, down = (rows_of(page(client, f"?sort={sort}")) for sort in ("name", "-name"))
    assert [row.split(" ")[0] for row in up] == [CANARY_A, CANARY_B]
    assert up == down[::-1]


@pytest.mark.parametrize(
    "query",
    [
        "?sort=id;drop",
        "?band=none",
        "?stage=x",
        "?within=-1",
        "?within=99999999999",
        "?owner=1e3",
        "?team=a",
        "?single=1",
    ],
)
def test_what_is_not_offered_is_refused(client: FlaskClient, scored: Cast, query: str) -> None:
    assert login(client, scored.csm).get(f"/portfolio{query}").status_code == 422


def test_without_accounts_the_page_says_what_comes_and_the_next_step(
    client: FlaskClient, engine: Engine, cast: Cast
) -> None:
    with sessions(engine).begin() as session:
        for account in (cast.account_a, cast.account_b):
            kept = session.get_one(type(account), account.id)
            kept.archived_at = NOW
    body = page(login(client, cast.csm))
    assert "No accounts yet" in body
    assert "Import accounts" in body
    assert "Import accounts" not in page(login(client, cast.read_only))


def test_the_page_asks_the_database_as_often_for_many_accounts_as_for_one(
    app: Application, scored: Cast, engine: Engine
) -> None:
    def statements() -> int:
        count = 0

        def note(*_arguments: object) -> None:
            nonlocal count
            count += 1

        client = login(app.test_client(), scored.csm)
        event.listen(engine, "before_cursor_execute", note)
        page(client)
        event.remove(engine, "before_cursor_execute", note)
        return count

    few = statements()
    with sessions(engine).begin() as session:
        for number in range(40):
            make_account(session, f"More {number}", team=scored.team_a)
    assert statements() == few


def test_the_file_holds_what_the_page_shows_and_leaves_a_trace(
    client: FlaskClient, scored: Cast, engine: Engine
) -> None:
    with sessions(engine).begin() as session:
        make_account(session, "=HYPERLINK(1)", team=scored.team_a, created_at=NOW)
    answer = login(client, scored.csm).get("/portfolio.csv?sort=name")
    assert answer.mimetype == "text/csv"
    assert 'filename="portfolio-2026-11-20.csv"' in answer.headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [line["Account"] for line in lines] == ["'=HYPERLINK(1)", f"{CANARY_A} Ltd"]
    assert lines[1]["ARR (EUR)"] == "98765.43"
    with sessions(engine)() as session:
        noted = session.execute(select(col(AuditEvent.action)).where(col(AuditEvent.target_kind) == "portfolio"))
        assert noted.scalars().all() == ["exported"]


def test_the_file_of_a_reader_without_revenue_has_no_column_for_it(client: FlaskClient, scored: Cast) -> None:
    answer = login(client, scored.read_only).get("/portfolio.csv")
    assert "EUR" not in answer.get_data().decode("utf-8-sig")


def test_after_a_press_the_address_keeps_only_what_restricts(client: FlaskClient, scored: Cast) -> None:
    login(client, scored.csm)
    answer = client.get("/portfolio?q=&band=low&segment=", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == "/portfolio?band=low"
