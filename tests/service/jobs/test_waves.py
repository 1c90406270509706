"""A wave goes out once, part by part, whatever is killed in between; triggers fire once; reminders stop in time."""

import itertools
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import Session, col

from models.account import Account, Contract
from models.job import Run
from models.report import Delivery
from models.signal import Ticket
from models.survey import Invitation, SurveyVersion, Wave
from models.user import User
from models.vocabulary import DeliveryState, InvitationState, RunState
from scoring.vocabulary import LifecycleStage
from service.auth.answer_links import read_answer_token
from service.auth.links import SignedLinks
from service.database import reading, writing
from service.jobs import waves
from service.jobs.context import JobContext
from service.jobs.deliver import Step, deliver_once
from service.jobs.work import work_once
from service.mail.way_out import transport_of
from service.operations.answer_invitation import answer_invitation
from service.operations.cancel_wave import cancel_wave
from service.operations.enqueue_run import enqueue_run
from service.operations.enqueue_waves import enqueue_waves
from service.operations.invite_people import invite_people
from service.operations.start_wave import start_wave
from service.queries.wave_dry_run import wave_dry_run
from tests.factories.cast import make_account
from tests.factories.outbox import SECRET, Clock, job_context
from tests.factories.waves import NOW, OFFICE, Sending, make_person, make_sending
from tests.fixtures.smtp import MailServer, ReceivedMail

_periods = itertools.count(1)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def context(engine: Engine, clock: Clock, tmp_path: Path, mail_server: MailServer) -> JobContext:
    return job_context(engine, tmp_path, clock, mail_server.url)


@pytest.fixture
def sending(context: JobContext) -> Sending:
    with writing(context.factory) as session:
        made = make_sending(session)
        session.flush()
        session.expunge_all()
    return made


def _start(context: JobContext, sending: Sending, rules: dict[str, object] | None = None, **audience: object) -> int:
    with writing(context.factory) as session:
        wave = sending.plan(session, rules, **audience)
        start_wave(session, sending.principal(session), wave.id, now=context.clock())
        return wave.id


def _work(context: JobContext) -> None:
    """The runs that wait, and every mail that is due."""
    while work_once(context):
        pass
    transport = transport_of(context.settings)
    while deliver_once(context, transport) is Step.DONE:
        pass
    transport.rest()


def _tend(context: JobContext) -> dict[str, object]:
    """What happens every few minutes; gives its result."""
    with writing(context.factory) as session:
        run_id = enqueue_run(session, "send_surveys", "all", f"test {next(_periods)}", now=context.clock())
    _work(context)
    with reading(context.factory) as session:
        run = session.get_one(Run, run_id)
        assert (run.state, run.error) == (RunState.DONE, None)
        return run.result


def _invitations(context: JobContext) -> list[Invitation]:
    with reading(context.factory) as session:
        return list(session.execute(select(Invitation).order_by(col(Invitation.id))).scalars())


def _to(mail: ReceivedMail) -> str:
    return mail.recipients[0]


def test_everybody_of_the_audience_gets_one_mail_with_a_link_of_their_own(
    context: JobContext, sending: Sending, mail_server: MailServer
) -> None:
    _start(context, sending)
    _work(context)
    assert sorted(map(_to, mail_server.mails)) == sorted(str(person.email) for person in sending.people)
    invitations = _invitations(context)
    assert [one.state for one in invitations] == [InvitationState.SENT] * 3
    assert [one.expires_at - one.send_at for one in invitations if one.send_at] == [timedelta(days=30)] * 3
    links = SignedLinks([SECRET])
    for mail, invitation in zip(mail_server.mails, invitations, strict=True):
        message = mail.message
        unsubscribe = str(message["List-Unsubscribe"])
        assert unsubscribe.startswith("<https://linchpin.example/unsubscribe/")
        token = unsubscribe.strip("<>").rpartition("/")[2]
        assert links.read("unsubscribe", token, now=NOW, max_age=None) == invitation.person_id
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        for part in ("plain", "html"):
            body = message.get_body((part,))
            assert body is not None
            said = body.get_content()
            for number in range(11):
                assert f"?score={number}&" in said.replace("&amp;", "&")
            answer = said.partition("https://linchpin.example/r/")[2].partition("?")[0]
            assert read_answer_token(links, answer, now=NOW) == invitation.nonce


def test_each_is_written_to_in_their_own_language(
    context: JobContext, sending: Sending, mail_server: MailServer
) -> None:
    with writing(context.factory) as session:
        account = session.get_one(Account, sending.account.id)
        make_person(session, account, name="王伟", language="zh-CN", email="wang@customer.example")
        make_person(session, account, name="Paul", language="fr", email="paul@customer.example")
    _start(context, sending)
    _work(context)
    by_address = {_to(mail): mail.message for mail in mail_server.mails}
    wang, paul = by_address["wang@customer.example"], by_address["paul@customer.example"]
    assert (wang["Content-Language"], wang["Subject"]) == ("zh", "占用您一分钟")
    assert (paul["Content-Language"], paul["Subject"]) == ("en", "One minute")
    body = wang.get_body(("plain",))
    assert body is not None
    assert "您愿意把我们推荐给同行吗" in body.get_content()


def test_a_wave_that_is_sent_twice_invites_nobody_twice(
    context: JobContext, sending: Sending, mail_server: MailServer
) -> None:
    wave_id = _start(context, sending)
    _work(context)
    with writing(context.factory) as session:
        for period in ("again", "and again"):
            enqueue_run(session, "send_wave", "wave", period, now=NOW, payload={"wave_id": wave_id})
    _work(context)
    assert len(mail_server.mails) == len(_invitations(context)) == 3


def test_a_process_that_dies_in_the_middle_is_followed_by_one_that_goes_on(
    context: JobContext, sending: Sending, mail_server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(context.factory) as session:
        for number in range(120):
            make_person(session, make_account(session, f"More {number}", team=sending.team))
    _start(context, sending)
    calls: list[int] = []

    class Killed(BaseException):
        """The end of a process: nothing catches it."""

    def dies_in_the_second_part(session: Session, *args: object, **values: object) -> int:
        calls.append(invite_people(session, *args, **values))  # type: ignore[arg-type]  # handed on as they came
        if len(calls) == 2:
            raise Killed
        return calls[-1]

    monkeypatch.setattr(waves, "invite_people", dies_in_the_second_part)
    with pytest.raises(Killed):
        work_once(context)
    assert 0 < len(_invitations(context)) < 123
    clock.move(minutes=6)
    _work(context)
    assert len(_invitations(context)) == 123
    assert len({_to(mail) for mail in mail_server.mails}) == len(mail_server.mails) == 123


def test_the_dry_run_says_just_who_is_then_written_to(
    context: JobContext, sending: Sending, mail_server: MailServer, clock: Clock
) -> None:
    with writing(context.factory) as session:
        account = session.get_one(Account, sending.account.id)
        make_person(session, account, do_not_contact=True)
        make_person(session, account, email=str(sending.people[0].email))
        make_person(session, account, time_zone="America/New_York")
        wave = sending.plan(session)
        wave_id = wave.id
        dry = wave_dry_run(session, sending.principal(session), wave_id, [SECRET], now=NOW)
        start_wave(session, sending.principal(session), wave_id, now=NOW)
    _work(context)
    assert (dry.asked, dict(dry.left_out)) == (4, {"do_not_contact": 1, "asked_elsewhere": 1})
    planned = {(row.person.person_id, row.decision.send_at) for row in dry.rows if row.decision.send_at}
    assert {(one.person_id, one.send_at) for one in _invitations(context)} == planned
    assert len(mail_server.mails) == 3
    clock.now = max(at for _person, at in planned if at is not None)
    assert clock.now == datetime(2026, 3, 3, 14, 0, tzinfo=NOW.tzinfo)
    _work(context)
    assert len(mail_server.mails) == 4


def test_reminders_keep_their_distance_and_their_limit_and_stop_with_the_answer(
    context: JobContext, sending: Sending, mail_server: MailServer, clock: Clock
) -> None:
    _start(context, sending, {"reminders": 2, "reminder_after_days": 7})
    _work(context)
    first, *others = _invitations(context)
    with writing(context.factory) as session:
        answer_invitation(session, first.nonce, {"nps": 9}, language="en", now=NOW)
    clock.move(days=6)
    assert _tend(context)["reminded"] == 0
    for reminders in (1, 2):
        clock.now = NOW + timedelta(days=7 * reminders)
        assert _tend(context)["reminded"] == 2
        assert _tend(context)["reminded"] == 0
        assert len(mail_server.mails) == 3 + 2 * reminders
    clock.now = NOW + timedelta(days=21)
    assert _tend(context)["reminded"] == 0
    reminded = [mail for mail in mail_server.mails if str(mail.message["Subject"]).startswith("A reminder")]
    addresses = {person.id: person.email for person in sending.people}
    assert sorted(map(_to, reminded)) == sorted([str(addresses[one.person_id]) for one in others] * 2)
    assert all(mail.message["List-Unsubscribe"] for mail in reminded)


def test_an_answer_that_comes_while_a_reminder_waits_holds_it_back(
    context: JobContext, sending: Sending, mail_server: MailServer, clock: Clock
) -> None:
    _start(context, sending)
    _work(context)
    clock.now = NOW + timedelta(days=10)  # a Friday: the reminder waits for Tuesday
    assert _tend(context)["reminded"] == 3
    with writing(context.factory) as session:
        for invitation in _invitations(context):
            answer_invitation(session, invitation.nonce, {"nps": 3}, language="en", now=clock.now)
    clock.move(days=4)
    _work(context)
    assert len(mail_server.mails) == 3
    with reading(context.factory) as session:
        held = session.execute(select(Delivery).where(col(Delivery.state) == DeliveryState.SUPPRESSED)).scalars().all()
    assert {one.error for one in held} == {"The invitation is closed."}


def test_a_closed_ticket_asks_the_one_who_brought_it_once(
    context: JobContext, sending: Sending, mail_server: MailServer, clock: Clock
) -> None:
    _start(context, sending, trigger={"kind": "ticket_closed", "wait_hours": 1})
    _work(context)
    assert mail_server.mails == []
    with writing(context.factory) as session:
        for person, closed in zip(
            sending.people, (NOW - timedelta(days=1), NOW + timedelta(minutes=10), None), strict=True
        ):
            opened = NOW - timedelta(days=3)
            session.add(Ticket(account_id=sending.account.id, person_id=person.id, opened_at=opened, closed_at=closed))
    clock.move(minutes=30)
    assert _tend(context)["invited"] == 0
    clock.move(hours=1)
    assert [_tend(context)["invited"] for _ in range(3)] == [1, 0, 0]
    assert [_to(mail) for mail in mail_server.mails] == [sending.people[1].email]
    assert [one.occasion for one in _invitations(context)] == ["ticket:2"]


def test_a_stage_asks_when_it_is_reached_however_it_was_set(
    context: JobContext, sending: Sending, mail_server: MailServer, clock: Clock
) -> None:
    with writing(context.factory) as session:
        there = make_account(session, "There already", team=sending.team, lifecycle_stage=LifecycleStage.ADOPTION)
        make_person(session, there)
    _start(context, sending, trigger={"kind": "stage_reached", "stage": "adoption"})
    _work(context)
    assert _tend(context)["invited"] == 0
    with writing(context.factory) as session:
        session.execute(
            update(Account).where(col(Account.id) == sending.account.id).values(lifecycle_stage=LifecycleStage.ADOPTION)
        )
        late = make_account(session, "Imported later", team=sending.team, lifecycle_stage=LifecycleStage.ADOPTION)
        make_person(session, late)
    clock.move(minutes=10)
    assert [_tend(context)["invited"] for _ in range(2)] == [3, 0]
    assert {one.account_id for one in _invitations(context)} == {sending.account.id}


def test_a_coming_renewal_asks_once_so_many_days_before_it(
    context: JobContext, sending: Sending, mail_server: MailServer, clock: Clock
) -> None:
    with writing(context.factory) as session:
        for days in (119, 121):
            ends = NOW.date() + timedelta(days=days)
            session.add(
                Contract(
                    account_id=sending.account.id,
                    arr=Decimal(1000),
                    currency="EUR",
                    starts_on=ends - timedelta(days=365),
                    ends_on=ends,
                )
            )
    _start(context, sending, trigger={"kind": "before_renewal", "days": 120})
    _work(context)
    assert _tend(context)["invited"] == 0
    clock.move(days=1)
    assert [_tend(context)["invited"] for _ in range(2)] == [3, 0]
    clock.move(days=1)
    assert _tend(context)["invited"] == 0
    assert len(mail_server.mails) == 3


def test_a_wave_begins_when_its_time_comes_and_not_before(
    context: JobContext, sending: Sending, mail_server: MailServer, clock: Clock
) -> None:
    with writing(context.factory) as session:
        wave = sending.plan(session, {"repeat_months": 3})
        start_wave(session, sending.principal(session), wave.id, now=NOW, starts_at=NOW + timedelta(days=7))
        assert enqueue_waves(session, now=NOW) == 0
    _work(context)
    clock.move(days=7)
    with writing(context.factory) as session:
        assert [enqueue_waves(session, now=clock.now) for _ in range(2)] == [1, 0]
    _work(context)
    assert len(mail_server.mails) == 3
    with reading(context.factory) as session:
        begun, following = session.execute(select(Wave).order_by(col(Wave.id))).scalars()
    assert begun.started_at == clock.now
    assert (following.started_at, following.starts_at) == (None, datetime(2026, 6, 10, 10, 0, tzinfo=NOW.tzinfo))


def test_a_cancelled_wave_sends_nothing_more(
    context: JobContext, sending: Sending, mail_server: MailServer, clock: Clock
) -> None:
    clock.now = NOW + timedelta(days=3)  # a Friday: the mails wait for Tuesday
    wave_id = _start(context, sending)
    _work(context)
    assert len(_invitations(context)) == 3
    with writing(context.factory) as session:
        cancel_wave(session, sending.principal(session), wave_id, now=clock.now)
    clock.move(days=4)
    _work(context)
    assert mail_server.mails == []
    assert {one.state for one in _invitations(context)} == {InvitationState.WITHDRAWN}


def test_whoever_loses_the_account_while_mails_wait_asks_nobody_there(
    context: JobContext, sending: Sending, mail_server: MailServer, clock: Clock
) -> None:
    clock.now = NOW + timedelta(days=3)
    _start(context, sending)
    _work(context)
    with writing(context.factory) as session:
        session.execute(update(Account).where(col(Account.id) == sending.account.id).values(team_id=None))
    clock.move(days=4)
    _work(context)
    assert mail_server.mails == []
    with reading(context.factory) as session:
        errors = set(session.execute(select(col(Delivery.error))).scalars())
    assert errors == {"Whoever asks may not write to this account any more."}
    assert {one.state for one in _invitations(context)} == {InvitationState.WITHDRAWN}


def test_one_wave_that_cannot_go_on_holds_no_other_up(
    context: JobContext, sending: Sending, mail_server: MailServer
) -> None:
    with writing(context.factory) as session:
        other = make_sending(session)
        session.flush()
        session.expunge_all()
    trigger = {"kind": "ticket_closed"}
    held, going = _start(context, sending, trigger=trigger), _start(context, other, trigger=trigger)
    _work(context)
    with writing(context.factory) as session:
        session.execute(update(User).where(col(User.id) == sending.csm.id).values(active=False))
        person = other.people[0]
        closed = NOW + timedelta(seconds=1)
        session.add(Ticket(account_id=other.account.id, person_id=person.id, opened_at=NOW, closed_at=closed))
    context.clock.move(minutes=1)  # type: ignore[attr-defined]  # the clock of the tests
    result = _tend(context)
    assert result["invited"] == 1
    assert list(result["held"]) == [str(held)]  # type: ignore[call-overload]  # what JSON holds
    assert going != held


def test_a_bounce_stands_on_the_invitation(context: JobContext, sending: Sending, mail_server: MailServer) -> None:
    mail_server.answer_next_recipient_with("550 5.1.1 no such person")
    _start(context, sending)
    _work(context)
    states = [one.state for one in _invitations(context)]
    assert states == [InvitationState.BOUNCED, InvitationState.SENT, InvitationState.SENT]


def test_what_has_run_out_is_marked(context: JobContext, sending: Sending, clock: Clock) -> None:
    _start(context, sending, {"reminders": 0})
    _work(context)
    clock.move(days=31)
    assert _tend(context)["expired"] == 3
    assert {one.state for one in _invitations(context)} == {InvitationState.EXPIRED}


def test_a_single_invitation_is_posted_too(context: JobContext, sending: Sending, mail_server: MailServer) -> None:
    with writing(context.factory) as session:
        version = session.get_one(SurveyVersion, sending.version.id)
        person = sending.people[0]
        session.add(
            Invitation(
                survey_version_id=version.id,
                account_id=sending.account.id,
                person_id=person.id,
                nonce="n" * 32,
                expires_at=NOW + timedelta(days=30),
            )
        )
    assert [_tend(context)["posted"] for _ in range(2)] == [1, 0]
    assert [_to(mail) for mail in mail_server.mails] == [sending.people[0].email]
    assert OFFICE.base_url == context.settings.base_url
