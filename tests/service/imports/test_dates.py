"""How a column writes its dates."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.imports.dates import DateEvidence, DateFormat, DateOrder, parse_moment


def verdict(*values: str, hint: DateOrder | None = None) -> DateFormat:
    evidence = DateEvidence()
    for value in values:
        evidence.observe(value)
    return evidence.verdict(hint)


def test_one_day_above_twelve_decides_for_its_whole_column() -> None:
    assert verdict("01-02-2024", "03-04-2024", "27-07-2023") == DateFormat(DateOrder.DMY)
    assert verdict("01/02/2024", "07/27/2023") == DateFormat(DateOrder.MDY)


def test_a_column_that_leaves_it_open_is_called_ambiguous() -> None:
    assert verdict("01/02/2024", "03/04/2024") == DateFormat(DateOrder.MDY, ambiguous=True)
    assert verdict("01.02.2024", "03.04.2024") == DateFormat(DateOrder.DMY, ambiguous=True)


def test_another_column_of_the_file_settles_what_one_leaves_open() -> None:
    assert verdict("01/02/2024", hint=DateOrder.DMY) == DateFormat(DateOrder.DMY)


def test_the_same_number_twice_is_not_ambiguous() -> None:
    assert verdict("05/05/2024").ambiguous is False


def test_a_column_that_contradicts_itself_follows_the_majority() -> None:
    found = verdict("13/01/2024", "14/01/2024", "01/15/2024")

    assert (found.order, found.conflicting) == (DateOrder.DMY, True)


def test_plain_numbers_are_days_of_a_spreadsheet_or_seconds() -> None:
    assert verdict("45352", "45353").order is DateOrder.SERIAL
    assert verdict("1709251200", "1709251200000").order is DateOrder.EPOCH


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2024-03-01", DateOrder.YMD, datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024/3/1 5:06", DateOrder.YMD, datetime(2024, 3, 1, 5, 6, tzinfo=UTC)),
        ("20240301", DateOrder.YMD, datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024-03-01T05:06:07.250Z", DateOrder.YMD, datetime(2024, 3, 1, 5, 6, 7, 250_000, tzinfo=UTC)),
        ("2024-03-01 05:06:07+08:00", DateOrder.YMD, datetime(2024, 2, 29, 21, 6, 7, tzinfo=UTC)),
        ("2023-05-03 08:51:08.199000 UTC", DateOrder.YMD, datetime(2023, 5, 3, 8, 51, 8, 199_000, tzinfo=UTC)),
        ("2024年3月1日", DateOrder.YMD, datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024年3月1日 下午3:05", DateOrder.YMD, datetime(2024, 3, 1, 15, 5, tzinfo=UTC)),
        ("２０２４年３月１日", DateOrder.YMD, datetime(2024, 3, 1, tzinfo=UTC)),
        ("28-07-2023 03:00", DateOrder.DMY, datetime(2023, 7, 28, 3, 0, tzinfo=UTC)),
        ("07/28/2023 3:00 PM", DateOrder.MDY, datetime(2023, 7, 28, 15, 0, tzinfo=UTC)),
        ("12/31/99", DateOrder.MDY, datetime(1999, 12, 31, tzinfo=UTC)),
        ("1 March 2024", DateOrder.YMD, datetime(2024, 3, 1, tzinfo=UTC)),
        ("Mar 1, 2024", DateOrder.YMD, datetime(2024, 3, 1, tzinfo=UTC)),
        ("01-Mär-2024", DateOrder.YMD, datetime(2024, 3, 1, tzinfo=UTC)),
        ("45352", DateOrder.SERIAL, datetime(2024, 3, 1, tzinfo=UTC)),
        ("45352.75", DateOrder.SERIAL, datetime(2024, 3, 1, 18, 0, tzinfo=UTC)),
        ("1709251200", DateOrder.EPOCH, datetime(2024, 3, 1, tzinfo=UTC)),
        ("1709251200000", DateOrder.EPOCH, datetime(2024, 3, 1, tzinfo=UTC)),
    ],
)
def test_a_value_means_one_moment(text: str, order: DateOrder, expected: datetime) -> None:
    parsed = parse_moment(text, order)

    assert parsed is not None
    assert parsed[1] == expected


def test_an_empty_date_is_no_date() -> None:
    assert parse_moment("", DateOrder.YMD) is None
    assert parse_moment("0000-00-00", DateOrder.YMD) is None


@pytest.mark.parametrize("text", ["2024-02-30", "soon", "13/13/2024", "99999", "2024-03-01 25:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_moment(text, DateOrder.DMY)


@given(st.lists(st.dates(date(1950, 1, 1), date(2049, 12, 31)), min_size=1, max_size=30), st.sampled_from("-/."))
def test_any_day_first_column_with_a_late_day_is_read_back(days: list[date], sign: str) -> None:
    texts = [f"{d.day:02}{sign}{d.month:02}{sign}{d.year}" for d in [*days, date(2024, 1, 31)]]
    order = verdict(*texts).order

    parsed = [parse_moment(t, order) for t in texts]

    assert [p[0] for p in parsed if p] == [*days, date(2024, 1, 31)]
