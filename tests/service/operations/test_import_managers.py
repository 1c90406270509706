"""Reporting lines from files: what cannot be drawn is named by its row, and the rest is drawn."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col

from models.account import Account
from models.chain import Tie
from models.person import Person, RoleAssignment
from models.vocabulary import ImportState
from scoring.vocabulary import Role
from service.auth.principal import the_service
from service.imports.house import House
from service.imports.plan import ImportPlan, ImportResult
from service.operations.preview_import import preview_import
from service.operations.suppress_address import suppress_address
from tests.service.operations.import_world import NOW, Importing, write_csv

HEADER = ["Contact ID", "Name", "Email", "Account", "Manager", "Role"]
KEYS = ("k" * 32,)


@pytest.fixture
def importing(engine: Engine) -> Importing:
    return Importing(engine)


def lines(importing: Importing) -> set[tuple[str, str, str]]:
    """(person, manager, account) of every line in force."""
    name = dict(importing.rows(col(Person.id), col(Person.name)))
    account = dict(importing.rows(col(Account.id), col(Account.name)))
    columns = (col(Tie.source_id), col(Tie.target_id), col(Tie.account_id))
    return {
        (name[s], name[t], account[a]) for s, t, a in importing.rows(*columns, where=col(Tie.superseded_at).is_(None))
    }


def remarks(result: ImportResult) -> list[tuple[int, str]]:
    """Row and code of every remark."""
    return sorted((p.row, p.code) for p in result.problems)


def test_a_circle_is_opened_at_its_last_row_and_named(importing: Importing, tmp_path: Path) -> None:
    rows = [
        ["1", "Ada", "", "Acme", "", ""],
        ["2", "Ben", "", "Acme", "3", ""],
        ["3", "Cy", "", "Acme", "4", ""],
        ["4", "Di", "", "Acme", "2", ""],
        ["5", "Ed", "", "Acme", "5", ""],
    ]
    path = write_csv(tmp_path / "a.csv", HEADER, rows)

    result = importing(path, create_accounts=True)

    assert remarks(result) == [(5, "manager_cycle"), (6, "own_manager")]
    assert "rows 3, 4, 5" in result.problems[0].message
    assert lines(importing) == {("Ben", "Cy", "Acme"), ("Cy", "Di", "Acme")}


def test_managers_who_cannot_be_told_apart_or_stand_elsewhere_are_named(importing: Importing, tmp_path: Path) -> None:
    rows = [
        ["1", "Ada", "ada@x.example", "Acme", "", ""],
        ["2", "Fay", "", "Acme", "Ada", ""],
        ["3", "Fay", "", "Acme", "ADA@x.example", ""],
        ["4", "Gus", "", "Acme", "Fay", ""],
        ["5", "Hal", "", "Beta", "1", ""],
        ["6", "Ida", "", "Beta", "Ada", ""],
        ["7", "Jo", "", "Beta", "99", ""],
    ]

    result = importing(write_csv(tmp_path / "a.csv", HEADER, rows), create_accounts=True)

    assert remarks(result) == [
        (5, "ambiguous_manager"),
        (6, "manager_elsewhere"),
        (7, "unknown_manager"),
        (8, "unknown_manager"),
    ]
    assert lines(importing) == {("Fay", "Ada", "Acme")}
    assert importing.count(Tie) == 2


def test_a_manager_on_record_is_found_by_name_and_not_remarked(importing: Importing, tmp_path: Path) -> None:
    importing(
        write_csv(tmp_path / "a.csv", HEADER, [["1", "Ada", "", "Acme", "", ""], ["2", "Cy", "", "Beta", "", ""]]),
        create_accounts=True,
    )

    rows = [["3", "Ben", "", "Acme", "Ada", ""], ["4", "Di", "", "Acme", "2", ""]]
    result = importing(write_csv(tmp_path / "b.csv", HEADER, rows))

    assert remarks(result) == [(3, "manager_elsewhere")]
    assert lines(importing) == {("Ben", "Ada", "Acme")}


def test_one_person_has_another_manager_and_another_role_on_each_account(importing: Importing, tmp_path: Path) -> None:
    rows = [
        ["1", "Ada", "", "Acme", "", ""],
        ["2", "Ben", "", "Beta", "", ""],
        ["3", "Cy", "", "Acme", "1", "Decision maker"],
        ["3", "Cy", "", "Beta", "2", "End user"],
    ]
    path = write_csv(tmp_path / "a.csv", HEADER, rows)

    first, again = importing(path, create_accounts=True), importing(path)

    assert (first.state, first.created, again.unchanged) == (ImportState.DONE, 3, 3)
    assert remarks(first) == []
    assert lines(importing) == {("Cy", "Ada", "Acme"), ("Cy", "Ben", "Beta")}
    assert [role for (role,) in importing.rows(col(RoleAssignment.role))] == [Role.DECISION_MAKER, Role.END_USER]
    assert (importing.count(Tie), importing.count(RoleAssignment)) == (2, 2)


def test_repeated_ids_are_named_where_they_contradict(importing: Importing, tmp_path: Path) -> None:
    rows = [
        ["1", "Ada", "", "Acme", "", ""],
        ["2", "Ben", "", "Acme", "", ""],
        ["1", "Ada King", "", "Beta", "", ""],
        ["2", "Ben", "", "Acme", "1", ""],
        ["2", "Ben", "", "Beta", "", ""],
    ]

    result = importing(write_csv(tmp_path / "a.csv", HEADER, rows), create_accounts=True)

    assert remarks(result) == [(4, "repeated_id"), (5, "repeated_id")]
    assert "Row 2 has the same id" in result.problems[0].message
    assert importing.rows(col(Person.name)) == [("Ada King",), ("Ben",)]
    assert lines(importing) == {("Ben", "Ada King", "Acme")}


def test_an_address_that_must_not_be_written_to_comes_back_unsubscribed(importing: Importing, tmp_path: Path) -> None:
    importing.do(lambda session, _principal, now: suppress_address(session, "Ada@x.example", "erased", KEYS, now=now))
    importing.do(lambda session, _principal, now: suppress_address(session, "ben@x.example", "bounced", KEYS, now=now))
    people = ("ada", "ben", "cy")
    rows = [[str(i), name.title(), f"{name}@x.example", "Acme", "", ""] for i, name in enumerate(people)]
    path = write_csv(tmp_path / "a.csv", HEADER, rows)
    with importing.factory() as session:
        plan = ImportPlan(path, path.name, create_accounts=True, house=House(KEYS))
        preview = preview_import(session, the_service("test"), plan, now=NOW)

    result = importing(path, create_accounts=True, house=House(KEYS))

    assert remarks(result) == [(p.row, p.code) for p in preview.problems] == [(2, "suppressed"), (3, "suppressed")]
    assert importing.rows(col(Person.name), col(Person.unsubscribed_at), col(Person.do_not_contact)) == [
        ("Ada", NOW, True),
        ("Ben", NOW, False),
        ("Cy", None, False),
    ]
