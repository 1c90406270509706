"""The demo company in a database: written whole, numbered on, and never beside anything else."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select, text
from sqlmodel import Session, SQLModel, col

from models.account import Account
from models.audit import AuditEvent
from models.job import Schedule
from models.person import Person
from models.survey import Invitation
from models.team import Team
from models.user import User
from models.vocabulary import InvitationState
from service.auth.passwords import password_matches
from service.auth.principal import the_service
from service.errors import Conflict
from service.operations.ensure_schedules import ensure_schedules
from service.operations.load_demo import is_empty, load_demo
from tests.factories.demo import TODAY, demo_tables

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ACCOUNTS = 6


def load(session: Session, **options: str) -> None:
    """Load a small demo and keep it."""
    load_demo(session, the_service(), now=NOW, today=TODAY, accounts=ACCOUNTS, **options)  # type: ignore[arg-type]  # one option, of text
    session.commit()


def test_every_row_arrives_and_every_reference_holds(session: Session, engine: Engine) -> None:
    loaded = load_demo(session, the_service(), now=NOW, today=TODAY, accounts=ACCOUNTS)
    session.commit()
    made = demo_tables(ACCOUNTS)
    for name, table in SQLModel.metadata.tables.items():
        if name in made:
            assert session.execute(select(func.count()).select_from(table)).scalar_one() == len(made[name]), name
            assert loaded.rows[name] == len(made[name])
    if engine.dialect.name == "sqlite":
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []


def test_a_row_comes_back_as_it_was_made(session: Session) -> None:
    load(session)
    made = demo_tables(ACCOUNTS)["person"][3]
    person = session.get_one(Person, made["id"])
    assert person.name == made["name"]
    assert person.left_on == made["left_on"]
    assert person.created_at == made["created_at"]


def test_nothing_that_was_left_out_became_a_json_null(session: Session) -> None:
    load(session)
    drafts = select(func.count()).where(
        col(Invitation.state) != InvitationState.PARTIAL, col(Invitation.draft).is_not(None)
    )
    assert session.execute(drafts).scalar_one() == 0


def test_new_rows_are_numbered_after_the_demo(session: Session) -> None:
    load(session)
    account = Account(name="Our first real customer", name_key="our first real customer")
    session.add(account)
    session.commit()
    assert account.id == ACCOUNTS + 1


def test_what_the_database_came_with_is_kept(session: Session) -> None:
    ensure_schedules(session, now=NOW)
    session.commit()
    before = session.execute(select(func.count()).select_from(Schedule)).scalar_one()
    load(session)
    assert session.execute(select(func.count()).select_from(Schedule)).scalar_one() == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_with_a_password_exactly_five_can_sign_in_one_a_role(session: Session) -> None:
    load(session, password="a long password")
    able = session.execute(select(User).where(col(User.password).is_not(None))).scalars().all()
    assert len({user.role for user in able}) == len(able) == 5
    assert all(password_matches(user.password, "a long password") for user in able)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_a_password_nobody_can(session: Session) -> None:
    load(session)
    assert session.execute(select(func.count()).where(col(User.password).is_not(None))).scalar_one() == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_is_refused_beside_anything_else(session: Session) -> None:
    session.add(Team(name="Ours"))
    session.commit()
    assert not is_empty(session)
    with pytest.raises(Conflict):
        load_demo(session, the_service(), now=NOW, today=TODAY, accounts=ACCOUNTS)
    session.rollback()
    assert session.execute(select(func.count()).select_from(Account)).scalar_one() == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_is_on_record(session: Session) -> None:
    load(session)
    event = session.execute(select(AuditEvent)).scalar_one()
    assert (event.action, event.fields["accounts"]) == ("load_demo", ACCOUNTS)
