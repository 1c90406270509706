"""Accounts measured all at once, as known on one day; equal to :mod:`service.queries.measured_accounts`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col

from models.account import Account
from scoring.batch import MeasuredBatch, measure_batch
from scoring.batch_chains import ChainBatch
from scoring.batch_voting import GROUNDS
from scoring.chain_warning import WarningKind
from scoring.decision_rule import RuleGrounds
from scoring.health_facts import Days, PortfolioFacts
from scoring.health_parameters import HealthException
from scoring.health_table import MeasureTable, measure_portfolio
from scoring.response_coverage import response_coverage
from scoring.risk_factors import factor_values
from scoring.scorecards import measure_by_cards
from service.queries.health_records import Sources
from service.queries.known_on import KnownOn
from service.queries.measured_accounts import DAYS_A_YEAR, Parameters
from service.queries.portfolio_frames.as_of import When, forget_looks, keep_looks
from service.queries.portfolio_frames.labels import label_of, labels
from service.queries.portfolio_frames.numbers import Floats, day, days
from service.queries.portfolio_frames.people import PeopleFrame, RolesFrame, people_frame, roles_frame, votes_frame
from service.queries.portfolio_frames.reading import Reading
from service.queries.portfolio_frames.selection import Indices, Selection
from service.queries.portfolio_frames.signals import (
    ContractsFrame,
    contracts_frame,
    invoices_frame,
    key_departures,
    last_meetings,
    tickets_frame,
    usage_frame,
)
from service.queries.portfolio_frames.stances import StancesFrame, stances_frame
from service.queries.portfolio_frames.ties import relationships_frame, ties_frame

SHARD = 5_000
"""Accounts read and measured at a time: enough to be fast, few enough to bound the memory."""


@dataclass(frozen=True, eq=False)
class MeasuredShard:
    """Some accounts as measured on one day, in ascending order of ``account_ids`` (n,).

    Chain measures are arrays over accounts; ``people`` (N, columns of ``packed_scores``) and ``person_ids`` (N,) follow
    the accounts, ``people_start`` (n + 1,) says where each begins. ``warnings`` : one tuple an account. ``table`` and
    ``factors`` as in ``MeasuredAccounts``. ``contract_account`` (place here) and ``contract_ids``: open contracts.
    """

    account_ids: Indices
    segments: tuple[str, ...]
    forecast: Floats
    low: Floats
    high: Floats
    known_weight: Floats
    probability_yes: Floats
    coverage: Floats
    threads: Floats
    single_threaded: NDArray[np.bool_]
    rule_assumed: NDArray[np.bool_]
    people_start: Indices
    person_ids: NDArray[np.int64]
    people: Floats
    warnings: tuple[tuple[str, ...], ...]
    table: MeasureTable
    factors: Floats
    contract_account: Indices
    contract_ids: NDArray[np.int64]


def shards(account_ids: Sequence[int], size: int = SHARD) -> Iterator[Sequence[int]]:
    """Accounts in runs of consecutive ids.

    >>> [list(run) for run in shards([1, 2, 3], 2)]
    [[1, 2], [3]]
    """
    for start in range(0, len(account_ids), size):
        yield account_ids[start : start + size]


@dataclass(frozen=True, eq=False)
class _Read:
    """What was read of some accounts and their chains, measured."""

    selection: Selection
    known: KnownOn
    heard: tuple[Days, Days]
    segments: tuple[str, ...]
    since: Days
    people: PeopleFrame
    missing: NDArray[np.bool_]
    stances: StancesFrame
    measured: MeasuredBatch


def measure_shard(
    session: Session, account_ids: Sequence[int], known: KnownOn, heard: Sources, parameters: Parameters
) -> MeasuredShard:
    """Read and measure some accounts; those that do not exist are left out."""
    wanted = Selection.of(account_ids)
    since = _customers(wanted.when).rows(session, wanted, known)
    since = since[np.argsort(since[:, 0])]
    selection = Selection(wanted.ids[since[:, 0].astype(np.intp)])
    last = tuple(np.full(len(since), np.datetime64(each or "NaT", "D")) for each in (heard.tickets, heard.invoices))
    return _measured(session, selection, known, (last[0], last[1]), days(since[:, 1]), parameters)


def measure_looks(
    session: Session, looks: Sequence[tuple[int, date]], heard: Mapping[date, Sources], parameters: Parameters
) -> MeasuredShard:
    """Read and measure accounts each as known at the end of a day of its own, in the order of ``looks``.

    All days of looks fall on one day of the week. Nothing is measured but how long ago things were, and in whole
    weeks: each account is therefore moved, with everything that is known of it, to the last of the days.
    """
    if len({day.weekday() for _, day in looks}) != 1:
        raise ValueError("accounts are looked at on one and the same day of the week")
    if any(account > following for (account, _), (following, _) in pairwise(looks)):
        raise ValueError("looks must stand in the order of accounts")
    last = max(day for _, day in looks)
    by = np.array([(last - day).days for _, day in looks], dtype=np.float64)
    selection = Selection(np.array([account_id for account_id, _ in looks], dtype=np.intp), by)
    known = {day: KnownOn.end_of(day) for day in {day for _, day in looks}}
    keep_looks(session, [(account_id, known[day]) for account_id, day in looks])
    since = _customers(selection.when).rows(session, selection, known[last])
    if len(since) != len(looks):
        raise ValueError("an account that is looked at does not exist")
    since = since[np.argsort(since[:, 0])]
    moved = by.astype("timedelta64[D]")
    tickets = np.array([heard[day].tickets for _, day in looks], dtype="datetime64[D]") + moved
    invoices = np.array([heard[day].invoices for _, day in looks], dtype="datetime64[D]") + moved
    measured = _measured(session, selection, known[last], (tickets, invoices), days(since[:, 1]), parameters)
    forget_looks(session)
    return measured


@cache
def _customers(known: When) -> Reading:
    return Reading(col(Account.id), [day(col(Account.customer_since))], lambda statement: statement, when=known)


def _measured(
    session: Session,
    selection: Selection,
    known: KnownOn,
    heard: tuple[Days, Days],
    since: Days,
    parameters: Parameters,
) -> MeasuredShard:
    names, named, which = labels(session, selection, col(Account.id), col(Account.id), col(Account.segment))
    segments = tuple((*names, "")[place] for place in label_of(selection.ids, named, which).tolist())
    people = people_frame(session, selection, known)
    roles = roles_frame(session, selection, people, segments, known)
    stances = stances_frame(session, selection, people, known, parameters.chain)
    batch = _batch(session, selection, people, roles, stances, known, parameters)
    measured = measure_batch(batch, parameters.chain)
    read = _Read(selection, known, heard, segments, since, people, roles.missing, stances, measured)
    return _shard(session, read, parameters)


def _batch(
    session: Session,
    selection: Selection,
    people: PeopleFrame,
    roles: RolesFrame,
    stances: StancesFrame,
    known: KnownOn,
    parameters: Parameters,
) -> ChainBatch:
    votes = votes_frame(session, selection, people, known)
    ties = ties_frame(session, selection, people, known, parameters.chain)
    ours = relationships_frame(session, selection, people, known, parameters.chain)
    return ChainBatch(
        sizes=people.sizes,
        votes=votes.votes,
        veto=votes.veto,
        openness=people.openness,
        stance=stances.stance,
        confidence=stances.confidence,
        buyers=roles.buyers,
        deciders=roles.deciders,
        quota=votes.quota,
        listener=ties.listener,
        heard=ties.heard,
        weight=ties.weight,
        apart=ties.apart,
        knower=ours.knower,
        known=ours.known,
        strength=ours.strength,
        colleague_account=ours.colleague_account,
    )


def _shard(session: Session, read: "_Read", parameters: Parameters) -> MeasuredShard:
    """Chain measures back in the order of the selection, and the measures of health and risk beside them."""
    known = read.known
    selection, people, measured = read.selection, read.people, read.measured
    place, batch = people.place, measured.batch
    contracts = contracts_frame(session, selection, known)
    facts = _facts(session, read, contracts)
    table = measure_portfolio(facts, known.day, parameters.scorecard)
    held = [cap.exception for cap in parameters.scorecard.caps]
    left = table.cap_holds[:, held.index(HealthException.KEY_PERSON_LEFT)]
    today = np.datetime64(known.day, "D")
    tenure = np.maximum((today - read.since).astype(np.float64) / DAYS_A_YEAR, 0.0)
    tenure[np.isnat(read.since)] = np.nan
    sizes = batch.sizes[place]
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
    person = np.arange(start[-1]) + np.repeat(batch.starts[place] - start[:-1], sizes)
    outlook, covered = measured.consensus, measured.coverage
    return MeasuredShard(
        account_ids=selection.ids,
        segments=read.segments,
        forecast=outlook.forecast[place],
        low=outlook.low[place],
        high=outlook.high[place],
        known_weight=outlook.known_weight[place],
        probability_yes=outlook.probability_yes[place],
        coverage=covered.coverage[place],
        threads=covered.threads[place],
        single_threaded=covered.single_threaded[place],
        rule_assumed=measured.rules.assumed[place],
        people_start=start,
        person_ids=people.ids[person],
        people=_people(measured)[person],
        warnings=_warnings(measured, read.missing, place),
        table=measure_by_cards(facts, table, known.day, parameters.cards),
        factors=factor_values(table, left, tenure, parameters.risk),
        contract_account=contracts.account,
        contract_ids=contracts.ids,
    )


def _people(measured: MeasuredBatch) -> Floats:
    """(N, columns) in the order of ``packed_scores.PERSON_COLUMNS``."""
    batch = measured.batch
    return np.column_stack(
        [
            measured.power,
            measured.weights,
            np.where(batch.stated_stance, batch.stance, np.nan),
            batch.certainty,
            measured.opinions,
            measured.coverage.reach,
            measured.gaps,
            measured.consensus.contributions,
            measured.blockers,
        ]
    )


def _warnings(measured: MeasuredBatch, missing: NDArray[np.bool_], place: Indices) -> tuple[tuple[str, ...], ...]:
    """The warnings that every list of accounts shows, in their fixed order."""
    batch = measured.batch
    conflict = np.zeros(batch.accounts, dtype=np.bool_)
    conflict[batch.account_of[batch.apart[:, 0]]] = True
    held = {
        WarningKind.NOBODY_KNOWN: batch.sizes == 0,
        WarningKind.NO_DECISION_MAKER: measured.rules.grounds == GROUNDS.index(RuleGrounds.EVERYBODY),
        WarningKind.CONFLICT: conflict,
        WarningKind.MISSING_ROLE: missing,
    }
    names = [kind.value for kind in held]
    codes = (np.stack(list(held.values()), axis=1) @ (1 << np.arange(len(names))))[place]
    spelled = [tuple(name for bit, name in enumerate(names) if code >> bit & 1) for code in range(1 << len(names))]
    return tuple(spelled[code] for code in codes.tolist())


def _facts(session: Session, read: "_Read", contracts: ContractsFrame) -> PortfolioFacts:
    """What health is computed from; see ``measured_accounts.account_facts`` for one account."""
    known = read.known
    selection, place, measured = read.selection, read.people.place, read.measured
    batch, n = measured.batch, len(read.selection.ids)
    peopled = batch.sizes[place] > 0
    answered = response_coverage(batch.account_of, measured.weights, days(read.stances.answered), n, known.day)
    usage = usage_frame(session, selection, known)
    tickets = tickets_frame(session, selection, known)
    invoices = invoices_frame(session, selection, known)
    return PortfolioFacts(
        accounts=tuple(map(str, selection.ids.tolist())),
        segments=read.segments,
        forecast=np.where(peopled, np.clip(measured.consensus.forecast[place], -1.0, 1.0), np.nan),
        known_weight=np.clip(measured.consensus.known_weight[place], 0.0, 1.0),
        coverage=np.where(peopled, np.clip(measured.coverage.coverage[place], 0.0, 1.0), np.nan),
        threads=np.where(peopled, measured.coverage.threads[place], np.nan),
        last_decision_maker_meeting=last_meetings(session, selection, known),
        customer_since=read.since,
        weekly_active=usage.weekly_active,
        usage_as_of=usage.as_of,
        seats=usage.seats,
        tickets_as_of=read.heard[0],
        invoices_as_of=read.heard[1],
        has_contract=contracts.any,
        notice_given_on=contracts.first_notice,
        response_coverage=np.where(read.stances.asked[place] & peopled, answered[place], np.nan),
        key_person_left_on=key_departures(session, selection, known),
        # Where a source was never heard of its records say nothing.
        ticket_account=tickets.account,
        ticket_opened=tickets.opened,
        ticket_closed=tickets.closed,
        ticket_severity=tickets.severity,
        ticket_topic=tickets.topic,
        invoice_account=invoices.account,
        invoice_due=invoices.due,
        invoice_paid=invoices.paid,
    )
