"""Tables split between rows, keep their order, and repeat their headings."""

from reports.flowables import Column, Grid
from reports.setting import Setting


def grid(setting: Setting, count: int) -> Grid:
    columns = [Column(setting.text("Name"), 1), Column(setting.text("Note"), 2)]
    return Grid(columns, [[setting.text(f"row {n}"), setting.text("note")] for n in range(count)])


def test_a_table_that_fits_stays_whole(english: Setting) -> None:
    table = grid(english, 3)
    height = table.wrap(400, 700)[1]
    assert table.split(400, height) == [table]


def test_a_table_splits_between_rows_and_keeps_its_headings(english: Setting) -> None:
    table = grid(english, 10)
    height = table.wrap(400, 700)[1]
    first, rest = table.split(400, height / 2)
    assert isinstance(first, Grid)
    assert isinstance(rest, Grid)
    assert [*first.rows, *rest.rows] == list(table.rows)
    assert first.columns == rest.columns == table.columns
    assert first.wrap(400, 700)[1] <= height / 2


def test_a_table_moves_on_rather_than_leave_one_row_behind(english: Setting) -> None:
    table = grid(english, 10)
    heading_and_a_row = table.wrap(400, 700)[1] * 2 / 10
    assert table.split(400, heading_and_a_row) == []


def test_a_remark_takes_the_last_row_along_rather_than_stand_alone(english: Setting) -> None:
    plain = grid(english, 6)
    table = Grid(plain.columns, plain.rows, remark=english.text("All as known today."))
    rows_without_remark = plain.wrap(400, 700)[1]
    first, rest = table.split(400, rows_without_remark)
    assert isinstance(first, Grid)
    assert isinstance(rest, Grid)
    assert (len(first.rows), len(rest.rows)) == (5, 1)
    assert first.remark is None
    assert rest.remark is table.remark
