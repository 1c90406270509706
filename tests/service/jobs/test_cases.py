"""From the rules to the message: overdue cases go up, people are told once, and many notices are one message."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from models.case import Case, CaseEvent, Notice
from models.job import Run
from models.report import Delivery
from models.team import TeamMember
from models.user import User
from models.vocabulary import DeliveryKind, NoticeKind, RunState
from service.channels.send import NotTaken, send_to_channel
from service.database import sessions
from service.jobs.cases import enqueue_check
from service.jobs.context import JobContext
from service.jobs.work import work_once
from service.operations.escalate_cases import escalate_cases
from service.operations.notify import notify
from service.operations.tell_notices import tell_notices, users_for_digest
from service.settings import Settings
from tests.factories.cast import NOW, Cast

URL = "https://linchpin.example"


@pytest.fixture
def session(engine: Engine, cast: Cast):
    with sessions(engine)() as opened:
        yield opened
        opened.rollback()


def overdue(session: Session, cast: Cast, hours: float = 1, assignee: int | None = None) -> Case:
    case = session.execute(select(Case).where(col(Case.account_id) == cast.account_a.id)).scalar_one()
    case.due_at = NOW - timedelta(hours=hours)
    case.assignee_id = assignee or cast.csm.id
    session.flush()
    return case


def told(session: Session) -> list[tuple[int, NoticeKind]]:
    rows = session.execute(select(col(Notice.user_id), col(Notice.kind)).order_by(col(Notice.id)))
    return [(row.user_id, row.kind) for row in rows]


def test_an_overdue_case_goes_to_the_owner_and_a_working_day_later_to_the_lead(session: Session, cast: Cast) -> None:
    case = overdue(session, cast)
    assert escalate_cases(session, now=NOW) == 1
    assert escalate_cases(session, now=NOW) == 0
    assert told(session) == [(cast.csm.id, NoticeKind.OVERDUE), (cast.sales.id, NoticeKind.ESCALATED)]
    session.add(TeamMember(team_id=cast.team_a.id, user_id=cast.leadership.id))
    session.flush()
    # Friday 9:00: eight hours of work later it is 17:00.
    assert escalate_cases(session, now=NOW + timedelta(hours=7)) == 0
    assert escalate_cases(session, now=NOW + timedelta(hours=8)) == 1
    assert told(session)[2:] == [(cast.leadership.id, NoticeKind.ESCALATED)]
    assert escalate_cases(session, now=NOW + timedelta(days=30)) == 0
    assert case.escalation == 2


def test_without_a_lead_the_administrators_are_called_in(session: Session, cast: Cast) -> None:
    case = overdue(session, cast, assignee=cast.sales.id)
    escalate_cases(session, now=NOW)
    assert told(session) == [(cast.sales.id, NoticeKind.OVERDUE), (cast.admin.id, NoticeKind.ESCALATED)]
    text = session.execute(select(col(CaseEvent.text)).where(col(CaseEvent.case_id) == case.id)).scalar_one()
    assert text == cast.admin.name


def some(session: Session, cast: Cast, count: int, start: int = 0) -> None:
    case = session.execute(select(Case).where(col(Case.account_id) == cast.account_a.id)).scalar_one()
    for number in range(start, start + count):
        notify(session, NoticeKind.JOINED, case, cast.csm.id, str(number), now=NOW)


def mails(session: Session) -> list[Delivery]:
    return list(session.execute(select(Delivery).order_by(col(Delivery.id))).scalars())


def test_a_notice_is_told_once_however_often_it_is_asked(session: Session, cast: Cast) -> None:
    some(session, cast, 1)
    some(session, cast, 1)
    for _ in range(3):
        tell_notices(session, cast.csm.id, now=NOW, base_url=URL)
    (mail,) = mails(session)
    assert (mail.kind, mail.address, mail.account_id) == (DeliveryKind.NOTICE, cast.csm.email, cast.account_a.id)
    assert mail.subject == "More about a case: canaryalpha case (canaryalpha Ltd)"
    assert f"{URL}/cases/" in mail.text


def test_many_at_a_time_are_one_mail(session: Session, cast: Cast) -> None:
    some(session, cast, 40)
    assert tell_notices(session, cast.csm.id, now=NOW, base_url=URL).mails == 1
    (mail,) = mails(session)
    assert (mail.kind, mail.subject) == (DeliveryKind.DIGEST, "Your cases: 40 notices")
    assert "And 20 more." in mail.text


def test_a_flood_of_single_ones_waits_for_the_digest(session: Session, cast: Cast) -> None:
    for hundred in range(4):
        some(session, cast, 2, start=hundred * 100)
        tell_notices(session, cast.csm.id, now=NOW, base_url=URL)
    assert len(mails(session)) == 6
    ((user_id, day),) = users_for_digest(session, now=NOW)
    assert tell_notices(session, user_id, now=NOW, base_url=URL, digest=day).mails == 1
    assert mails(session)[-1].subject == "Your cases: 2 notices"


def test_who_chose_a_digest_has_one_a_day_after_eight_in_the_morning(session: Session, cast: Cast) -> None:
    user = session.get_one(User, cast.csm.id)
    user.preferences, user.time_zone = {"notices": {"mail": "digest"}}, "America/New_York"
    session.flush()
    some(session, cast, 1)
    assert tell_notices(session, cast.csm.id, now=NOW, base_url=URL).mails == 0
    assert users_for_digest(session, now=NOW) == []  # four in the morning there
    later = NOW + timedelta(hours=4)
    ((_user, day),) = users_for_digest(session, now=later)
    assert tell_notices(session, cast.csm.id, now=later, base_url=URL, digest=day).mails == 1
    some(session, cast, 1, start=5)
    assert tell_notices(session, cast.csm.id, now=later, base_url=URL, digest=day).mails == 0
    next_day = later + timedelta(days=1)
    ((_user, day),) = users_for_digest(session, now=next_day)
    assert tell_notices(session, cast.csm.id, now=next_day, base_url=URL, digest=day).mails == 1


def test_what_somebody_may_not_see_any_more_is_not_told(session: Session, cast: Cast) -> None:
    some(session, cast, 1)
    case = session.execute(select(Case).where(col(Case.account_id) == cast.account_a.id)).scalar_one()
    notify(session, NoticeKind.JOINED, case, cast.outsider.id, "x", now=NOW)
    assert tell_notices(session, cast.outsider.id, now=NOW, base_url=URL).mails == 0


def test_a_scored_account_is_looked_at_and_its_people_are_told(engine: Engine, cast: Cast, settings: Settings) -> None:
    context = JobContext(settings, sessions(engine), lambda: NOW, owner="here")
    with sessions(engine).begin() as session:
        for _ in range(3):
            enqueue_check(session, 7, [cast.account_a.id], now=NOW)
    while work_once(context):
        pass
    with sessions(engine)() as session:
        runs = session.execute(select(col(Run.kind), col(Run.state)).order_by(col(Run.id))).all()
        assert [tuple(run) for run in runs] == [("check_cases", RunState.DONE), ("tell_notices", RunState.DONE)]
        assert [mail.user_id for mail in mails(session)] == [cast.csm.id]


class _Inbox(BaseHTTPRequestHandler):
    taken: list[bytes] = []  # noqa: RUF012 - one list for the one server of a test

    def do_POST(self) -> None:
        self.taken.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def inbox():
    _Inbox.taken = []
    server = HTTPServer(("127.0.0.1", 0), _Inbox)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()


def test_a_chat_message_reaches_an_address_outside_and_none_inside(inbox: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # A name that resolves to this machine: it passes the first look and is stopped where the connection is made.
    address = f"mmost://chat.linchpin.example:{inbox}/abcdefghijklmnopqrstuvwxyz"
    monkeypatch.setattr("service.channels.address.SERVICES", {"mmost": "Mattermost", "mmosts": "Mattermost"})
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", ("127.0.0.1", inbox))])
    with pytest.raises(NotTaken):
        send_to_channel(address, "Title", "Text")
    assert _Inbox.taken == []
    monkeypatch.setattr("service.channels.outside.is_outside", lambda _host: True)
    send_to_channel(address, "Title", "Text")
    assert b"Text" in _Inbox.taken[0]
