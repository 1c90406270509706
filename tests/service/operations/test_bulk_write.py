"""Rows written in bulk are the rows that the ORM would have written, on both databases."""

import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import psycopg
import pytest
from sqlalchemy import Table
from sqlmodel import Session, SQLModel, select

from models.account import Account, Contract
from models.job import Run
from models.score import ChainScore, HealthScore, ScoreGeneration
from models.vocabulary import GenerationKind
from scoring.vocabulary import ContractOutcome, LifecycleStage
from service.operations.bulk_write import bulk_write

NOW = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
MOMENT = np.datetime64(NOW.replace(tzinfo=None), "us")


def table_of(model: type[SQLModel]) -> Table:
    """The table of a model."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def add_accounts(session: Session, count: int) -> None:
    """Accounts numbered from 1."""
    names = [f"Account {i}" for i in range(count)]
    bulk_write(
        session,
        table_of(Account),
        {"id": np.arange(1, count + 1), "name": names, "name_key": names},
        {
            "lifecycle_stage": LifecycleStage.RENEWAL,
            "tags": [],
            "language": "en",
            "time_zone": "UTC",
            "created_at": NOW,
            "updated_at": NOW,
            "version": 1,
        },
    )


def add_generation(session: Session) -> None:
    """A generation with the number 5."""
    kind = GenerationKind.PORTFOLIO
    session.add(ScoreGeneration(id=5, kind=kind, as_of=NOW.date(), parameters_version="v", started_at=NOW))
    session.flush()


def test_days_moments_amounts_enums_and_what_is_missing_come_back(session: Session) -> None:
    add_accounts(session, 2)
    written = bulk_write(
        session,
        table_of(Contract),
        {
            "id": [7, 8],
            "account_id": np.array([1, 2]),
            "arr": [Decimal("12000.5"), Decimal("0")],
            "starts_on": np.array(["1999-12-31", "2026-01-01"], "M8[D]"),
            "ends_on": [date(2026, 12, 31), date(2027, 1, 1)],
            "notice_given_on": np.array(["NaT", "2026-02-01"], "M8[D]"),
            "outcome": [ContractOutcome.OPEN, ContractOutcome.LOST],
            "outcome_recorded_at": np.array(["NaT", MOMENT], "M8[us]"),
            "auto_renews": np.array([True, False]),
            "lost_reason": [None, "价格"],
        },
        {"name": "", "currency": "EUR", "notice_days": 90, "created_at": NOW, "updated_at": NOW, "version": 1},
    )
    assert written == 2
    first, second = session.exec(select(Contract).order_by(Contract.id)).all()
    assert (first.arr, first.starts_on, first.ends_on) == (Decimal("12000.5"), date(1999, 12, 31), date(2026, 12, 31))
    assert (first.outcome, first.outcome_recorded_at, first.notice_given_on) == (ContractOutcome.OPEN, None, None)
    assert (second.outcome, second.outcome_recorded_at) == (ContractOutcome.LOST, NOW)
    assert (second.notice_given_on, second.lost_reason) == (date(2026, 2, 1), "价格")
    assert [(c.auto_renews, c.currency, c.created_at) for c in (first, second)] == [
        (True, "EUR", NOW),
        (False, "EUR", NOW),
    ]


def test_numbers_bytes_and_json_come_back_exactly(session: Session) -> None:
    add_accounts(session, 3)
    add_generation(session)
    numbers = np.array([0.1, -1.0, 1e-300])
    names = (
        "forecast", "forecast_low", "forecast_high", "known_weight", "probability_yes", "coverage", "threads",
    )  # fmt: skip
    columns: dict[str, Any] = dict.fromkeys(names, numbers)
    bulk_write(
        session,
        table_of(ChainScore),
        columns
        | {
            "account_id": np.array([1, 2, 3]),
            "single_threaded": np.array([True, False, True]),
            "people_count": np.array([0, 1, 2]),
            "people": [b"", b"\x00\xff", b"abc"],
            "warnings": [[], ["conflict"], ["conflict", "missing_role"]],
        },
        {"generation_id": 5, "rule_assumed": False},
    )
    found = session.exec(select(ChainScore).order_by(ChainScore.account_id)).all()
    assert [row.forecast for row in found] == numbers.tolist()
    assert [row.people for row in found] == [b"", b"\x00\xff", b"abc"]
    assert [row.warnings for row in found] == [[], ["conflict"], ["conflict", "missing_role"]]
    assert [(row.single_threaded, row.rule_assumed, row.people_count) for row in found][1:] == [
        (False, False, 1),
        (True, False, 2),
    ]


def test_bytes_of_one_width_are_given_as_a_table(session: Session) -> None:
    add_accounts(session, 2)
    add_generation(session)
    packed = np.arange(16, dtype=np.uint8).reshape(2, 8)
    bulk_write(
        session,
        table_of(HealthScore),
        {
            "account_id": np.array([1, 2]),
            "score": np.array([np.nan, 50.0]),
            "baseline": np.array([1.0, 2.0]),
            "confidence": np.array([0.0, 1.0]),
            "groups": packed,
            "measures": packed,
            "exceptions": np.zeros((2, 0), dtype=np.uint8),
        },
        {"generation_id": 5, "scorecard": "2026.1"},
    )
    found = session.exec(select(HealthScore).order_by(HealthScore.account_id)).all()
    assert [(row.score, row.baseline, row.groups) for row in found] == [
        (None, 1.0, bytes(range(8))),
        (50.0, 2.0, bytes(range(8, 16))),
    ]
    assert [(row.scorecard, row.exceptions) for row in found] == [("2026.1", b""), ("2026.1", b"")]


def test_a_row_that_the_database_refuses_takes_the_others_with_it(session: Session) -> None:
    session.commit()
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.IntegrityError)):
        bulk_write(session, table_of(Run), {"id": [1, 2], "kind": ["x", None]})
    session.rollback()
    assert session.exec(select(Run)).all() == []


def test_nothing_is_written_without_rows_and_columns_must_fit(session: Session) -> None:
    assert bulk_write(session, table_of(Run), {"id": []}) == 0
    with pytest.raises(ValueError, match="of one length"):
        bulk_write(session, table_of(Run), {"id": [1], "kind": []})
