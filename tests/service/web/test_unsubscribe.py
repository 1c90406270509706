"""Opening the link changes nothing; one press, by a person or a mail program, ends all mails."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlmodel import col

from models.audit import AuditEvent
from models.person import Person
from models.report import Suppression
from service.auth.links import SignedLinks
from service.auth.unsubscribe_links import unsubscribe_token
from service.database import sessions, writing
from service.edge.application import Application
from service.queries.suppressions import is_suppressed, suppressed_among
from service.secret_key import secret_keys
from service.settings import Settings
from tests.factories.cast import NOW
from tests.factories.outbox import letter_to


@pytest.fixture
def person(engine: Engine) -> int:
    with writing(sessions(engine)) as session:
        letter_to(session, "ann@old.example", NOW)
        found = session.execute(select(Person)).scalar_one()
        found.email = "ann@new.example"
        return int(found.id)


@pytest.fixture
def address(settings: Settings, person: int) -> str:
    made = datetime(2020, 1, 1, tzinfo=UTC)
    return "/unsubscribe/" + unsubscribe_token(SignedLinks(secret_keys(settings)), person, now=made)


def test_a_thousand_openings_change_nothing(
    app: Application, client: FlaskClient, engine: Engine, person: int, address: str
) -> None:
    for _ in range(500):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    with sessions(engine)() as session:
        assert session.get_one(Person, person).unsubscribed_at is None
        assert session.execute(select(Suppression)).first() is None


def test_one_press_of_a_mail_program_ends_all_mails(
    app: Application, client: FlaskClient, engine: Engine, settings: Settings, person: int, address: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    for _ in range(2):
        answer = client.post(address, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert b"<form" not in client.get(address).data.split(b"<main", 1)[1]
    keys = secret_keys(settings)
    with sessions(engine)() as session:
        assert session.get_one(Person, person).unsubscribed_at == NOW
        assert is_suppressed(session, "ann@old.example", keys)
        everybody = ["ann@old.example", "ann@new.example", "bob@new.example"]
        assert suppressed_among(session, everybody, ["a newer key", *keys]) == set(everybody[:2])
        assert not is_suppressed(session, "ann@new.example", ["another installation's key"])
        events = session.execute(select(col(AuditEvent.action)).where(col(AuditEvent.target_kind) == "person"))
        assert list(events.scalars()) == ["unsubscribe"]


def test_the_link_of_a_merged_record_leads_to_the_one_that_is_left(
    client: FlaskClient, engine: Engine, person: int, address: str
) -> None:
    with writing(sessions(engine)) as session:
        left = Person(name="Ann", name_key="ann", email="ann@third.example")
        session.add(left)
        session.flush()
        session.get_one(Person, person).merged_into_id = left.id
        left_id = left.id
    assert client.post(address).status_code == 200
    with sessions(engine)() as session:
        assert session.get_one(Person, left_id).unsubscribed_at == NOW


def test_the_page_speaks_the_persons_language(client: FlaskClient, engine: Engine, person: int, address: str) -> None:
    with writing(sessions(engine)) as session:
        session.get_one(Person, person).language = "zh-CN"
    assert b'lang="zh' in client.get(address).data


@pytest.mark.parametrize("token", ["nonsense", "WzEsMV0.x"])
def test_a_link_that_is_not_ours_is_not_found(client: FlaskClient, token: str) -> None:
    assert client.get(f"/unsubscribe/{token}").status_code == 404
    assert client.post(f"/unsubscribe/{token}").status_code == 404


def test_the_link_of_an_erased_person_is_over(client: FlaskClient, engine: Engine, person: int, address: str) -> None:
    with writing(sessions(engine)) as session:
        session.get_one(Person, person).erased_at = NOW
    assert client.get(address).status_code == 410
    assert client.post(address).status_code == 410
