"""Results, silence and drivers as pages: what each reader sees, what the address may ask for, and the empty states."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlmodel import col

from models.audit import AuditEvent
from models.survey import Response
from scoring.vocabulary import QuestionKind, Role
from service.database import sessions
from tests.factories.cast import CANARY_A, CANARY_B, NOW, Cast, login
from tests.factories.feedback import FeedbackWorld

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def answered(engine: Engine, cast: Cast) -> Cast:
    """Team A's Harbour: six people of two roles, whose chief is silent; 4 promoters and 2 detractors."""
    with sessions(engine)() as session:
        world = FeedbackWorld(session, team=cast.team_a)
        harbour = world.account("Harbour", arr=50_000, risk=0.4, segment="Ports", csm_id=cast.csm.id)
        world.person(harbour, Role.DECISION_MAKER, 0.5, name="Silent chief", email="chief@harbour.example")
        for number, score in enumerate((10, 9, 9, 10, 2, 3)):
            role = Role.INFLUENCER if number < 3 else Role.END_USER
            world.answer(harbour, world.person(harbour, role, 0.08), score, days_ago=20 + 60 * (number % 2))
        world.answer(harbour, world.person(harbour, Role.END_USER, 0.02), 5, metric=QuestionKind.CSAT)
        world.score()
    return cast


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    return answer.get_data(as_text=True)


def words(body: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_results_show_the_number_its_interval_and_who_says_it(client: FlaskClient, answered: Cast) -> None:
    body = words(page(login(client, answered.csm), "/feedback/"))
    # Four promoters and three detractors: (4 - 3) / 10 with the three that are added.
    assert "NPS as reported (high is good) +10 −47 … +67" in body
    assert "4 promoters, 0 passives and 3 detractors: +14.3 without the correction" in body
    assert "Decision maker" in body
    assert "By segment" in body
    assert CANARY_B not in body


def test_the_short_address_leads_to_the_same_page(client: FlaskClient, answered: Cast) -> None:
    login(client, answered.csm)
    assert words(page(client, "/feedback")) == words(page(client, "/feedback/"))
    assert 'aria-current="page">Results' in page(client, "/feedback")


def test_leadership_sees_sums_without_silence_and_is_told_so(client: FlaskClient, answered: Cast) -> None:
    login(client, answered.leadership)
    body = words(page(client, "/feedback/"))
    assert "Your role sees figures over at least 5 people" in body
    assert "Fewer than 5 people, or too easily worked out: not shown" in body
    assert "Harbour" not in body
    assert 'href="/feedback/silence"' not in page(client, "/feedback/")
    assert client.get("/feedback/silence").status_code == 403
    assert client.get("/feedback/silence.csv").status_code == 403


def test_too_few_answers_are_not_shown_and_the_way_on_is(client: FlaskClient, answered: Cast) -> None:
    body = words(page(login(client, answered.leadership), "/feedback/?role=influencer"))
    assert "Too few answers to be shown" in body
    assert "Clear filters" in body


def test_a_filter_that_nothing_passes_offers_to_be_cleared(client: FlaskClient, answered: Cast) -> None:
    body = words(page(login(client, answered.csm), "/feedback/?segment=Nowhere"))
    assert "No answer matches" in body


def test_without_any_answer_the_page_says_what_comes(client: FlaskClient, engine: Engine, cast: Cast) -> None:
    with sessions(engine).begin() as session:
        for response in session.execute(select(Response)).scalars():
            response.superseded_at = NOW
    body = words(page(login(client, cast.csm), "/feedback/"))
    assert "No answers yet" in body
    assert "Make a survey and send it" in body
    assert "Make a survey" not in words(page(login(client, cast.sales), "/feedback/"))


@pytest.mark.parametrize(
    "path",
    [
        "/feedback/?role=king",
        "/feedback/?period=forever",
        "/feedback/?survey=x",
        "/feedback/?survey=99999999999999999999",
        "/feedback/?weight=2",
        "/feedback/?by=day",
        "/feedback/drivers?family=us",
        "/feedback/silence?sort=name;drop",
        "/feedback/silence?whose=ours",
        "/feedback/silence?answered=1",
        "/feedback/silence?page=-1",
    ],
)
def test_what_is_not_offered_is_refused(client: FlaskClient, answered: Cast, path: str) -> None:
    assert login(client, answered.csm).get(path).status_code == 422


def test_silence_leads_to_the_person_and_to_what_can_be_done(client: FlaskClient, answered: Cast) -> None:
    body = page(login(client, answered.csm), "/feedback/silence")
    assert "Silent chief" in body
    assert "1 decision maker has not answered within 180 days." in body
    assert re.search(r'data-href="/accounts/\d+/people/\d+"', body)
    assert "/feedback/waves/new?accounts=" in body
    assert "/answers/new?person_id=" in body
    # 50,000 at 40 % risk, half of it by decision weight.
    assert "€10K" in words(body)
    assert "Export as CSV" in body


def test_a_sales_representative_may_not_plan_waves(client: FlaskClient, answered: Cast) -> None:
    body = page(login(client, answered.sales), "/feedback/silence")
    assert "Silent chief" in body
    assert "/feedback/waves/new" not in body
    assert "/answers/new?person_id=" in body


def test_somebody_else_finds_nothing_of_it(client: FlaskClient, answered: Cast) -> None:
    login(client, answered.outsider)
    for path in ("/feedback/", "/feedback/silence", "/feedback/drivers", "/feedback/silence.csv"):
        body = client.get(path).get_data(as_text=True)
        assert "Harbour" not in body
        assert "Silent chief" not in body
        assert CANARY_A not in body


def test_the_file_holds_the_list_and_leaves_a_trace(client: FlaskClient, answered: Cast, engine: Engine) -> None:
    answer = login(client, answered.csm).get("/feedback/silence.csv?role=decision_maker")
    assert 'filename="silence-2026-11-20.csv"' in answer.headers["Content-Disposition"]
    (line,) = csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    assert (line["Person"], line["Account"], line["Role"]) == ("Silent chief", "Harbour", "Decision maker")
    assert float(line["Decision weight (0–1)"]) == 0.5
    assert float(line["At risk, by decision weight (EUR)"]) == 10_000.0
    assert line["Ways to reach them"] == "Mail"
    with sessions(engine)() as session:
        noted = session.execute(select(col(AuditEvent.action)).where(col(AuditEvent.target_kind) == "silence"))
        assert noted.scalars().all() == ["exported"]


def test_drivers_say_what_is_missing(client: FlaskClient, answered: Cast) -> None:
    body = words(page(login(client, answered.csm), "/feedback/drivers"))
    assert "No survey rates anything beside its leading question yet." in body
    assert "Touchpoints appear here once a third of the accounts" in body


def test_after_a_press_the_address_keeps_only_what_restricts(client: FlaskClient, answered: Cast) -> None:
    login(client, answered.csm)
    answer = client.get("/feedback/?role=&segment=Ports&survey=", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == "/feedback/?segment=Ports"


def test_the_pages_speak_chinese(client: FlaskClient, answered: Cast) -> None:
    login(client, answered.csm)
    for path in ("/feedback/", "/feedback/silence", "/feedback/drivers"):
        body = client.get(path, headers={"Accept-Language": "zh-CN"}).get_data(as_text=True)
        assert 'lang="zh' in body
