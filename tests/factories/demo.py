"""The demo company as plain rows, made once for all tests that read it."""

from datetime import date
from functools import cache
from typing import Any

from service.demo.company import demo_rows

TODAY = date(2026, 11, 20)
SEED = 7
Tables = dict[str, list[dict[str, Any]]]


@cache
def demo_tables(accounts: int = 300, seed: int = SEED, today: date = TODAY) -> Tables:
    """All rows by table, in the order in which they were made."""
    tables: Tables = {}
    for _done, rows in demo_rows(seed, accounts, today):
        for table, batch in rows.drain():
            tables.setdefault(table.name, []).extend(batch)
    return tables


def by_account(tables: Tables, table: str) -> dict[int, list[dict[str, Any]]]:
    """The rows of a table by their account."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in tables[table]:
        found.setdefault(row["account_id"], []).append(row)
    return found
