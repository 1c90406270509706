"""People from files: identity, places, roles, managers, and rows that cannot be taken."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine
from sqlmodel import col

from models.account import Account
from models.chain import Tie
from models.importing import ExternalReference, ImportProblem, LookAlike
from models.person import Membership, Person, RoleAssignment
from models.vocabulary import ImportKind, ImportState
from scoring.vocabulary import Role, SubRole
from service.auth.principal import the_service
from service.errors import Invalid
from service.imports.plan import ImportPlan
from service.operations.confirm_roles import confirm_roles, reject_roles
from service.operations.preview_import import preview_import
from service.operations.run_import import run_import
from tests.service.operations.import_world import NOW, Importing, write_csv


@pytest.fixture
def importing(engine: Engine) -> Importing:
    return Importing(engine)


@pytest.fixture
def acme(importing: Importing) -> int:
    account = Account(name="Acme", name_key="acme")
    importing.add(account)
    return account.id


HEADER = ["Contact ID", "Name", "Email", "Title", "Account", "Manager ID", "Role"]


def test_a_file_of_people_becomes_a_chain(importing: Importing, acme: int, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "people.csv",
        HEADER,
        [
            ["2", "Ben Ito", "ben@acme.example", "Purchasing Manager", "Acme", "1", ""],
            ["1", "Ada King", "ada@acme.example", "CFO", "ACME", "", "Decision maker"],
            ["3", "李明", "li@acme.example", "系统管理员", "acme", "2", "Champion"],
        ],
    )

    result = importing(path)

    assert (result.state, result.created) == (ImportState.DONE, 3)
    name = dict(importing.rows(col(Person.id), col(Person.name)))
    assert {(name[s], name[t]) for s, t in importing.rows(col(Tie.source_id), col(Tie.target_id))} == {
        ("Ben Ito", "Ada King"),
        ("李明", "Ben Ito"),
    }
    roles = importing.rows(
        col(RoleAssignment.person_id),
        col(RoleAssignment.role),
        col(RoleAssignment.sub_role),
        col(RoleAssignment.suggested),
    )
    assert {(name[p], r, s, g) for p, r, s, g in roles} == {
        ("Ben Ito", Role.INFLUENCER, SubRole.PROCUREMENT, True),
        ("Ada King", Role.DECISION_MAKER, None, False),
        ("李明", Role.INFLUENCER, SubRole.CHAMPION, False),
    }
    assert importing.count(Account, col(Account.stale_since) == NOW) == 1


def test_a_newer_file_updates_by_id_and_moves_the_reporting_line(
    importing: Importing, acme: int, tmp_path: Path
) -> None:
    first = [
        ["1", "Ada", "a@x.org", "CFO", "Acme", "", ""],
        ["2", "Ben", "b@x.org", "Clerk", "Acme", "1", ""],
        ["3", "Cy", "c@x.org", "CEO", "Acme", "", ""],
    ]
    importing(write_csv(tmp_path / "a.csv", HEADER, first))
    first[1] = ["2", "Ben Ito", "b@x.org", "Clerk", "Acme", "3", ""]

    result = importing(write_csv(tmp_path / "b.csv", HEADER, first))

    assert (result.created, result.updated, result.unchanged) == (0, 1, 2)
    name = dict(importing.rows(col(Person.id), col(Person.name)))
    now = {
        (name[s], name[t])
        for s, t in importing.rows(col(Tie.source_id), col(Tie.target_id), where=col(Tie.superseded_at).is_(None))
    }
    assert now == {("Ben Ito", "Cy")}
    assert importing.count(Tie) == 2, "the old line is history, not gone"


def test_an_empty_cell_erases_nothing(importing: Importing, acme: int, tmp_path: Path) -> None:
    importing(write_csv(tmp_path / "a.csv", HEADER, [["1", "Ada", "a@x.org", "CFO", "Acme", "", ""]]))
    importing(write_csv(tmp_path / "b.csv", HEADER, [["1", "Ada", "", "", "Acme", "", ""]]))

    assert importing.rows(col(Person.email), col(Person.title)) == [("a@x.org", "CFO")]


def test_a_departure_that_a_later_file_brings_is_dated_by_when_we_learnt_it(
    importing: Importing, acme: int, tmp_path: Path
) -> None:
    importing(
        write_csv(tmp_path / "a.csv", ["Contact ID", "Name", "Account"], [["1", "Ada", "Acme"], ["2", "Ben", "Acme"]])
    )
    header = ["Contact ID", "Name", "Account", "Left", "Left on"]
    path = write_csv(
        tmp_path / "b.csv", header, [["1", "Ada", "Acme", "yes", ""], ["2", "Ben", "Acme", "", "2026-05-04"]]
    )

    first, again = importing(path), importing(path)

    assert (first.updated, again.updated) == (2, 0)
    assert importing.rows(col(Person.name), col(Person.left_on), col(Person.left_recorded_at)) == [
        ("Ada", NOW.date(), NOW),
        ("Ben", date(2026, 5, 4), NOW),
    ]


def test_one_person_on_several_accounts(importing: Importing, acme: int, tmp_path: Path) -> None:
    importing.add(Account(name="Beta", name_key="beta"))
    path = write_csv(
        tmp_path / "a.csv",
        HEADER,
        [
            ["1", "Ada", "", "", "Acme; Beta", "", ""],
            ["2", "Ben", "", "", "Acme", "", ""],
            ["2", "Ben", "", "", "Beta", "", ""],
        ],
    )

    importing(path)

    assert (importing.count(Person), importing.count(Membership)) == (2, 4)


def test_without_ids_the_same_name_on_the_same_account_is_the_same_person(
    importing: Importing, acme: int, tmp_path: Path
) -> None:
    importing(write_csv(tmp_path / "a.csv", ["Name", "Account"], [["Renée Müller", "Acme"]]))
    result = importing(write_csv(tmp_path / "b.csv", ["Name", "Account", "Title"], [["RENEE MULLER", "Acme", "CFO"]]))

    assert (result.created, result.updated, importing.count(Person)) == (0, 1, 1)


def test_a_manager_is_found_by_name_or_address_too(importing: Importing, acme: int, tmp_path: Path) -> None:
    rows = [
        ["Ada", "a@x.org", "Acme", ""],
        ["Ben", "b@x.org", "Acme", "Ada"],
        ["Cy", "c@x.org", "Acme", "B@X.org"],
        ["Di", "d@x.org", "Acme", "Nobody"],
    ]

    result = importing(write_csv(tmp_path / "a.csv", ["Name", "Email", "Account", "Reports To"], rows))

    assert importing.count(Tie) == 2
    assert [(p.row, p.code, p.fatal) for p in result.problems] == [(5, "unknown_manager", False)]


def test_bad_rows_refuse_the_whole_file_and_are_named(importing: Importing, acme: int, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Name,Email,Account\nAda,a@x.org,Acme\nBen,b@x.org,Nowhere\nCy\n,,Acme\nDi,d@x.org,Acme,extra\n", "utf-8"
    )

    result = importing(path)

    assert result.state is ImportState.REFUSED
    assert [(p.row, p.code) for p in result.problems] == [
        (3, "unknown_account"),
        (4, "too_short"),
        (5, "name_missing"),
        (6, "too_long"),
    ]
    assert (result.rows_bad, importing.count(Person), importing.count(ImportProblem)) == (4, 0, 4)


def test_the_good_rows_are_taken_where_that_is_asked_for(importing: Importing, acme: int, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name,Email,Account\nAda,a@x.org,Acme\nBen,b@x.org,Nowhere\nCy\n", "utf-8")

    result = importing(path, skip_bad_rows=True)

    assert (result.state, result.created, result.rows_bad) == (ImportState.DONE, 1, 2)
    assert importing.rows(col(Person.name)) == [("Ada",)]


def test_a_quotation_mark_left_open_cannot_be_skipped(importing: Importing, acme: int, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Name,Account\nAda,Acme\n"Ben,Acme\nCy,Acme\n', "utf-8")

    result = importing(path, skip_bad_rows=True)

    assert (result.state, [(p.row, p.code) for p in result.problems]) == (ImportState.REFUSED, [(3, "open_quote")])


def test_in_one_transaction_bad_rows_are_a_refusal_that_names_them(
    engine: Engine, acme: int, importing: Importing, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", ["Name", "Account"], [["Ada", "Acme"], ["Ben", "Nowhere"]])

    with importing.factory() as session:
        with pytest.raises(Invalid, match="1 of 2 rows") as refusal:
            run_import(session, the_service(), ImportPlan(path, "a.csv"), now=NOW)
        session.rollback()

    assert refusal.value.problems[0]["path"] == "row 3, column Account"
    assert importing.count(Person) == 0


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_chinese_files_with_chinese_headers(importing: Importing, acme: int, tmp_path: Path, encoding: str) -> None:
    path = write_csv(
        tmp_path / "客户联系人.csv", ["工号", "姓名", "职位", "公司", "直属上级", "角色"],
        [["1", "王芳", "财务总监", "Acme", "", "决策者"], ["2", "李明", "采购经理", "Acme", "王芳", ""]], encoding,
    )  # fmt: skip

    result = importing(path)

    assert (result.created, importing.count(Tie)) == (2, 1)
    assert {n for (n,) in importing.rows(col(Person.name))} == {"王芳", "李明"}
    assert {s for (s,) in importing.rows(col(RoleAssignment.sub_role))} == {None, SubRole.PROCUREMENT}


def test_five_thousand_people_from_a_workbook(importing: Importing, tmp_path: Path) -> None:
    importing.add(*(Account(name=f"Customer {i}", name_key=f"customer {i}") for i in range(100)))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("People")
    sheet.append(["Employee ID", "First Name", "Last Name", "Customer", "Reports To ID"])
    for i in range(5_000):
        sheet.append([f"{i:05}", f"First{i}", f"Last{i}", f"Customer {i % 100}", f"{i % 100:05}" if i >= 100 else None])
    book.save(tmp_path / "people.xlsx")

    result = importing(tmp_path / "people.xlsx")

    assert (result.created, importing.count(Membership), importing.count(Tie)) == (5_000, 5_000, 4_900)
    ids = {i for (i,) in importing.rows(col(ExternalReference.external_id))}
    assert "00042" in ids


def test_an_account_takes_at_most_five_hundred_people(importing: Importing, acme: int, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ["Contact ID", "Name", "Account"], [[i, f"P {i}", "Acme"] for i in range(502)])

    result = importing(path)

    assert [(p.row, p.code) for p in result.problems] == [(502, "too_many_people"), (503, "too_many_people")]
    assert importing.count(Person) == 0


def test_look_alikes_go_to_review_and_are_not_merged(importing: Importing, acme: int, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        ["Contact ID", "Name", "Email", "Account"],
        [
            ["1", "Jonathan Smith", "j.smith@x.org", "Acme"],
            ["2", "Jonathon Smith", "j.smith@x.org", "Acme"],
            ["3", "Mia Wong", "m@x.org", "Acme"],
        ],
    )

    result = importing(path)

    assert (result.created, result.look_alikes, importing.count(Person)) == (3, 1, 3)
    assert importing.rows(col(LookAlike.table_name), col(LookAlike.first_id), col(LookAlike.second_id)) == [
        ("person", 1, 2)
    ]


def test_a_preview_tells_what_would_happen_and_writes_nothing(importing: Importing, acme: int, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        ["Name", "Title", "Account", "Left on"],
        [["Ada", "CFO", "Acme", "03/04/2024"], ["Ben", "CFO", "Gone", ""]],
    )

    with importing.factory() as session:
        preview = preview_import(session, the_service(), ImportPlan(path, "a.csv"), now=NOW)

    assert (preview.kind, preview.rows_total, preview.rows_bad, dict(preview.would)["created"]) == (
        ImportKind.PEOPLE,
        2,
        1,
        1,
    )
    left = next(c for c in preview.columns if c.name == "Left on")
    assert (left.field, left.format, left.ambiguous, left.read_as) == ("left_on", "MDY", True, ["2024-03-04"])
    assert [(s.title, s.people, s.sub_role) for s in preview.suggested_roles] == [("CFO", 2, "economic_buyer")]
    assert importing.count(Person) == 0


def test_suggested_roles_are_confirmed_or_dropped(importing: Importing, acme: int, tmp_path: Path) -> None:
    importing(
        write_csv(tmp_path / "a.csv", ["Name", "Title", "Account"], [["Ada", "CFO", "Acme"], ["Ben", "Clerk", "Acme"]])
    )
    (first, second) = [i for (i,) in importing.rows(col(RoleAssignment.id))]

    assert importing.do(confirm_roles, [first]) == 1
    assert importing.do(reject_roles, [second]) == 1

    current = importing.rows(
        col(RoleAssignment.sub_role),
        col(RoleAssignment.suggested),
        col(RoleAssignment.confirmed_at),
        where=col(RoleAssignment.superseded_at).is_(None),
    )
    assert current == [(SubRole.ECONOMIC_BUYER, False, NOW)]


@pytest.mark.parametrize(
    ("mapping", "place"),
    [
        ({"columns": {"nme": "Name"}}, "mapping.columns.nme"),
        ({"columns": {"name": "Nobody"}}, "mapping.columns.name"),
        ({"formats": {"date": "YDM"}}, "mapping.formats.date"),
        ({"owner": 1}, "mapping.owner"),
        ({"kind": "people", "columns": []}, "mapping.columns"),
    ],
)
def test_a_mapping_that_does_not_fit_names_its_places(
    importing: Importing, tmp_path: Path, mapping: dict[str, object], place: str
) -> None:
    path = write_csv(tmp_path / "a.csv", ["Name", "Account"], [["Ada", "Acme"]])

    with pytest.raises(Invalid) as refusal:
        importing(path, kind=ImportKind.PEOPLE, mapping=mapping)

    assert [p["path"] for p in refusal.value.problems] == [place]


def test_the_people_beyond_what_an_account_holds_are_refused_and_not_written(
    importing: Importing, acme: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.operations.importing.people.MAX_PEOPLE", 2)
    path = write_csv(tmp_path / "a.csv", ["Contact ID", "Name", "Account"], [[i, f"P {i}", "Acme"] for i in range(4)])

    refused = importing(path)
    taken = importing(path, skip_bad_rows=True)

    assert [(p.row, p.code) for p in refused.problems] == [(4, "too_many_people"), (5, "too_many_people")]
    assert (taken.created, taken.rows_bad, importing.count(Membership)) == (2, 2, 2)
