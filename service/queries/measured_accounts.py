"""Accounts measured one by one, as known on one day: the chain, the measures of health, the factors of risk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from scoring.chain import Chain
from scoring.chain_warning import WarningKind
from scoring.consensus import Consensus, consensus
from scoring.coverage import Coverage, coverage, reach
from scoring.decision_rule import RuleGrounds, decision_rule
from scoring.gaps import gaps, placeholders
from scoring.health_facts import AccountFacts, Evidence, EvidenceSource, portfolio_of
from scoring.health_parameters import DEFAULT_SCORECARD, HealthException, Scorecard
from scoring.health_table import MeasureTable, measure_portfolio
from scoring.influence import blockers, chain_influence
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters
from scoring.response_coverage import response_coverage
from scoring.risk_factors import factor_values
from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS, RiskParameters
from scoring.scorecards import DELIVERED_SCORECARDS, Scorecards, measure_by_cards
from scoring.voting import VotingGame
from service.queries.chain_reading import chain_records
from service.queries.chain_records import ChainRecords
from service.queries.chains import chain_of
from service.queries.chunks import chunks
from service.queries.health_records import HealthRecords, OpenContract, Sources, health_records, sources
from service.queries.known_on import KnownOn

Floats = NDArray[np.float64]

DAYS_A_YEAR = 365.25


@dataclass(frozen=True, eq=False)
class MeasuredChain:
    """The measures of one chain that are stored: see ``scoring.analysis`` for each.

    ``people`` has shape (n, columns) in the order of ``packed_scores.PERSON_COLUMNS``.
    """

    person_ids: tuple[int, ...]
    consensus: Consensus
    coverage: Coverage
    rule_assumed: bool
    people: Floats
    warnings: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class MeasuredAccounts:
    """Some accounts as measured on one day, row by row.

    ``factors`` (n, factors of risk) are raw values, NaN = not known. ``contracts`` are those whose renewal lies
    ahead, the soonest first.
    """

    account_ids: tuple[int, ...]
    segments: tuple[str, ...]
    chains: tuple[MeasuredChain, ...]
    table: MeasureTable
    factors: Floats
    contracts: tuple[tuple[OpenContract, ...], ...]


@dataclass(frozen=True)
class Parameters:
    """Every configuration that the scores of an account depend on; its version is stored beside them.

    ``scorecard`` is the delivered card, by which renewal risk reads its factors; ``cards`` judge health.
    """

    chain: ChainParameters = DEFAULT_PARAMETERS
    scorecard: Scorecard = DEFAULT_SCORECARD
    risk: RiskParameters = DEFAULT_RISK_PARAMETERS
    cards: Scorecards = DELIVERED_SCORECARDS

    @property
    def version(self) -> str:
        """The three versions in one."""
        return f"{self.chain.version}/{self.cards.version}/{self.risk.version}"


DEFAULTS = Parameters()


def measured_accounts(
    session: Session, account_ids: Sequence[int], known: KnownOn, parameters: Parameters = DEFAULTS
) -> Iterator[MeasuredAccounts]:
    """Measure accounts in runs that bound the memory; accounts that do not exist are left out."""
    heard = sources(session, known)
    for run in chunks(account_ids):
        yield _measure_run(session, run, known, heard, parameters)


def _measure_run(
    session: Session, ids: Sequence[int], known: KnownOn, heard: Sources, parameters: Parameters
) -> MeasuredAccounts:
    chain_side = chain_records(session, ids, known, parameters.chain.recent_contact_days)
    health_side = health_records(session, ids, known)
    present = tuple(account_id for account_id in ids if account_id in chain_side)
    measured: list[MeasuredChain] = []
    facts: list[AccountFacts] = []
    for account_id in present:
        records = chain_side[account_id]
        chain = measured_chain(chain_of(records, known, parameters.chain), parameters.chain)
        measured.append(chain)
        facts.append(account_facts(records, health_side[account_id], chain, known.day, heard))
    portfolio = portfolio_of(facts, known.day)
    table = measure_portfolio(portfolio, known.day, parameters.scorecard)
    held = [cap.exception for cap in parameters.scorecard.caps]
    left = table.cap_holds[:, held.index(HealthException.KEY_PERSON_LEFT)]
    tenure = np.array([_years(health_side[account_id].customer_since, known.day) for account_id in present])
    return MeasuredAccounts(
        account_ids=present,
        segments=tuple(chain_side[account_id].segment or "" for account_id in present),
        chains=tuple(measured),
        table=measure_by_cards(portfolio, table, known.day, parameters.cards),
        factors=factor_values(table, left, tenure, parameters.risk),
        contracts=tuple(tuple(health_side[account_id].contracts) for account_id in present),
    )


def measured_chain(chain: Chain, parameters: ChainParameters = DEFAULT_PARAMETERS) -> MeasuredChain:
    """The stored measures of one chain: power, weights, forecast, coverage and gaps of everybody."""
    game = VotingGame(decision_rule(chain), parameters)
    influence = chain_influence(chain, parameters)
    weights = influence.decision_weights(game.power)
    outlook = consensus(chain, influence, weights, game)
    covered = coverage(weights, chain.strengths, chain.team, parameters)
    people = np.column_stack(
        [
            game.power,
            weights,
            np.where(chain.known, chain.stance, np.nan),
            chain.certainty,
            outlook.opinions,
            reach(chain.strengths) if chain.team else np.zeros(chain.size),
            gaps(weights, chain.certainty),
            outlook.contributions,
            blockers(chain.stance, chain.known, weights, parameters),
        ]
    )
    return MeasuredChain(
        person_ids=tuple(int(person) for person in chain.ids),
        consensus=outlook,
        coverage=covered,
        rule_assumed=game.rule.assumed,
        people=people,
        warnings=_warnings(chain, game),
    )


def _warnings(chain: Chain, game: VotingGame) -> tuple[str, ...]:
    """The warnings that every list of accounts shows; the account's own page has all of them."""
    found = []
    if not chain.size:
        found.append(WarningKind.NOBODY_KNOWN)
    if game.rule.grounds is RuleGrounds.EVERYBODY:
        found.append(WarningKind.NO_DECISION_MAKER)
    if chain.conflicts:
        found.append(WarningKind.CONFLICT)
    if placeholders(chain):
        found.append(WarningKind.MISSING_ROLE)
    return tuple(kind.value for kind in found)


def account_facts(
    records: ChainRecords, health: HealthRecords, chain: MeasuredChain, today: date, heard: Sources
) -> AccountFacts:
    """What the health score of one account is computed from, with the records behind its groups."""
    known_people = bool(records.members)
    weights = chain.people[:, 1]
    answered = np.array([health.answered.get(p, np.datetime64("NaT")) for p in chain.person_ids], dtype="datetime64[D]")
    covered = response_coverage(np.zeros(len(weights), dtype=np.intp), weights, answered, 1, today)
    next_contract = health.contracts[0] if health.contracts else None
    return AccountFacts(
        account=str(records.account_id),
        segment=records.segment or "",
        forecast=_clipped(chain.consensus.forecast, -1.0) if known_people else None,
        known_weight=_clipped(chain.consensus.known_weight, 0.0),
        coverage=_clipped(chain.coverage.coverage, 0.0) if known_people else None,
        threads=chain.coverage.threads if known_people else None,
        last_decision_maker_meeting=health.meetings[-1].day if health.meetings else None,
        customer_since=health.customer_since,
        weekly_active=health.weekly_active,
        usage_as_of=health.usage_as_of,
        seats=health.seats,
        tickets=None if heard.tickets is None else tuple(health.tickets),
        tickets_as_of=heard.tickets,
        invoices=None if heard.invoices is None else tuple(health.invoices),
        invoices_as_of=heard.invoices,
        has_contract=next_contract is not None,
        notice_given_on=next_contract.notice_given_on if next_contract else None,
        response_coverage=float(covered[0]) if health.asked and known_people else None,
        departures=tuple(health.departures),
        sentiment_evidence=_sentiment(records),
        relationship_evidence=tuple(health.meetings),
        response_evidence=tuple(
            Evidence(EvidenceSource.RESPONSE, str(person), day) for person, day in sorted(health.answered.items())
        ),
    )


def _sentiment(records: ChainRecords) -> tuple[Evidence, ...]:
    answers = [
        Evidence(EvidenceSource.RESPONSE, str(answered.id), answered.answered_on, answered.score)
        for answered in records.answers
    ]
    observed = [
        Evidence(EvidenceSource.PERSON, str(seen.person_id), seen.observed_on, seen.stance.value_on_scale)
        for seen in records.observations
    ]
    return (*answers, *observed)


def _years(since: date | None, today: date) -> float:
    return np.nan if since is None else max(0.0, (today - since).days / DAYS_A_YEAR)


def _clipped(value: float, low: float) -> float:
    # Sums of shares may miss 1 by rounding.
    return min(1.0, max(low, value))
