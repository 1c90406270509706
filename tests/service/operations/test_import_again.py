"""The same people again, with changes: what is counted, in the preview as in the import."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col

from models.account import Account
from models.chain import Tie
from models.person import Membership, Person
from service.auth.principal import the_service
from service.database import reading, writing
from service.errors import Conflict
from service.imports.plan import ImportPlan, ImportResult
from service.operations.continue_import import open_run
from service.operations.preview_import import preview_import
from service.operations.run_import import finish_in_steps
from service.operations.start_import import start_import
from service.operations.undo_import import undo_import
from tests.service.operations.import_world import NOW, Importing, write_csv

HEADER = ["Contact ID", "Name", "Title", "Account", "Manager ID", "Role"]
BEFORE = [
    ["1", "Ada", "CEO", "Acme", "", ""],
    ["2", "Ben", "Clerk", "Acme", "1", ""],
    ["3", "Cy", "Clerk", "Acme", "2", ""],
    ["4", "Di", "Clerk", "Acme", "2", "End user"],
    ["5", "Ed", "Clerk", "Acme", "2", ""],
]
AFTER = [
    ["1", "Ada", "CEO", "Acme", "", ""],  # as before
    ["2", "Ben", "Senior clerk", "Acme", "1", ""],  # a new title
    ["3", "Cy", "Clerk", "Acme", "1", ""],  # only a new manager
    ["4", "Di", "Clerk", "Acme", "2", "Champion"],  # only a new role
    ["5", "Ed", "Clerk", "Beta", "2", ""],  # only a new place, where the manager does not stand
    ["6", "Flo", "Clerk", "Acme", "5", ""],  # new
]


@pytest.fixture
def importing(engine: Engine) -> Importing:
    importing = Importing(engine)
    importing.add(Account(name="Acme", name_key="acme"), Account(name="Beta", name_key="beta"))
    return importing


def counts(result: ImportResult) -> tuple[int, int, int]:
    return result.created, result.updated, result.unchanged


def test_a_person_of_whom_only_the_place_the_role_or_the_manager_is_new_is_updated(
    importing: Importing, tmp_path: Path
) -> None:
    importing(write_csv(tmp_path / "before.csv", HEADER, BEFORE))
    after = write_csv(tmp_path / "after.csv", HEADER, AFTER)
    with reading(importing.factory) as session:
        preview = preview_import(session, the_service(), ImportPlan(after, "after.csv"), now=NOW)

    result = importing(after)

    assert counts(result) == (1, 4, 1)
    assert dict(preview.would) == {"created": 1, "updated": 4, "unchanged": 1}
    assert (importing.count(Person), importing.count(Membership)) == (6, 7)
    assert counts(importing(write_csv(tmp_path / "again.csv", [*HEADER, "Note"], [[*r, ""] for r in AFTER]))) == (
        0,
        0,
        6,
    )


def test_an_import_cut_off_while_it_draws_lines_counts_as_one_that_was_not(
    importing: Importing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.operations.importing.running.CHUNK", 2)
    importing(write_csv(tmp_path / "before.csv", HEADER, BEFORE))
    after = write_csv(
        tmp_path / "after.csv", HEADER, [r if r[0] != "5" else ["5", "Ed", "Clerk", "Acme", "3", ""] for r in AFTER]
    )
    plan = ImportPlan(after, "after.csv")
    with writing(importing.factory) as session:
        started = start_import(session, the_service(), plan, now=NOW)
        run = open_run(session, the_service(), started.batch_id, after, now=NOW)
    for _ in range(6):  # four steps of writing, then two of lines
        with writing(importing.factory) as session:
            run.step(session, NOW)

    result = finish_in_steps(lambda: writing(importing.factory), the_service(), started, after, clock=lambda: NOW)

    assert counts(result) == (1, 4, 1)
    assert importing.count(Tie, col(Tie.superseded_at).is_(None)) == 5


def test_checking_a_file_does_not_keep_others_from_writing(
    importing: Importing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "before.csv", HEADER, BEFORE)

    def meanwhile(step: str, _done: int, _total: int) -> None:
        if step == "check":
            importing.add(Account(name="Written meanwhile", name_key="written meanwhile"))

    importing(path, progress=meanwhile)

    assert importing.count(Account) == 3
    assert importing.count(Person) == 5


def test_imports_are_taken_back_one_after_the_other_the_latest_first(importing: Importing, tmp_path: Path) -> None:
    nothing = importing.contents()
    first = importing(write_csv(tmp_path / "before.csv", HEADER, BEFORE))
    once = importing.contents()
    second = importing(write_csv(tmp_path / "after.csv", HEADER, AFTER))

    with pytest.raises(Conflict, match="Ben changed since the import"):
        importing.do(undo_import, first.batch_id)
    importing.do(undo_import, second.batch_id)
    people = importing.rows(col(Person.name), col(Person.title))
    assert people == [(name, title) for _, name, title, *_ in BEFORE]
    assert importing.count(Tie, col(Tie.superseded_at).is_(None)) == len(once["tie"])
    importing.do(undo_import, first.batch_id)

    left = importing.contents()
    assert {table: rows for table, rows in left.items() if table not in {"account", "import_change"}} == {
        table: rows for table, rows in nothing.items() if table != "account"
    }
