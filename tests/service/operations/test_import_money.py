"""Amounts from files: which currency they are in, and how they are written."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col

from models.account import Account, Contract
from models.vocabulary import ImportKind
from service.imports.house import House
from tests.service.operations.import_world import Importing, write_csv


@pytest.fixture
def importing(engine: Engine) -> Importing:
    importing = Importing(engine)
    importing.add(Account(name="Acme", name_key="acme"))
    return importing


def amounts(importing: Importing, tmp_path: Path, column: str, cells: list[str]) -> list[tuple[Decimal, str]]:
    """What becomes of the amounts of contracts, in order."""
    rows = [(f"C{at}", "Acme", f"2026-01-{at + 1:02}", cell) for at, cell in enumerate(cells)]
    path = write_csv(tmp_path / "contracts.csv", ["Contract ID", "Account", "Start date", column], rows)
    result = importing(path, kind=ImportKind.CONTRACTS, house=House(currency="CHF"))
    assert [p for p in result.problems if p.fatal] == []
    found = importing.rows(col(Contract.starts_on), col(Contract.arr), col(Contract.currency))
    return [(arr, currency) for _, arr, currency in found]


@pytest.mark.parametrize(
    ("column", "cells", "currencies"),
    [
        ("ARR", ["€ 5", "7"], ["EUR", "EUR"]),  # the only one that the column names
        ("ARR", ["€ 5", "$ 6", "7"], ["EUR", "USD", "CHF"]),  # two are named: the house's
        ("ARR (USD)", ["5", "€ 6"], ["USD", "EUR"]),
        ("ARR in JPY", ["5", "6"], ["JPY", "JPY"]),
        ("年费（元）", ["5", "6"], ["CNY", "CNY"]),
        ("ARR", ["5", "6"], ["CHF", "CHF"]),
    ],
)
def test_the_currency_is_stated_by_cell_or_column_or_house(
    importing: Importing, tmp_path: Path, column: str, cells: list[str], currencies: list[str]
) -> None:
    assert [currency for _, currency in amounts(importing, tmp_path, column, cells)] == currencies


def test_an_amount_with_both_marks_is_read_by_the_last_one(importing: Importing, tmp_path: Path) -> None:
    found = amounts(importing, tmp_path, "ARR", ["2000.25", "100.5", "1.234,50", "1,234.50"])

    assert [arr for arr, _ in found] == [
        Decimal("2000.2500"), Decimal("100.5000"), Decimal("1234.5000"), Decimal("1234.5000"),
    ]  # fmt: skip
