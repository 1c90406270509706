"""The whole portfolio scored account by account: what the nightly run is measured against, and must equal."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, col

from models.account import Account
from models.score import ScoreGeneration
from models.vocabulary import GenerationKind
from scoring.health_norms import SegmentNorms, segment_norms
from scoring.health_table import MeasureTable
from scoring.risk_factors import segment_centres
from scoring.risk_model import fit_risk_model
from scoring.scorecards import part_of
from service.auth.principal import the_service
from service.database import reading, writing
from service.operations.score_accounts import begin_generation, publish_generation, score_accounts
from service.operations.write_scores import Judged, write_chains, write_judgements
from service.queries.chunks import chunks
from service.queries.known_on import KnownOn
from service.queries.measured_accounts import DEFAULTS, Parameters, measured_accounts
from service.queries.renewal_history import renewal_history
from service.queries.score_basis import ScoreBasis, basis_in_force
from service.queries.scorecards import parameters_on


def score_one_by_one(
    factory: sessionmaker[Session],
    *,
    now: datetime,
    known: KnownOn | None = None,
    account_ids: Sequence[int] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Score all accounts (or some), as ``score_portfolio`` did before it read arrays; gives the generation's id."""
    known = known or KnownOn.at(now)
    with writing(factory) as session:
        parameters = parameters_on(session, known)
        generation_id = begin_generation(session, GenerationKind.PORTFOLIO, known.day, now, None, parameters).id
        every = session.execute(select(col(Account.id)).order_by(col(Account.id))).scalars().all()
    parts: list[Judged] = []
    for run in chunks(every if account_ids is None else account_ids):
        with writing(factory) as session:
            measuring = measured_accounts(session, run, known, parameters)
            parts.extend(write_chains(session, generation_id, measured) for measured in measuring)
        progress(sum(len(part.account_ids) for part in parts))
    with writing(factory) as session:
        basis = _basis(session, parts, known, parameters)
        for judged in parts:
            write_judgements(session, generation_id, judged, basis, parameters)
        generation = session.get_one(ScoreGeneration, generation_id)
        generation.accounts, generation.basis = sum(len(part.account_ids) for part in parts), basis.to_json()
        publish_generation(session, generation, now)
    return generation_id


def scored_alone(factory: sessionmaker[Session], account_ids: Sequence[int], *, now: datetime) -> list[int]:
    """Score accounts as the product scores one that changed: each read, measured, written and committed on its own.

    Gives the generation of each.
    """
    generations: list[int] = []
    for account_id in account_ids:
        with writing(factory) as session:
            generations.append(score_accounts(session, the_service("benchmark"), [account_id], now=now))
    return generations


def closed_looks(factory: sessionmaker[Session], *, now: datetime) -> list[tuple[int, date]]:
    """Which accounts the risk model looks back at, and on which day: one entry a closed renewal."""
    with reading(factory) as session:
        history = renewal_history(session, KnownOn.at(now))
    return [(int(account), day) for account, day in zip(history.accounts, history.seen_on.tolist(), strict=True)]


def looked_back_alone(factory: sessionmaker[Session], looks: Sequence[tuple[int, date]]) -> None:
    """Measure accounts as known at the end of a past day, each on its own."""
    for account_id, day in looks:
        looked_back(factory, [account_id], day=day)


def measured_and_written(factory: sessionmaker[Session], account_ids: Sequence[int], *, now: datetime) -> None:
    """Measure and write accounts one by one that are read in runs of hundreds; nobody sees the result."""
    known = KnownOn.at(now)
    with writing(factory) as session:
        generation_id = begin_generation(session, GenerationKind.PORTFOLIO, known.day, now, None, DEFAULTS).id
        basis = basis_in_force(session, DEFAULTS.risk)
    for run in chunks(account_ids):
        with writing(factory) as session:
            for measured in measured_accounts(session, run, known, DEFAULTS):
                judged = write_chains(session, generation_id, measured)
                write_judgements(session, generation_id, judged, basis, DEFAULTS)


def looked_back(factory: sessionmaker[Session], account_ids: Sequence[int], *, day: date) -> None:
    """Measure some accounts one by one as known on a past day, as the risk model's history does."""
    with reading(factory) as session:
        for _ in measured_accounts(session, account_ids, KnownOn.end_of(day), DEFAULTS):
            pass


def _basis(session: Session, parts: Sequence[Judged], known: KnownOn, parameters: Parameters) -> ScoreBasis:
    factors = np.concatenate([part.factors for part in parts])
    segments = [segment for part in parts for segment in part.segments]
    centres = segment_centres(factors, segments, DEFAULTS.risk)
    model = fit_risk_model(renewal_history(session, known, DEFAULTS), DEFAULTS.risk, centres)
    tables = [part.table for part in parts]
    joined = MeasureTable(
        accounts=tuple(account for table in tables for account in table.accounts),
        segments=tuple(segments),
        measures=tables[0].measures,
        values=np.concatenate([table.values for table in tables]),
        quality=np.concatenate([table.quality for table in tables]),
        cap_holds=np.concatenate([table.cap_holds for table in tables]),
    )
    norms: dict[str, SegmentNorms] = {}
    for segment in sorted(set(segments)):
        # A segment at a time, each by its own card.
        alone = part_of(joined, np.flatnonzero(np.array(segments, dtype=object) == segment))
        norms |= segment_norms(alone, parameters.cards.card(segment))
    return ScoreBasis(model, norms, centres)
