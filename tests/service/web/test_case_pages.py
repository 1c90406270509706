"""Cases in the browser: found, worked, solved, opened again; and what each kind of reader sees of them."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlmodel import col

from models.case import Case, CaseEvent, CaseStep, Notice, Playbook, RootCause
from models.survey import Response
from models.user import User
from models.vocabulary import CaseOrigin, CaseState, NoticeKind, Urgency
from service.channels.preferences import notice_preferences
from service.database import sessions
from service.edge.application import Application
from service.operations.notify import notify
from tests.factories.cast import CANARY_VERBATIM, NOW, Cast, login


@pytest.fixture
def unhappy(engine: Engine, cast: Cast) -> int:
    """A case about the user's unhappy answer, overdue, with a step."""
    with sessions(engine).begin() as session:
        response_id = session.execute(
            select(col(Response.id)).where(col(Response.account_id) == cast.account_a.id)
        ).scalar_one()
        case = Case(
            account_id=cast.account_a.id,
            person_id=cast.people_a[2].id,
            response_id=response_id,
            origin=CaseOrigin.UNHAPPY_ANSWER,
            title="Unhappy answer",
            urgency=Urgency.HIGH,
            assignee_id=cast.csm.id,
            due_at=NOW - timedelta(hours=2),
            created_at=NOW - timedelta(days=2),
        )
        session.add(case)
        session.flush()
        session.add(CaseStep(case_id=case.id, position=1, text="Call back"))
        notify(session, NoticeKind.ASSIGNED, case, cast.csm.id, "test", now=NOW)
        return case.id


def held(engine: Engine, case_id: int) -> Case:
    with sessions(engine)() as session:
        return session.get_one(Case, case_id)


def test_my_cases_come_first_and_overdue_ones_on_top(client: FlaskClient, cast: Cast, unhappy: int) -> None:
    page = login(client, cast.csm).get("/cases").get_data(as_text=True)
    assert "1 case is overdue" in page
    assert page.index("Unhappy answer</a>") < page.index("canaryalpha case</a>")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("whose=all", 2),
        ("overdue=yes", 1),
        ("urgency=high", 1),
        ("q=unhappy", 1),
        ("show=solved", 0),
        ("cause=none", 2),
    ],
)
def test_filters_let_through_what_they_say(
    client: FlaskClient, cast: Cast, unhappy: int, query: str, count: int
) -> None:
    page = login(client, cast.csm).get(f"/cases?{query}").get_data(as_text=True)
    assert page.count('class="case-title"') == count


@pytest.mark.parametrize("query", ["whose=theirs", "urgency=7", "cause=x", "account=-1", "page=²", "show=1"])
def test_an_address_that_asks_for_nonsense_is_refused(client: FlaskClient, cast: Cast, query: str) -> None:
    assert login(client, cast.csm).get(f"/cases?{query}").status_code == 422


def test_who_may_not_read_single_answers_sees_neither_the_answer_nor_whose_it_was(
    app: Application, cast: Cast, unhappy: int
) -> None:
    mine = login(app.test_client(), cast.csm).get(f"/cases/{unhappy}").get_data(as_text=True)
    assert CANARY_VERBATIM in mine
    assert "canaryalpha user" in mine
    for reader in (cast.read_only, cast.leadership):
        page = login(app.test_client(), reader).get(f"/cases/{unhappy}").get_data(as_text=True)
        assert "Unhappy answer" in page
        assert CANARY_VERBATIM not in page
        assert "canaryalpha user" not in page


def test_a_case_of_another_team_is_not_there(client: FlaskClient, cast: Cast, unhappy: int) -> None:
    outsider = login(client, cast.outsider)
    assert outsider.get(f"/cases/{unhappy}").status_code == 404
    assert outsider.post(f"/cases/{unhappy}/take").status_code == 404


def test_a_step_is_ticked_and_unticked(client: FlaskClient, engine: Engine, cast: Cast, unhappy: int) -> None:
    with sessions(engine)() as session:
        step_id = session.execute(select(col(CaseStep.id)).where(col(CaseStep.case_id) == unhappy)).scalar_one()
    login(client, cast.csm)
    for answer, who in (("yes", cast.csm.id), ("no", None)):
        assert client.post(f"/cases/{unhappy}/steps/{step_id}", data={"done": answer}).status_code == 303
        with sessions(engine)() as session:
            step = session.get_one(CaseStep, step_id)
            assert (step.done_by_id, step.done_at) == (who, NOW if who else None)


def test_solved_with_cause_and_outcome_then_opened_again(
    client: FlaskClient, engine: Engine, cast: Cast, unhappy: int
) -> None:
    with sessions(engine).begin() as session:
        cause = RootCause(name="Slow support")
        session.add(cause)
        session.flush()
        cause_id = cause.id
    login(client, cast.csm)
    refused = client.post(f"/cases/{unhappy}/resolve", data={"resolution": " "})
    assert refused.status_code == 422
    assert held(engine, unhappy).state is CaseState.OPEN
    said = {
        "resolution": "We called.",
        "outcome": "content",
        "root_cause_id": str(cause_id),
        "public_note": "Support now answers within a day.",
    }
    assert client.post(f"/cases/{unhappy}/resolve", data=said).status_code == 303
    case = held(engine, unhappy)
    assert (case.state, case.resolved_at, case.root_cause_id) == (CaseState.RESOLVED, NOW, cause_id)
    assert (case.outcome, case.public_note) == ("content", "Support now answers within a day.")
    assert "We called." in client.get(f"/cases/{unhappy}").get_data(as_text=True)
    assert client.post(f"/cases/{unhappy}/reopen").status_code == 303
    case = held(engine, unhappy)
    assert (case.state, case.resolved_at, case.due_at) == (CaseState.OPEN, None, NOW.replace(hour=17))


def test_given_to_a_colleague_who_may_work_it_and_is_told(
    client: FlaskClient, engine: Engine, cast: Cast, unhappy: int
) -> None:
    login(client, cast.csm)
    form = {"state": "in_progress", "urgency": "high", "root_cause_id": ""}
    refused = client.post(f"/cases/{unhappy}/details", data={**form, "assignee_id": str(cast.outsider.id)})
    assert refused.status_code == 422
    given = client.post(f"/cases/{unhappy}/details", data={**form, "assignee_id": str(cast.sales.id)})
    assert given.status_code == 303
    assert (held(engine, unhappy).assignee_id, held(engine, unhappy).state) == (cast.sales.id, CaseState.IN_PROGRESS)
    with sessions(engine)() as session:
        told = session.execute(select(col(Notice.kind)).where(col(Notice.user_id) == cast.sales.id)).scalars()
        assert list(told) == [NoticeKind.ASSIGNED]


def test_an_older_version_is_not_written_over(client: FlaskClient, engine: Engine, cast: Cast, unhappy: int) -> None:
    login(client, cast.csm)
    form = {"state": "waiting", "urgency": "low", "assignee_id": str(cast.csm.id), "version": "99"}
    assert client.post(f"/cases/{unhappy}/details", data=form).status_code == 412
    assert held(engine, unhappy).urgency is Urgency.HIGH


def test_comments_and_playbooks_stand_in_what_happened(
    client: FlaskClient, engine: Engine, cast: Cast, unhappy: int
) -> None:
    with sessions(engine).begin() as session:
        playbook = Playbook(name="Call back", steps=[{"text": "Listen", "days": 1}])
        session.add(playbook)
        session.flush()
        playbook_id = playbook.id
    login(client, cast.csm)
    client.post(f"/cases/{unhappy}/comments", data={"text": "<b>they</b> were kind"})
    assert client.post(f"/cases/{unhappy}/playbook", data={"playbook_id": str(playbook_id)}).status_code == 303
    assert client.post(f"/cases/{unhappy}/playbook", data={"playbook_id": str(playbook_id)}).status_code == 409
    page = client.get(f"/cases/{unhappy}").get_data(as_text=True)
    assert "&lt;b&gt;they&lt;/b&gt; were kind" in page
    assert "Steps added: Call back" in page
    with sessions(engine)() as session:
        kinds = session.execute(select(col(CaseEvent.kind)).where(col(CaseEvent.case_id) == unhappy)).scalars()
        assert sorted(kinds) == ["comment", "playbook"]


def test_a_case_is_opened_by_hand(client: FlaskClient, engine: Engine, cast: Cast) -> None:
    login(client, cast.csm)
    found = client.get("/cases/new?account=canary").get_data(as_text=True)
    assert "canaryalpha Ltd" in found
    assert "canarybravo" not in found
    form = {"account_id": str(cast.account_a.id), "title": "Prepare the renewal", "urgency": "low"}
    answer = client.post("/cases", data=form)
    assert answer.status_code == 303
    case = held(engine, int(answer.location.rpartition("/")[2]))
    assert (case.assignee_id, case.origin) == (cast.csm.id, CaseOrigin.MANUAL)
    # Five working days from Friday 9:00.
    assert case.due_at == NOW.replace(day=26, hour=17)
    refused = client.post("/cases", data={**form, "account_id": str(cast.account_b.id)})
    assert refused.status_code == 404


def test_the_bell_counts_and_opening_a_notice_sees_it(
    client: FlaskClient, engine: Engine, cast: Cast, unhappy: int
) -> None:
    login(client, cast.csm)
    page = client.get("/notices").get_data(as_text=True)
    assert "Notices, 1 new" in page
    with sessions(engine)() as session:
        number = session.execute(select(col(Notice.id))).scalar_one()
    answer = client.post(f"/notices/{number}/open")
    assert answer.location.endswith(f"/cases/{unhappy}")
    assert "Notices, 1 new" not in client.get("/notices").get_data(as_text=True)


def test_somebody_else_s_notice_is_not_there(client: FlaskClient, engine: Engine, cast: Cast, unhappy: int) -> None:
    with sessions(engine)() as session:
        number = session.execute(select(col(Notice.id))).scalar_one()
    assert login(client, cast.sales).post(f"/notices/{number}/open").status_code == 404


def test_a_chat_is_added_masked_and_removed(client: FlaskClient, engine: Engine, cast: Cast) -> None:
    login(client, cast.csm)
    form = {"channel_name": "Team", "when": "at_once"}
    for address in ("jsons://169.254.169.254/x", "jsons://2130706433/", "file:///etc/passwd", "https://localhost/x"):
        assert client.post("/notices/channels", data={**form, "url": address}).status_code == 422
    secret = "0123456789abcdef0123"
    address = f"https://open.feishu.cn/open-apis/bot/v2/hook/{secret}"
    assert client.post("/notices/channels", data={**form, "url": address}).status_code == 303
    page = client.get("/notices/settings").get_data(as_text=True)
    assert "Feishu" in page
    assert secret not in page
    with sessions(engine)() as session:
        (channel,) = notice_preferences(session.get_one(User, cast.csm.id).preferences).channels
    assert channel.url == f"feishu://{secret}"
    assert client.post("/notices/channels/remove", data={"key": channel.key}).status_code == 303
    assert client.post("/notices/channels/remove", data={"key": channel.key}).status_code == 404


def test_away_until_the_end_of_a_day(client: FlaskClient, engine: Engine, cast: Cast) -> None:
    login(client, cast.csm)
    assert client.post("/notices/away", data={"away_until": "2026-11-30"}).status_code == 303
    assert client.post("/notices/away", data={"away_until": "2026-11-01"}).status_code == 422
    assert client.post("/notices/away", data={"away_until": "soon"}).status_code == 422
    with sessions(engine)() as session:
        assert session.get_one(User, cast.csm.id).away_until == NOW.replace(day=30, hour=23, minute=59)


def test_root_causes_count_cases_accounts_and_money(app: Application, engine: Engine, cast: Cast, unhappy: int) -> None:
    with sessions(engine).begin() as session:
        cause = RootCause(name="Slow support")
        session.add(cause)
        session.flush()
        for case in session.execute(select(Case)).scalars():
            case.root_cause_id, case.created_at = cause.id, NOW
    page = login(app.test_client(), cast.csm).get("/cases/causes").get_data(as_text=True)
    assert "Most often: Slow support · 2 cases" in page
    assert "€98.8K" in page or "€98,765" in page or "€99K" in page
    assert "€" not in login(app.test_client(), cast.read_only).get("/cases/causes").get_data(as_text=True)


def test_an_administrator_sets_rules_playbooks_and_root_causes(client: FlaskClient, engine: Engine, cast: Cast) -> None:
    login(client, cast.admin)
    form = {"origin": "falling_score", "enabled": "1", "points": "15", "within_days": "30", "confidence": "0.5"}
    assert client.post("/admin/cases/rules", data=form).status_code == 303
    assert client.post("/admin/cases/rules", data={**form, "points": "500"}).status_code == 422
    assert client.post("/admin/cases/rules", data={**form, "points": "nan"}).status_code == 422
    assert 'value="15"' in client.get("/admin/cases").get_data(as_text=True)
    assert client.post("/admin/cases/playbooks/delivered", data={"language": "zh"}).status_code == 303
    assert "止住下滑的健康分" in client.get("/admin/cases").get_data(as_text=True)
    entered = {
        "name": "Mine",
        "steps": "1: Call\n\nWrite: it down\n 20 : Ask",
        "origin": "unhappy_answer",
        "language": "en",
    }
    assert client.post("/admin/cases/playbooks", data=entered).status_code == 303
    with sessions(engine)() as session:
        mine = session.execute(select(Playbook).where(col(Playbook.name) == "Mine")).scalar_one()
    assert mine.steps == [
        {"text": "Call", "days": 1},
        {"text": "Write: it down", "days": 0},
        {"text": "Ask", "days": 20},
    ]
    assert mine.origin is CaseOrigin.UNHAPPY_ANSWER
    assert client.post(f"/admin/cases/playbooks/{mine.id}", data={**entered, "origin": ""}).status_code == 303
    with sessions(engine)() as session:
        assert session.get_one(Playbook, mine.id).origin is None
    assert client.post("/admin/cases/causes", data={"name": "Price"}).status_code == 303
    assert client.post("/admin/cases/causes", data={"name": "Price"}).status_code == 409


def test_delivered_root_causes_are_added_once(client: FlaskClient, engine: Engine, cast: Cast) -> None:
    login(client, cast.admin)
    for _time in range(2):
        assert client.post("/admin/cases/causes/delivered", data={"language": "en"}).status_code == 303
    assert client.post("/admin/cases/causes/delivered", data={"language": "xx"}).status_code == 422
    with sessions(engine)() as session:
        names = list(session.execute(select(col(RootCause.name))).scalars())
    assert (len(names), names.count("Support was slow")) == (11, 1)


def test_the_administration_of_cases_is_for_administrators(client: FlaskClient, cast: Cast) -> None:
    assert login(client, cast.csm).get("/admin/cases").status_code == 403
