"""Undoing imports, surviving kills, and staying within one's own accounts."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from sqlmodel import col

from models.account import Account, Contract
from models.chain import Note, Tie
from models.importing import ImportBatch, LookAlike, Merge
from models.person import Membership, Person, RoleAssignment
from models.team import Team
from models.user import User
from models.vocabulary import ImportKind, ImportState, ReviewState, UserRole
from service.auth.principal import Principal, the_service
from service.database import writing
from service.errors import Conflict, Forbidden, NotFound
from service.imports.plan import ImportPlan
from service.operations.continue_import import open_run
from service.operations.decide_look_alike import decide_look_alike
from service.operations.merge_records import merge_records
from service.operations.run_import import finish_in_steps
from service.operations.start_import import start_import
from service.operations.undo_import import undo_import
from service.operations.undo_merge import undo_merge
from tests.service.operations.import_world import NOW, Importing, write_csv

HEADER = ["Contact ID", "Name", "Email", "Title", "Account", "Reports To ID"]
PEOPLE = [
    ["1", "Ada King", "ada@x.org", "CFO", "Acme", ""],
    ["2", "Ben Ito", "ben@x.org", "Clerk", "Acme", "1"],
    ["3", "Cy Young", "cy@x.org", "Analyst", "Acme", "2"],
]


@pytest.fixture
def importing(engine: Engine) -> Importing:
    return Importing(engine)


@pytest.fixture
def acme(importing: Importing) -> int:
    account = Account(name="Acme", name_key="acme", stale_since=NOW)
    importing.add(account)
    return account.id


@pytest.fixture
def people_file(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "people.csv", HEADER, PEOPLE)


def test_an_undone_import_leaves_everything_as_it_was(
    importing: Importing, acme: int, people_file: Path, tmp_path: Path
) -> None:
    importing(people_file)
    before = importing.contents()
    changed = [
        ["1", "Ada King-Lovelace", "ada@x.org", "CEO", "Acme", ""],
        ["3", "Cy Young", "cy@x.org", "Analyst", "Acme", "1"],
        ["4", "Di Ray", "di@x.org", "Clerk", "Acme", "1"],
    ]
    second = importing(write_csv(tmp_path / "b.csv", HEADER, changed))

    result = importing.do(undo_import, second.batch_id)

    assert result.state is ImportState.UNDONE
    after = importing.contents()
    for table in ("account", "membership", "role_assignment", "tie", "external_reference"):
        assert after[table] == before[table], table
    columns = (col(Person.name), col(Person.title), col(Person.email))
    assert importing.rows(*columns) == [
        ("Ada King", "CFO", "ada@x.org"),
        ("Ben Ito", "Clerk", "ben@x.org"),
        ("Cy Young", "Analyst", "cy@x.org"),
    ]


def test_undoing_everything_leaves_nothing(importing: Importing, acme: int, people_file: Path) -> None:
    result = importing(people_file)

    importing.do(undo_import, result.batch_id)

    assert [importing.count(m) for m in (Person, Membership, RoleAssignment, Tie)] == [0, 0, 0, 0]
    assert importing(people_file).created == 3


def test_what_was_changed_since_is_named_and_nothing_is_undone(
    importing: Importing, acme: int, people_file: Path
) -> None:
    result = importing(people_file)
    with writing(importing.factory) as session:
        session.execute(update(Person).where(col(Person.name) == "Ben Ito").values(title="Boss", version=2))
        session.add(Note(account_id=acme, person_id=1, text="met her"))

    with pytest.raises(Conflict, match="Ben Ito changed since") as refusal:
        importing.do(undo_import, result.batch_id)

    assert {p["path"] for p in refusal.value.problems} == {"person/2", "person/1"}
    assert importing.count(Person) == 3

    importing.do(undo_import, result.batch_id, keep_changed=True)
    assert {n for (n,) in importing.rows(col(Person.name))} == {"Ada King", "Ben Ito"}


def test_an_import_is_undone_once(importing: Importing, acme: int, people_file: Path) -> None:
    result = importing(people_file)
    importing.do(undo_import, result.batch_id)

    with pytest.raises(Conflict, match="undone"):
        importing.do(undo_import, result.batch_id)


@pytest.mark.parametrize("steps", range(8))
def test_an_import_killed_between_any_two_steps_ends_as_a_clean_run(
    new_database: object, steps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    monkeypatch.setattr("service.operations.importing.running.CHUNK", 2)
    path = write_csv(
        tmp_path / "p.csv",
        HEADER,
        [[str(i), f"Person {i}", f"p{i}@x.org", "Clerk", "Acme", str(max(0, i - 1))] for i in range(7)],
    )
    importing = Importing(engine)
    importing.add(Account(name="Acme", name_key="acme", stale_since=NOW))
    plan = ImportPlan(path, "p.csv")
    with writing(importing.factory) as session:
        started = start_import(session, the_service(), plan, now=NOW)
    with writing(importing.factory) as session:
        run = open_run(session, the_service(), started.batch_id, path, now=NOW)
    for _ in range(steps):
        with writing(importing.factory) as session:
            run.step(session, NOW)
    session = importing.factory()
    run.step(session, NOW)
    session.rollback()  # the kill: a step that was never committed
    session.close()

    with writing(importing.factory) as session:
        again = start_import(session, the_service(), plan, now=NOW)
    result = finish_in_steps(lambda: writing(importing.factory), the_service(), again, path, clock=lambda: NOW)

    assert again.batch_id == started.batch_id
    assert (result.state, result.created) == (ImportState.DONE, 7)
    assert [importing.count(m) for m in (Person, Membership, Tie)] == [7, 7, 6]
    assert importing.count(ImportBatch) == 1


def test_a_run_that_was_overtaken_writes_nothing(importing: Importing, acme: int, people_file: Path) -> None:
    with writing(importing.factory) as session:
        started = start_import(session, the_service(), ImportPlan(people_file, "people.csv"), now=NOW)
    with writing(importing.factory) as session:
        slow = open_run(session, the_service(), started.batch_id, people_file, now=NOW)
        quick = open_run(session, the_service(), started.batch_id, people_file, now=NOW)
    with writing(importing.factory) as session:
        quick.step(session, NOW)

    with pytest.raises(Conflict, match="Another process"), writing(importing.factory) as session:
        slow.step(session, NOW)

    assert importing.count(Person) == 3


def test_a_row_gone_bad_between_the_walks_takes_everything_back(
    importing: Importing, acme: int, people_file: Path
) -> None:
    with writing(importing.factory) as session:
        started = start_import(session, the_service(), ImportPlan(people_file, "people.csv"), now=NOW)
    with writing(importing.factory) as session:
        session.execute(update(Account).values(archived_at=NOW))

    result = finish_in_steps(lambda: writing(importing.factory), the_service(), started, people_file, clock=lambda: NOW)

    assert (result.state, result.rows_bad, importing.count(Person)) == (ImportState.REFUSED, 3, 0)


@pytest.fixture
def teams(importing: Importing) -> tuple[Principal, Principal]:
    """A seller of each of two teams; the account Acme belongs to the first, Beta to the second."""
    importing.add(Team(id=1, name="A"), Team(id=2, name="B"))
    importing.add(*(User(id=i, email=f"{i}@us.example", name=f"User {i}", session_key=str(i)) for i in (1, 2)))
    importing.add(Account(name="Acme", name_key="acme", team_id=1), Account(name="Beta", name_key="beta", team_id=2))
    return tuple(Principal(user_id=i, label=f"user {i}", role=UserRole.SALES, team_ids=frozenset({i})) for i in (1, 2))  # type: ignore[return-value] # two of them


def test_a_foreign_account_reads_exactly_like_an_absent_one(
    importing: Importing, teams: tuple[Principal, Principal], tmp_path: Path
) -> None:
    first, _ = teams
    path = write_csv(tmp_path / "a.csv", ["Name", "Account"], [["Ada", "Beta"], ["Ben", "Zeta"], ["Cy", "Acme"]])

    result = importing(path, first)

    messages = [p.message.replace("Beta", "X").replace("Zeta", "X") for p in result.problems]
    assert result.state is ImportState.REFUSED
    assert [(p.row, p.code) for p in result.problems] == [(2, "unknown_account"), (3, "unknown_account")]
    assert messages[0] == messages[1]


def test_a_new_account_belongs_to_its_importer_and_their_team(
    importing: Importing, teams: tuple[Principal, Principal], tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", ["Account ID", "Account Name"], [["9", "Gamma"]])

    importing(path, teams[0], kind=ImportKind.ACCOUNTS)

    assert importing.rows(col(Account.owner_id), col(Account.team_id), where=col(Account.name) == "Gamma") == [(1, 1)]


def test_ids_of_foreign_records_are_neither_updated_nor_betrayed(
    importing: Importing, teams: tuple[Principal, Principal], tmp_path: Path
) -> None:
    header = ["Contact ID", "Name", "Account"]
    importing(write_csv(tmp_path / "a.csv", header, [["7", "Ada", "Beta"]]), teams[1])
    own = write_csv(tmp_path / "b.csv", header, [["7", "Someone Else", "Acme"]])

    first, again = importing(own, teams[0]), importing(own, teams[0])

    assert (first.created, again.unchanged) == (1, 1)
    assert {n for (n,) in importing.rows(col(Person.name))} == {"Ada", "Someone Else"}


def test_imports_of_others_are_not_found(
    importing: Importing, teams: tuple[Principal, Principal], tmp_path: Path
) -> None:
    result = importing(write_csv(tmp_path / "a.csv", ["Name", "Account"], [["Ada", "Acme"]]), teams[0])

    with pytest.raises(NotFound):
        importing.do(undo_import, result.batch_id, principal=teams[1])


def test_who_only_reads_cannot_import(importing: Importing, tmp_path: Path) -> None:
    reader = Principal(user_id=5, label="reader", role=UserRole.READ_ONLY)

    with pytest.raises(Forbidden):
        importing(write_csv(tmp_path / "a.csv", ["Name", "Account"], [["Ada", "Acme"]]), reader)


def test_a_merge_moves_everything_and_is_taken_apart_again(
    importing: Importing, acme: int, people_file: Path, tmp_path: Path
) -> None:
    importing(people_file)
    importing(
        write_csv(
            tmp_path / "c.csv",
            ["Account ID", "Account", "Name", "ARR", "Start date", "End date"],
            [["", "Acme", "Pro", "1200", "2026-01-01", "2026-12-31"]],
        ),
        kind=ImportKind.CONTRACTS,
    )
    before = importing.contents()
    ids = {name: i for i, name in importing.rows(col(Person.id), col(Person.name))}

    merge: Merge = importing.do(merge_records, "person", ids["Ada King"], ids["Cy Young"])

    current = col(Tie.superseded_at).is_(None)
    name = {i: n for n, i in ids.items()}
    assert {(name[s], name[t]) for s, t in importing.rows(col(Tie.source_id), col(Tie.target_id), where=current)} == {
        ("Ben Ito", "Ada King"),
        ("Ada King", "Ben Ito"),
    }
    assert importing.count(Membership, col(Membership.superseded_at).is_(None)) == 2

    importing.do(undo_merge, merge.id)

    after = importing.contents()
    for table in ("membership", "role_assignment", "tie", "external_reference", "contract"):
        assert after[table] == before[table], table
    assert importing.count(Person, col(Person.merged_into_id).is_not(None)) == 0


def test_accounts_merge_with_their_contracts_and_come_apart(importing: Importing, acme: int) -> None:
    other = Account(name="Acme Inc.", name_key="acme inc", domain="acme.example")
    importing.add(other)
    importing.add(
        Contract(account_id=other.id, arr=5, currency="EUR", starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
    )

    merge = importing.do(merge_records, "account", acme, other.id)

    assert importing.rows(col(Contract.account_id)) == [(acme,)]
    assert importing.rows(col(Account.domain), where=col(Account.id) == acme) == [("acme.example",)]

    importing.do(undo_merge, merge.id)
    assert importing.rows(col(Contract.account_id)) == [(other.id,)]
    assert importing.rows(col(Account.domain), col(Account.archived_at), where=col(Account.id) == acme) == [
        (None, None)
    ]


def test_a_second_import_finds_the_record_that_its_own_was_merged_into(
    importing: Importing, acme: int, people_file: Path
) -> None:
    importing(people_file)
    importing.do(merge_records, "person", 1, 3)

    result = importing(people_file)

    assert (result.created, importing.count(Person)) == (0, 3)


def test_a_pair_is_decided_once(importing: Importing, acme: int, people_file: Path) -> None:
    importing(people_file)
    importing.add(LookAlike(table_name="person", first_id=1, second_id=2, likeness=0.9))

    pair = importing.do(decide_look_alike, 1, keep_id=None)

    assert pair.state is ReviewState.DIFFERENT
    with pytest.raises(Conflict, match="decided already"):
        importing.do(decide_look_alike, 1, keep_id=1)
