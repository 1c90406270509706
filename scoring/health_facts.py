"""What a health score is computed from: the facts of one account, or of a whole portfolio as arrays.

The portfolio form is the one that is computed with. One account is a portfolio of length one
(:func:`portfolio_of`), so the batch path equals the single path by construction.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from scoring.vocabulary import Role, SubRole, TicketSeverity

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
Indices = NDArray[np.intp]

SEVERITIES = tuple(TicketSeverity)
"""The order in which severities are coded as integers in :class:`PortfolioFacts`."""


class EvidenceSource(StrEnum):
    """What kind of record a piece of evidence is."""

    PERSON = "person"
    RESPONSE = "response"
    TICKET = "ticket"
    INVOICE = "invoice"
    INTERACTION = "interaction"
    USAGE = "usage"
    CONTRACT = "contract"


@dataclass(frozen=True)
class Evidence:
    """One record behind a group score: what it is, its id, its day and its value in the measure's unit."""

    source: EvidenceSource
    reference: str
    day: date | None = None
    value: float | None = None


@dataclass(frozen=True)
class Ticket:
    """A support problem; ``topic`` None = unclassified, which never counts as a repeat."""

    reference: str
    opened_on: date
    closed_on: date | None
    severity: TicketSeverity
    topic: str | None = None


@dataclass(frozen=True)
class Invoice:
    """An invoice with the day it is due and the day it was paid (None = unpaid)."""

    reference: str
    due_on: date
    paid_on: date | None


@dataclass(frozen=True)
class Departure:
    """Somebody who left the account, with the role held there."""

    person: str
    left_on: date
    role: Role | None
    sub_role: SubRole | None = None

    @property
    def is_key(self) -> bool:
        """Whether a decision maker or a champion left.

        >>> Departure("p", date(2026, 3, 1), Role.INFLUENCER, SubRole.CHAMPION).is_key
        True
        """
        return self.role is Role.DECISION_MAKER or self.sub_role is SubRole.CHAMPION


@dataclass(frozen=True)
class AccountFacts:
    """What is known about one account on one day. None = not known; NaN and infinities are refused.

    ``forecast`` in [-1, 1] and ``known_weight`` in [0, 1] come from the consensus forecast, ``coverage``
    in [0, 1] and ``threads`` >= 0 from the decision chain, ``response_coverage`` in [0, 1] from feedback
    (None = nobody was ever asked). ``weekly_active`` counts active users per week, oldest first, None for
    a week without data; ``usage_as_of`` is the end of its last week. ``tickets`` or ``invoices`` None = no
    such source is connected, ``()`` = connected, and there are none. Where no meeting with a decision
    maker is on record, the silence is counted from ``customer_since``. Records dated after the day of
    scoring are ignored.
    """

    account: str
    segment: str = ""
    forecast: float | None = None
    known_weight: float = 0.0
    coverage: float | None = None
    threads: float | None = None
    last_decision_maker_meeting: date | None = None
    customer_since: date | None = None
    weekly_active: tuple[float | None, ...] = ()
    usage_as_of: date | None = None
    seats: float | None = None
    tickets: tuple[Ticket, ...] | None = None
    tickets_as_of: date | None = None
    invoices: tuple[Invoice, ...] | None = None
    invoices_as_of: date | None = None
    has_contract: bool = False
    notice_given_on: date | None = None
    response_coverage: float | None = None
    departures: tuple[Departure, ...] = ()
    sentiment_evidence: tuple[Evidence, ...] = ()
    relationship_evidence: tuple[Evidence, ...] = ()
    response_evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        _within("forecast", self.forecast, -1.0, 1.0)
        _within("known_weight", self.known_weight, 0.0, 1.0)
        _within("coverage", self.coverage, 0.0, 1.0)
        _within("threads", self.threads, 0.0, math.inf)
        _within("seats", self.seats, 0.0, math.inf)
        _within("response_coverage", self.response_coverage, 0.0, 1.0)
        for count in self.weekly_active:
            _within("weekly_active", count, 0.0, math.inf)


# A sum of weights such as 1 + 2e-16 is a whole, not an error.
_ROUNDING = 1e-9


def _within(name: str, value: float | None, low: float, high: float) -> None:
    if value is None:
        return
    if not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number, or None where it is not known")
    if not low - _ROUNDING <= value <= high + _ROUNDING:
        raise ValueError(f"{name} must lie between {low:g} and {high:g}")


@dataclass(frozen=True)
class PortfolioFacts:
    """The same facts for ``n`` accounts as arrays; NaN and NaT stand for *not known* here.

    Per account, shape (n,): ``forecast``, ``known_weight``, ``coverage``, ``threads``, ``seats``,
    ``response_coverage`` (float64); ``last_decision_maker_meeting``, ``customer_since``, ``usage_as_of``,
    ``tickets_as_of``, ``invoices_as_of`` (NaT = no such source), ``notice_given_on``,
    ``key_person_left_on`` (the latest departure of a decision maker or champion), all datetime64[D];
    ``has_contract`` (bool). ``weekly_active`` has shape (n, weeks), oldest first.
    Per ticket, shape (t,): ``ticket_account`` (row of the account), ``ticket_opened``, ``ticket_closed``,
    ``ticket_severity`` (index into SEVERITIES), ``ticket_topic`` (any integer code, -1 = none).
    Per invoice, shape (v,): ``invoice_account``, ``invoice_due``, ``invoice_paid``.
    """

    accounts: tuple[str, ...]
    segments: tuple[str, ...]
    forecast: Floats
    known_weight: Floats
    coverage: Floats
    threads: Floats
    last_decision_maker_meeting: Days
    customer_since: Days
    weekly_active: Floats
    usage_as_of: Days
    seats: Floats
    tickets_as_of: Days
    invoices_as_of: Days
    has_contract: NDArray[np.bool_]
    notice_given_on: Days
    response_coverage: Floats
    key_person_left_on: Days
    ticket_account: Indices
    ticket_opened: Days
    ticket_closed: Days
    ticket_severity: Indices
    ticket_topic: Indices
    invoice_account: Indices
    invoice_due: Days
    invoice_paid: Days

    def __post_init__(self) -> None:
        n = len(self.accounts)
        for name in _PER_ACCOUNT:
            if np.shape(getattr(self, name))[:1] != (n,):
                raise ValueError(f"{name} needs one row for each of the {n} accounts")
        if len(self.segments) != n:
            raise ValueError(f"segments needs one entry for each of the {n} accounts")


_PER_ACCOUNT = (
    "forecast",
    "known_weight",
    "coverage",
    "threads",
    "last_decision_maker_meeting",
    "customer_since",
    "weekly_active",
    "usage_as_of",
    "seats",
    "tickets_as_of",
    "invoices_as_of",
    "has_contract",
    "notice_given_on",
    "response_coverage",
    "key_person_left_on",
)


def portfolio_of(accounts: Sequence[AccountFacts], today: date) -> PortfolioFacts:
    """The facts of several accounts as arrays.

    A source that is connected but carries no day of its own counts as read ``today``. Usage histories of
    different lengths are aligned at their latest week.

    >>> portfolio_of([AccountFacts("a", coverage=0.5)], date(2026, 1, 1)).coverage.tolist()
    [0.5]
    """
    weeks = max((len(a.weekly_active) for a in accounts), default=0)
    active = np.full((len(accounts), weeks), np.nan)
    for row, account in enumerate(accounts):
        counts = account.weekly_active
        if counts:
            active[row, weeks - len(counts) :] = floats_of(counts)
    tickets = [(row, t) for row, a in enumerate(accounts) for t in a.tickets or ()]
    invoices = [(row, v) for row, a in enumerate(accounts) for v in a.invoices or ()]
    topics = {topic: code for code, topic in enumerate(sorted({t.topic for _, t in tickets if t.topic}))}
    return PortfolioFacts(
        accounts=tuple(a.account for a in accounts),
        segments=tuple(a.segment for a in accounts),
        forecast=floats_of([a.forecast for a in accounts]),
        known_weight=floats_of([a.known_weight for a in accounts]),
        coverage=floats_of([a.coverage for a in accounts]),
        threads=floats_of([a.threads for a in accounts]),
        last_decision_maker_meeting=days_of([a.last_decision_maker_meeting for a in accounts]),
        customer_since=days_of([a.customer_since for a in accounts]),
        weekly_active=active,
        usage_as_of=days_of([(a.usage_as_of or today) if a.weekly_active else None for a in accounts]),
        seats=floats_of([a.seats for a in accounts]),
        tickets_as_of=days_of([None if a.tickets is None else a.tickets_as_of or today for a in accounts]),
        invoices_as_of=days_of([None if a.invoices is None else a.invoices_as_of or today for a in accounts]),
        has_contract=np.array([a.has_contract for a in accounts], dtype=np.bool_),
        notice_given_on=days_of([a.notice_given_on for a in accounts]),
        response_coverage=floats_of([a.response_coverage for a in accounts]),
        key_person_left_on=days_of([_latest_key_departure(a, today) for a in accounts]),
        ticket_account=np.array([row for row, _ in tickets], dtype=np.intp),
        ticket_opened=days_of([t.opened_on for _, t in tickets]),
        ticket_closed=days_of([t.closed_on for _, t in tickets]),
        ticket_severity=np.array([SEVERITIES.index(t.severity) for _, t in tickets], dtype=np.intp),
        ticket_topic=np.array([topics.get(t.topic or "", -1) for _, t in tickets], dtype=np.intp),
        invoice_account=np.array([row for row, _ in invoices], dtype=np.intp),
        invoice_due=days_of([v.due_on for _, v in invoices]),
        invoice_paid=days_of([v.paid_on for _, v in invoices]),
    )


def _latest_key_departure(account: AccountFacts, today: date) -> date | None:
    return max((d.left_on for d in account.departures if d.is_key and d.left_on <= today), default=None)


def floats_of(values: Sequence[float | None]) -> Floats:
    """Numbers as float64 with NaN for None."""
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def days_of(values: Sequence[date | None]) -> Days:
    """Dates as datetime64[D] with NaT for None."""
    return np.array([np.datetime64("NaT") if v is None else v for v in values], dtype="datetime64[D]")
