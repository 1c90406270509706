"""The demo company as a whole: the same from the same seed, complete, and never from the future."""

import re
from datetime import UTC, datetime, time
from enum import StrEnum
from itertools import pairwise

import pytest
from sqlalchemy import Enum
from sqlmodel import SQLModel

from models.vocabulary import (
    CaseOrigin,
    CaseState,
    InvitationState,
    ResponseSource,
    SurveyPurpose,
    SurveyState,
    Urgency,
    UserRole,
)
from scoring.vocabulary import (
    ContractOutcome,
    InteractionKind,
    LifecycleStage,
    OrganisationSide,
    QuestionKind,
    Role,
    ScoreFamily,
    Stance,
    Strength,
    SubRole,
    TicketSeverity,
    TieKind,
)
from tests.factories.demo import SEED, TODAY, by_account, demo_tables

HORIZON = datetime.combine(TODAY, time(0), tzinfo=UTC)

VOCABULARIES = (
    CaseOrigin, CaseState, InvitationState, ResponseSource, SurveyPurpose, SurveyState, Urgency, UserRole,
    ContractOutcome, InteractionKind, LifecycleStage, OrganisationSide, QuestionKind, Role, ScoreFamily, Stance,
    Strength, SubRole, TicketSeverity, TieKind,
)  # fmt: skip


def test_the_same_seed_gives_the_same_rows() -> None:
    assert demo_tables.__wrapped__(30, SEED, TODAY) == demo_tables.__wrapped__(30, SEED, TODAY)


def test_another_seed_gives_another_company() -> None:
    names = [{row["name"] for row in demo_tables(30, seed)["account"]} for seed in (1, 2)]
    assert len(names[0] & names[1]) < 10


def test_more_accounts_leave_the_first_ones_as_they_were() -> None:
    few, many = demo_tables(20), demo_tables(40)
    assert many["account"][:20] == few["account"]
    assert many["usage_reading"][: len(few["usage_reading"])] == few["usage_reading"]


def test_there_are_a_few_hundred_accounts_in_many_countries_and_industries() -> None:
    accounts = demo_tables()["account"]
    assert len(accounts) == 300
    assert {row["country"] for row in accounts} == {"DE", "AT", "PL", "FR", "GB", "US", "BR", "CN", "SG", "JP"}
    assert len({row["industry"] for row in accounts}) == 12
    assert {row["segment"] for row in accounts} == {"Enterprise", "Mid-market", "Small business"}


def test_chains_have_three_to_forty_people() -> None:
    sizes = {len({row["person_id"] for row in rows}) for rows in by_account(demo_tables(), "membership").values()}
    assert min(sizes) == 3
    # A subsidiary may hold its parent's buyer besides its own people.
    assert max(sizes) == 40


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda v: v.__name__)
def test_every_word_of_the_vocabulary_occurs(vocabulary: type[StrEnum]) -> None:
    tables = demo_tables()
    seen = set()
    for name, table in SQLModel.metadata.tables.items():
        for column in table.columns:
            if isinstance(column.type, Enum) and column.type.enum_class is vocabulary:
                seen |= {row[column.name] for row in tables.get(name, ()) if row[column.name] is not None}
    assert seen == set(vocabulary)


def test_every_reference_points_at_a_row() -> None:
    tables = demo_tables()
    ids = {name: {row["id"] for row in rows} for name, rows in tables.items() if "id" in rows[0]}
    for name, rows in tables.items():
        for column in SQLModel.metadata.tables[name].columns:
            for key in column.foreign_keys:
                target = ids[key.column.table.name]
                assert all(row[column.name] is None or row[column.name] in target for row in rows), (name, column.name)


def test_nothing_was_recorded_after_the_day_of_the_demo() -> None:
    for name, rows in demo_tables().items():
        for moment in ("recorded_at", "superseded_at", "created_at", "occurred_at", "answered_at", "closed_at"):
            late = [row for row in rows if row.get(moment) is not None and row[moment] > HORIZON]
            assert late == [], (name, moment)


def test_every_column_fits_its_length() -> None:
    for name, rows in demo_tables().items():
        for column in SQLModel.metadata.tables[name].columns:
            length = getattr(column.type, "length", None)
            if length and not isinstance(column.type, Enum):
                assert max((len(row.get(column.name) or "") for row in rows), default=0) <= length, (name, column.name)


def test_no_fact_holds_twice_at_once() -> None:
    for table, identity in (
        ("membership", ("account_id", "person_id")),
        ("role_assignment", ("account_id", "person_id", "sub_role")),
        ("tie", ("account_id", "kind", "source_id", "target_id")),
        ("relationship", ("account_id", "user_id", "person_id")),
        ("decision_rule", ("account_id",)),
    ):
        current = [tuple(r[k] for k in identity) for r in demo_tables()[table] if r["superseded_at"] is None]
        assert len(current) == len(set(current)), table


def test_addresses_belong_to_nobody_and_domains_to_one_company_each() -> None:
    tables = demo_tables()
    addresses = [row["email"] for row in (*tables["person"], *tables["user"]) if row["email"]]
    assert all(re.fullmatch(r"[a-z.-]+@[a-z0-9.-]+\.example", address) for address in addresses)
    domains = [row["domain"] for row in tables["account"]]
    names = [row["name"] for row in tables["account"]]
    assert len(set(domains)) == len(domains)
    assert len(set(names)) == len(names)


def test_names_are_written_in_the_script_of_their_country() -> None:
    tables = demo_tables()
    chinese = {row["id"] for row in tables["account"] if row["country"] == "CN" and row["parent_id"] is None}
    german = {row["id"] for row in tables["account"] if row["country"] == "DE"}
    people = {row["id"]: row["name"] for row in tables["person"]}
    at = {row["person_id"]: row["account_id"] for row in tables["membership"]}
    assert all(re.search(r"[\u4e00-\u9fff]", row["name"]) for row in tables["account"] if row["id"] in chinese)
    assert all(re.search(r"[\u4e00-\u9fff]", people[p]) for p, account in at.items() if account in chinese)
    assert any(re.search("[äöüß]", people[p]) for p, account in at.items() if account in german)


def test_people_use_both_languages_and_no_two_neighbours_say_the_same() -> None:
    comments = [row["comment"] for row in demo_tables()["response"] if row["comment"]]
    assert any(re.search(r"[\u4e00-\u9fff]", comment) for comment in comments)
    assert all(first != second for first, second in pairwise(comments))
    assert len(set(comments)) > 500


def test_one_login_a_role_and_more_than_twenty_colleagues() -> None:
    users = demo_tables()["user"]
    assert len(users) >= 25
    assert {"admin@tarnwood.example", "read-only@tarnwood.example"} <= {row["email"] for row in users}
    assert all(row["password"] is None for row in users)
