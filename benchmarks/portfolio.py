"""A synthetic portfolio of any size, written fast: what the night is measured on.

Per account on average 12 people with a role each, 25 ties, 9 relationships, 50 answers over two years, 13 weeks of
usage and a few meetings, tickets, invoices and contracts. Answers stand in the order of time, as in real life.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table, func, select, text
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, SQLModel

from models.vocabulary import ResponseSource, SurveyPurpose, SurveyState, UserRole
from scoring.vocabulary import (
    ContractOutcome,
    InteractionKind,
    LifecycleStage,
    OrganisationSide,
    QuestionKind,
    ScoreFamily,
    Stance,
    Strength,
    SubRole,
    TicketSeverity,
    TieKind,
)
from service.operations.bulk_write import Values, bulk_write

NOW = datetime(2026, 6, 1, 2, 15, tzinfo=UTC)
TODAY = np.datetime64("2026-06-01", "D")
USERS = 200
SEGMENTS = ("Enterprise", "Mid-market", "Small business")
_ROWS_AT_ONCE = 200_000
_TRACKED: dict[str, Any] = {"created_at": datetime(2024, 1, 1, tzinfo=UTC), "updated_at": NOW, "version": 1}
_HELD: dict[str, Any] = {"valid_from": datetime(2024, 1, 1, tzinfo=UTC).date(), "recorded_at": _TRACKED["created_at"]}

Indices = NDArray[np.intp]


@dataclass
class Made:
    """Columns of one table, and what is the same in every row."""

    table: str
    columns: dict[str, Values]
    same: Mapping[str, Any]


def write_portfolio(factory: sessionmaker[Session], accounts: int, seed: int = 11) -> dict[str, int]:
    """Fill an empty, migrated database; gives the rows of each table. The same seed gives the same rows."""
    counts: dict[str, int] = {}
    with factory() as session, session.begin():
        indexes = _without_indexes(session)
        for made in _tables(np.random.default_rng(seed), accounts):
            table = SQLModel.metadata.tables[made.table]
            counts[made.table] = _write(session, table, made)
        for statement in indexes:
            session.execute(text(statement))
        if session.get_bind().dialect.name == "postgresql":
            for name in counts:
                _move_on(session, SQLModel.metadata.tables[name])
    return counts


def _move_on(session: Session, table: Table) -> None:
    """Let PostgreSQL number on after the rows that came with their numbers, and know how many there are."""
    if "id" in table.columns:
        sequence = func.pg_get_serial_sequence(f'"{table.name}"', "id")
        session.execute(select(func.setval(sequence, select(func.max(table.c.id)).scalar_subquery())))
    session.execute(text(f'ANALYZE "{table.name}"'))


def _write(session: Session, table: Table, made: Made) -> int:
    rows = len(next(iter(made.columns.values())))
    columns = made.columns
    if "id" in table.columns and "id" not in columns:
        columns = {"id": np.arange(1, rows + 1), **columns}
    for start in range(0, rows, _ROWS_AT_ONCE):
        part = {name: values[start : start + _ROWS_AT_ONCE] for name, values in columns.items()}
        bulk_write(session, table, part, made.same)
    return rows


def _without_indexes(session: Session) -> list[str]:
    """Drop the indexes of SQLite and give the statements that make them again: faster once the rows are there."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    found = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")).all()
    for name, _ in found:
        session.execute(text(f'DROP INDEX "{name}"'))
    return [sql for _, sql in found]


def _tables(rng: np.random.Generator, accounts: int) -> Iterator[Made]:
    sizes = rng.integers(3, 22, accounts)
    sizes[rng.random(accounts) < 0.002] = 60
    account = np.repeat(np.arange(1, accounts + 1), sizes)
    first = np.cumsum(sizes) - sizes + 1
    yield from _fixed(accounts, rng)
    yield from _people(rng, account)
    yield from _ties(rng, sizes, first)
    yield from _rules(rng, sizes, first)
    yield from _ours(rng, sizes, first)
    yield from _answers(rng, sizes, first)
    yield from _signals(rng, accounts)
    yield from _meetings(rng, sizes, first)


def _fixed(accounts: int, rng: np.random.Generator) -> Iterator[Made]:
    names = [f"User {i}" for i in range(USERS)]
    user = {"role": UserRole.CSM, "active": True, "sees_names": False, "language": "en", "time_zone": "UTC"}
    emails = [f"user{i}@example.com" for i in range(USERS)]
    yield Made("user", {"email": emails, "name": names, "session_key": emails}, user | {"preferences": {}} | _TRACKED)
    survey = {"family": ScoreFamily.CUSTOMER, "state": SurveyState.LIVE, "anonymous": False} | _TRACKED
    purposes = [SurveyPurpose.RELATIONSHIP, SurveyPurpose.TRANSACTIONAL, SurveyPurpose.TRANSACTIONAL]
    yield Made("survey", {"name": ["Relationship", "Ticket", "Effort"], "purpose": purposes}, survey)
    version = {"number": 1, "languages": ["en"], "texts": {}, "created_at": _TRACKED["created_at"]}
    yield Made("survey_version", {"survey_id": [1, 2, 3]}, version)
    roles = [SubRole.ECONOMIC_BUYER, SubRole.CHAMPION]
    yield Made("required_role", {"segment": [None, "Enterprise"], "sub_role": roles}, {})
    account = {"lifecycle_stage": LifecycleStage.ADOPTION, "language": "en", "time_zone": "UTC", "tags": []} | _TRACKED
    names = [f"Account {i}" for i in range(accounts)]
    since = TODAY - rng.integers(400, 3000, accounts)
    columns: dict[str, Values] = {"name": names, "name_key": names, "customer_since": since}
    yield Made("account", columns | {"segment": _drawn(rng, SEGMENTS, accounts)}, account)


def _people(rng: np.random.Generator, account: Indices) -> Iterator[Made]:
    n = len(account)
    person = {"language": "en", "do_not_contact": False, "tags": []} | _TRACKED
    names = [f"Person {i}" for i in range(n)]
    gone = rng.random(n) < 0.02
    left = np.where(gone, TODAY - rng.integers(1, 300, n), np.datetime64("NaT", "D"))
    yield Made("person", {"name": names, "name_key": names, "left_on": left}, person)
    ids = np.arange(1, n + 1)
    openness = np.where(rng.random(n) < 0.7, np.nan, rng.integers(0, 11, n) / 10)
    same = {"side": OrganisationSide.CUSTOMER, "contact_cost": 1.0, "placeholder": False} | _HELD
    yield Made("membership", {"account_id": account, "person_id": ids, "openness": openness}, same)
    subs = list(SubRole)
    which = rng.integers(0, len(subs), n)
    # Half of the accounts have just one economic buyer: their first person.
    head = np.diff(account, prepend=0) > 0
    which = np.where(which == 0, len(subs) - 1, which)
    which[head & (account % 2 == 0)] = 0
    columns: dict[str, Values] = {
        "account_id": account,
        "person_id": ids,
        "role": _chosen([sub.role for sub in subs], which),
        "sub_role": _chosen(subs, which),
    }
    yield Made("role_assignment", columns, {"suggested": False} | _HELD)


def _ties(rng: np.random.Generator, sizes: Indices, first: Indices) -> Iterator[Made]:
    account = np.repeat(np.arange(len(sizes)), 2 * sizes + 1)
    source = (rng.random(len(account)) * sizes[account]).astype(np.intp)
    step = 1 + (rng.random(len(account)) * (sizes[account] - 1)).astype(np.intp)
    target = (source + step) % sizes[account]
    kinds = (*[TieKind.REPORTS_TO] * 4, *[TieKind.INFLUENCES] * 3, *[TieKind.WORKS_WITH] * 3, TieKind.CONFLICTS)
    columns: dict[str, Values] = {
        "account_id": account + 1,
        "kind": _drawn(rng, kinds, len(account)),
        "source_id": first[account] + source,
        "target_id": first[account] + target,
        "strength": rng.integers(1, 11, len(account)) / 10,
    }
    yield Made("tie", columns, _HELD)


def _rules(rng: np.random.Generator, sizes: Indices, first: Indices) -> Iterator[Made]:
    chosen = np.flatnonzero(np.arange(len(sizes)) % 4 == 0)
    seats = np.minimum(sizes[chosen], rng.integers(2, 7, len(chosen)))
    rule = np.repeat(np.arange(len(chosen)), seats)
    place = np.arange(len(rule)) - np.repeat(np.cumsum(seats) - seats, seats)
    votes = rng.integers(1, 5, len(rule))
    quota = np.bincount(rule, weights=votes) // 2 + 1
    amounts: dict[str, Values] = {"account_id": chosen + 1, "quota": quota.astype(np.int64) * 10_000}
    yield Made("decision_rule", amounts, _HELD)
    veto = rng.random(len(rule)) < 0.1
    people = first[chosen[rule]] + place
    yield Made("vote", {"rule_id": rule + 1, "person_id": people, "votes": votes * 10_000, "veto": veto}, {})


def _ours(rng: np.random.Generator, sizes: Indices, first: Indices) -> Iterator[Made]:
    account = np.repeat(np.arange(len(sizes)), 9)
    person = first[account] + (rng.random(len(account)) * sizes[account]).astype(np.intp)
    colleague = (account * 7 + rng.integers(0, 3, len(account))) % USERS + 1
    columns: dict[str, Values] = {
        "account_id": account + 1,
        "user_id": colleague,
        "person_id": person,
        "strength": _drawn(rng, list(Strength), len(account)),
        "confirmed_on": TODAY - rng.integers(0, 300, len(account)),
    }
    yield Made("relationship", columns, _HELD)
    account = np.repeat(np.arange(len(sizes)), 3)
    columns = {
        "account_id": account + 1,
        "person_id": first[account] + (rng.random(len(account)) * sizes[account]).astype(np.intp),
        "stance": _drawn(rng, list(Stance), len(account)),
        "observed_on": TODAY - rng.integers(0, 300, len(account)),
        "observed_by_id": rng.integers(1, USERS + 1, len(account)),
    }
    yield Made("stance_observation", columns, {"recorded_at": _TRACKED["created_at"]})


def _answers(rng: np.random.Generator, sizes: Indices, first: Indices) -> Iterator[Made]:
    many = 50 * len(sizes)
    account = rng.integers(0, len(sizes), many)
    survey = rng.integers(1, 4, many)
    metrics = [QuestionKind.NPS, QuestionKind.CSAT, QuestionKind.CES]
    high = np.array([10.0, 5.0, 7.0])[survey - 1]
    low = np.array([0.0, 1.0, 1.0])[survey - 1]
    at = np.sort(rng.integers(0, 730 * 86_400_000_000, many)) - 730 * 86_400_000_000
    answered = np.datetime64(NOW.replace(tzinfo=None), "us") + at
    columns: dict[str, Values] = {
        "survey_version_id": survey,
        "account_id": account + 1,
        "person_id": first[account] + (rng.random(many) * sizes[account]).astype(np.intp),
        "purpose": _chosen([SurveyPurpose.RELATIONSHIP, *[SurveyPurpose.TRANSACTIONAL] * 2], survey - 1),
        "metric": _chosen(metrics, survey - 1),
        "score": low + rng.integers(0, 11, many) * (high - low) / 10,
        "scale_low": low,
        "scale_high": high,
        "low_is_good": survey == 3,
        "answered_at": answered,
        "recorded_at": answered,
    }
    same = {"source": ResponseSource.RESPONDENT, "family": ScoreFamily.CUSTOMER, "language": "en"}
    yield Made("response", columns, same)


def _signals(rng: np.random.Generator, accounts: int) -> Iterator[Made]:
    ids = np.arange(1, accounts + 1)
    open_ends = TODAY + rng.integers(1, 400, accounts)
    closed = ids[ids % 5 == 0]
    closed_ends = TODAY - rng.integers(1, 300, len(closed))
    ends = np.concatenate([open_ends, closed_ends])
    outcomes = [ContractOutcome.OPEN] * accounts
    outcomes += _drawn(rng, [*[ContractOutcome.RENEWED] * 6, ContractOutcome.LOST], len(closed))
    recorded = np.concatenate([np.full(accounts, np.datetime64("NaT", "us")), closed_ends.astype("M8[us]")])
    columns: dict[str, Values] = {
        "account_id": np.concatenate([ids, closed]),
        "arr": rng.integers(5, 500, len(ends)) * 1_000 * 10_000,
        "starts_on": ends - 365,
        "ends_on": ends,
        "outcome": outcomes,
        "outcome_recorded_at": recorded,
    }
    yield Made("contract", columns, {"name": "", "currency": "EUR", "notice_days": 90, "auto_renews": False} | _TRACKED)
    account, week = np.repeat(ids, 13), np.tile(np.arange(13), accounts)
    monday = TODAY - (TODAY.astype(np.int64) + 3) % 7
    usage: dict[str, Values] = {
        "account_id": account,
        "week": monday - 7 * (week + 1),
        "active_users": rng.integers(1, 200, len(account)).astype(np.float64),
        "seats": np.full(len(account), 150.0),
    }
    yield Made("usage_reading", usage, {"product": "", "recorded_at": _TRACKED["created_at"], "version": 1})
    account = np.repeat(ids, 2)
    opened = TODAY.astype("M8[us]") - rng.integers(1, 300 * 86_400, len(account)) * np.timedelta64(1_000_000, "us")
    topics = _drawn(rng, ["billing", "login", "speed", None], len(account))
    tickets: dict[str, Values] = {"account_id": account, "opened_at": opened, "category": topics}
    severity = {"severity": TicketSeverity.NORMAL, "subject": ""}
    yield Made("ticket", tickets, severity | _TRACKED)
    account = np.repeat(ids, 4)
    due = TODAY - rng.integers(-30, 300, len(account))
    paid = np.where(rng.random(len(account)) < 0.9, due + 5, np.datetime64("NaT", "D"))
    amount = {"number": "1", "amount": 100, "currency": "EUR"} | _TRACKED
    yield Made("invoice", {"account_id": account, "due_on": due, "paid_on": paid}, amount)


def _meetings(rng: np.random.Generator, sizes: Indices, first: Indices) -> Iterator[Made]:
    account = np.repeat(np.arange(len(sizes)), 3)
    at = TODAY.astype("M8[us]") - rng.integers(1, 300 * 86_400, len(account)) * np.timedelta64(1_000_000, "us")
    kinds = _drawn(rng, list(InteractionKind), len(account))
    same = {"subject": "", "created_at": _TRACKED["created_at"], "version": 1}
    yield Made("interaction", {"account_id": account + 1, "kind": kinds, "occurred_at": at}, same)
    person = first[account] + (rng.random(len(account)) * sizes[account]).astype(np.intp)
    yield Made("interaction_person", {"interaction_id": np.arange(1, len(account) + 1), "person_id": person}, {})


def _drawn(rng: np.random.Generator, values: Any, count: int) -> list[Any]:
    return _chosen(list(values), rng.integers(0, len(values), count))


def _chosen(values: list[Any], which: Indices) -> list[Any]:
    return [values[place] for place in which.tolist()]
