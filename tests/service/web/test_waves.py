"""The pages of waves: planned by a form, looked at person by person, tried, started, watched and cancelled."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from models.job import Run
from models.report import Delivery
from models.signal import Ticket
from models.survey import Invitation, Wave
from models.vocabulary import InvitationState
from service.database import sessions
from service.edge.application import Application
from tests.factories.cast import CANARY_A, CANARY_B, NOW, Cast, login
from tests.factories.surveys import Asked, make_survey

FORM = {
    "name": "Spring",
    "days": ["mon", "tue", "wed", "thu", "fri"],
    "opens": "0",
    "closes": "24",
    "quarantine_days": "30",
    "account_share": "1.0",
    "reminders": "1",
    "reminder_after_days": "7",
    "expires_after_days": "30",
    "repeat_months": "0",
}


@pytest.fixture
def asked(engine: Engine, cast: Cast) -> Asked:
    """A live survey that nobody was asked yet."""
    with sessions(engine).begin() as session:
        made = make_survey(session, cast.account_b, cast.people_b[0])
        session.delete(made.invitation)
        session.flush()
        session.expunge_all()
    return made


@pytest.fixture
def csm(app: Application, cast: Cast) -> FlaskClient:
    return login(app.test_client(), cast.csm)


def _plan(client: FlaskClient, asked: Asked, **values: object) -> str:
    answer = client.post("/feedback/waves", data={**FORM, "survey_id": asked.survey.id, **values})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def test_a_new_wave_shows_who_would_be_asked_and_who_not(csm: FlaskClient, asked: Asked, cast: Cast) -> None:
    page = csm.get(_plan(csm, asked, roles=["decision_maker", "end_user"])).get_data(as_text=True)
    assert f"{CANARY_A} chief" in page
    assert f"{CANARY_A} user" in page
    assert f"{CANARY_A} champion" not in page
    assert CANARY_B not in page
    assert "Nothing has been sent" in page
    # Decision makers are asked about the price besides; the link shows the page as they will see it.
    number = asked.survey.id
    assert (
        f'/feedback/surveys/{number}?number=1&amp;language=en&amp;role=decision_maker">English · 4 questions</a>'
        in page
    )
    assert f'/feedback/surveys/{number}?number=1&amp;language=en&amp;role=end_user">English · 3 questions</a>' in page


def test_a_trigger_shows_whom_its_last_week_would_have_asked(
    csm: FlaskClient, asked: Asked, cast: Cast, engine: Engine
) -> None:
    with sessions(engine).begin() as session:
        for person, days in ((cast.people_a[0], 3), (cast.people_a[2], 9)):
            values = {"account_id": cast.account_a.id, "person_id": person.id, "opened_at": NOW - timedelta(days=20)}
            session.add(Ticket(**values, closed_at=NOW - timedelta(days=days)))
    where = _plan(csm, asked, trigger="ticket_closed")
    page = csm.get(where).get_data(as_text=True)
    assert "what its trigger would have come to in the last seven days" in page
    assert f"{CANARY_A} chief" in page
    assert f"{CANARY_A} user" not in page
    # It is an example: once started, what happened before is not asked about.
    csm.post(where + "/start")
    with sessions(engine)() as session:
        assert session.execute(select(func.count()).select_from(Invitation)).scalar_one() == 0


def test_the_reason_why_somebody_is_left_out_is_said(
    csm: FlaskClient, asked: Asked, cast: Cast, engine: Engine
) -> None:
    with sessions(engine).begin() as session:
        chief = session.merge(cast.people_a[0])
        chief.do_not_contact = True
    address = _plan(csm, asked)
    page = csm.get(f"{address}?only=do_not_contact").get_data(as_text=True)
    assert "Not to be contacted" in page
    assert f"{CANARY_A} chief" in page
    assert f"{CANARY_A} user" not in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "This is needed."),
        ({"survey_id": "999999"}, "There is no such survey that is live."),
        ({"days": []}, "field-days"),
        ({"opens": "16", "closes": "9"}, "field-days"),
        ({"reminders": "9"}, "Enter a number within the range."),
        ({"trigger": "stage_reached"}, "field-trigger"),
        ({"accounts": f"{CANARY_B} Ltd"}, "that you may see"),
        ({"trigger": "ticket_closed", "repeat_months": "3"}, "needs no repetition"),
    ],
)
def test_what_cannot_be_is_said_at_its_control_and_nothing_is_planned(
    csm: FlaskClient, asked: Asked, engine: Engine, values: dict[str, object], said: str
) -> None:
    answer = csm.post("/feedback/waves", data={**FORM, "survey_id": asked.survey.id, **values})
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    with sessions(engine)() as session:
        assert session.execute(select(Wave)).first() is None


def test_a_wave_is_started_now_or_at_a_moment_of_the_reader_s_clock(
    csm: FlaskClient, asked: Asked, engine: Engine
) -> None:
    first, second = _plan(csm, asked), _plan(csm, asked)
    csm.post(f"{first}/start", data={"starts_at": ""})
    csm.post(f"{second}/start", data={"starts_at": (NOW + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")})
    with sessions(engine)() as session:
        starts = list(session.execute(select(col(Wave.starts_at)).order_by(col(Wave.id))).scalars())
        runs = list(session.execute(select(col(Run.scope)).where(col(Run.kind) == "send_wave")).scalars())
    assert starts == [NOW, NOW + timedelta(days=1)]
    assert runs == ["wave:1"]
    assert "Begins on" in csm.get(second).get_data(as_text=True)


def test_a_test_goes_to_the_one_who_asks_and_to_nobody_else(
    csm: FlaskClient, asked: Asked, engine: Engine, cast: Cast
) -> None:
    address = _plan(csm, asked)
    assert csm.post(f"{address}/test", data={"language": "zh"}).status_code == 303
    assert csm.post(f"{address}/test", data={"language": "fr"}).status_code == 303
    with sessions(engine)() as session:
        (mail,) = session.execute(select(Delivery)).scalars()
    assert (mail.address, mail.user_id, mail.person_id) == (cast.csm.email, cast.csm.id, None)
    assert "/r/try/" in mail.text
    assert "您愿意把我们推荐给同行吗" in mail.text


def _begun(session: Session, wave_id: int, asked: Asked, cast: Cast) -> None:
    wave = session.get_one(Wave, wave_id)
    wave.starts_at = wave.started_at = NOW - timedelta(days=1)
    states = (InvitationState.SENT, InvitationState.ANSWERED, InvitationState.BOUNCED)
    for person, state in zip(cast.people_a, states, strict=True):
        session.add(
            Invitation(
                survey_version_id=asked.version.id,
                wave_id=wave_id,
                account_id=cast.account_a.id,
                person_id=person.id,
                nonce=f"{state}-{wave_id}",
                state=state,
                sent_at=NOW,
                expires_at=NOW + timedelta(days=20),
            )
        )


def test_progress_counts_what_was_sent_answered_and_bounced(
    csm: FlaskClient, asked: Asked, engine: Engine, cast: Cast
) -> None:
    address = _plan(csm, asked)
    with sessions(engine).begin() as session:
        _begun(session, int(address.rpartition("/")[2]), asked, cast)
    page = csm.get(address).get_data(as_text=True)
    assert "1 of 2 whom the mail reached have answered (50" in page
    listed = csm.get(f"{address}?state=bounced").get_data(as_text=True)
    assert f"{CANARY_A} user" in listed
    assert f"{CANARY_A} chief" not in listed


def test_who_has_answered_an_anonymous_survey_is_not_shown(csm: FlaskClient, engine: Engine, cast: Cast) -> None:
    with sessions(engine).begin() as session:
        secret = make_survey(session, cast.account_b, cast.people_b[0], anonymous=True)
        session.delete(secret.invitation)
        session.flush()
        session.expunge_all()
    address = _plan(csm, secret)
    with sessions(engine).begin() as session:
        _begun(session, int(address.rpartition("/")[2]), secret, cast)
    page = csm.get(address).get_data(as_text=True)
    assert "Who has answered is not shown" in page
    assert f"{CANARY_A} champion" not in page


def test_cancelling_withdraws_and_can_close_links(csm: FlaskClient, asked: Asked, engine: Engine, cast: Cast) -> None:
    address = _plan(csm, asked)
    wave_id = int(address.rpartition("/")[2])
    with sessions(engine).begin() as session:
        _begun(session, wave_id, asked, cast)
    csm.post(f"{address}/cancel", data={"close_links": "1"})
    with sessions(engine)() as session:
        states = list(session.execute(select(col(Invitation.state)).order_by(col(Invitation.id))).scalars())
    assert states == [InvitationState.WITHDRAWN, InvitationState.ANSWERED, InvitationState.BOUNCED]
    assert "Cancelled on" in csm.get(address).get_data(as_text=True)


def test_a_wave_is_changed_until_it_begins(csm: FlaskClient, asked: Asked, engine: Engine, cast: Cast) -> None:
    address = _plan(csm, asked, roles=["decision_maker"], tags="vip", account_share="0.5")
    form = csm.get(address + "/edit").get_data(as_text=True)
    assert 'value="vip"' in form
    assert f'action="{address}/edit"' in form
    wanted = {**FORM, "survey_id": asked.survey.id, "name": "Summer", "roles": ["end_user"], "reminders": "2"}
    refused = csm.post(address + "/edit", data={**wanted, "reminders": "9"})
    assert refused.status_code == 422
    assert 'value="Summer"' in refused.get_data(as_text=True)
    assert csm.post(address + "/edit", data=wanted).headers["Location"] == address
    page = csm.get(address).get_data(as_text=True)
    assert f"{CANARY_A} user" in page
    assert f"{CANARY_A} chief" not in page
    with sessions(engine).begin() as session:
        wave = session.get_one(Wave, int(address.rpartition("/")[2]))
        assert (wave.name, wave.rules["reminders"], wave.audience["roles"]) == ("Summer", 2, ["end_user"])
        _begun(session, wave.id, asked, cast)
    assert csm.get(address + "/edit").status_code == 409
    assert csm.post(address + "/edit", data={**wanted, "name": "Too late"}).status_code == 303
    assert "Too late" not in csm.get(address).get_data(as_text=True)


def test_a_wave_of_another_team_is_not_there(app: Application, csm: FlaskClient, asked: Asked, cast: Cast) -> None:
    address = _plan(csm, asked)
    outsider = login(app.test_client(), cast.outsider)
    for method, path in (
        ("GET", ""),
        ("GET", "/edit"),
        ("POST", "/edit"),
        ("POST", "/start"),
        ("POST", "/cancel"),
        ("POST", "/test"),
    ):
        assert outsider.open(f"{address}{path}", method=method).status_code == 404
    assert "Spring" not in outsider.get("/feedback/waves").get_data(as_text=True)


def test_a_wave_is_copied_into_a_new_form(csm: FlaskClient, asked: Asked) -> None:
    address = _plan(csm, asked, roles=["champion"], reminders="2")
    page = csm.get(f"/feedback/waves/new?like={address.rpartition('/')[2]}").get_data(as_text=True)
    assert 'value="champion" checked' in page
    assert 'name="reminders" type="number" value="2"' in page
