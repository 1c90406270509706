"""Score the whole portfolio: shards of accounts read and measured as arrays, written in small steps, shown at once."""

import time
from collections.abc import Callable, Sequence
from datetime import date, datetime

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, col

from models.account import Account
from models.score import ScoreGeneration
from models.vocabulary import GenerationKind
from scoring.health_table import MeasureTable
from scoring.risk_factors import segment_centres
from scoring.risk_model import fit_risk_model
from scoring.scorecards import norms_by_cards
from service.database import drafting, reading, writing
from service.operations.measure_portfolio import Measuring, measuring
from service.operations.score_accounts import begin_generation, clear_marks, publish_generation
from service.operations.write_portfolio import JudgedShard, Rows, chain_rows, judgement_rows
from service.queries.health_records import sources
from service.queries.known_on import KnownOn
from service.queries.measured_accounts import Parameters
from service.queries.portfolio_frames.measured import shards
from service.queries.renewal_history import renewal_history
from service.queries.score_basis import ScoreBasis
from service.queries.scorecards import parameters_on

Progress = Callable[[int, int], None]

SHARDS_A_PROCESS = 2
"""To start another process costs about as much work as measuring so many shards."""


# Between two steps on SQLite others get their turn to write, for as long as the step took at least: they wait by
# asking again and again, and must find it free every other time. Without a pause they may starve.
PAUSE_S = 0.002


def score_portfolio(
    factory: sessionmaker[Session],
    *,
    now: datetime,
    as_of: date | None = None,
    run_id: int | None = None,
    progress: Progress | None = None,
    finish: Callable[[Session, int], None] | None = None,
    parameters: Parameters | None = None,
    processes: int = 1,
) -> int:
    """Score every account, as known now or at the end of a past day; gives the generation's id.

    Shards of accounts are measured (by ``processes`` processes, where there are more than one) and written by this one
    in small transactions, unseen; the last transaction shows all of them at once, together with whatever ``finish``
    (called with the session and the generation's id) adds to it. A run that is killed leaves an unpublished generation
    behind, which ``abandon_generations`` clears. The scores do not depend on shards, steps or processes. Without
    ``parameters`` the scorecards count that were in force on the day.
    """
    known = KnownOn.at(now) if as_of is None else KnownOn.end_of(as_of)
    if parameters is None:
        with reading(factory) as session:
            parameters = parameters_on(session, known)
    with writing(factory) as session:
        generation_id = begin_generation(session, GenerationKind.PORTFOLIO, known.day, now, run_id, parameters).id
    with reading(factory) as session:
        ids, heard = _living_accounts(session, known), sources(session, known)
    parts: list[JudgedShard] = []
    done = 0
    wanted = list(shards(ids))
    with measuring(factory, parameters, min(processes, len(wanted) // SHARDS_A_PROCESS)) as measure:
        for measured in measure.shards(wanted, known, heard):
            _write(factory, chain_rows(generation_id, measured))
            parts.append(JudgedShard.of(measured))
            done += len(measured.account_ids)
            _note(progress, done, len(ids))
        with reading(factory) as session:
            basis = portfolio_basis(session, parts, known, measure, lambda: _note(progress, done, len(ids)))
    for judged in parts:
        for rows in judgement_rows(generation_id, judged, basis, parameters):
            _write(factory, rows)
        _note(progress, done, len(ids))
    with writing(factory) as session:
        generation = session.get_one(ScoreGeneration, generation_id)
        generation.accounts, generation.basis = done, basis.to_json()
        # A past day is shown as if it had been scored then: that is what its history means.
        publish_generation(session, generation, now if as_of is None else known.moment)
        if as_of is None:
            clear_marks(session, col(Account.stale_since) <= now)
        if finish is not None:
            finish(session, generation_id)
    return generation_id


def portfolio_basis(
    session: Session,
    parts: Sequence[JudgedShard],
    known: KnownOn,
    measure: Measuring,
    alive: Callable[[], None] = lambda: None,
) -> ScoreBasis:
    """The norms, the centres and the risk model that a whole portfolio gives, from what was known on the day.

    ``alive`` is called every now and then: whoever holds a lease extends it.
    """
    parameters = measure.parameters
    if not any(len(part.account_ids) for part in parts):
        return ScoreBasis.from_json({}, parameters.risk)
    factors = np.concatenate([part.factors for part in parts])
    segments = [segment for part in parts for segment in part.segments]
    centres = segment_centres(factors, segments, parameters.risk)
    history = renewal_history(session, known, parameters, measure=measure.looks, alive=alive)
    model = fit_risk_model(history, parameters.risk, centres)
    alive()
    return ScoreBasis(model, norms_by_cards(_joined(parts), parameters.cards), centres)


def _joined(parts: Sequence[JudgedShard]) -> MeasureTable:
    tables = [part.table for part in parts if len(part.account_ids)]
    return MeasureTable(
        accounts=tuple(account for table in tables for account in table.accounts),
        segments=tuple(segment for table in tables for segment in table.segments),
        measures=tables[0].measures,
        values=np.concatenate([table.values for table in tables]),
        quality=np.concatenate([table.quality for table in tables]),
        cap_holds=np.concatenate([table.cap_holds for table in tables]),
    )


def _write(factory: sessionmaker[Session], rows: Rows) -> None:
    for part in rows.parts():
        began = time.perf_counter()
        with drafting(factory) as session:
            part.write(session)
            waits = session.get_bind().dialect.name == "sqlite"
        if waits:
            time.sleep(max(PAUSE_S, time.perf_counter() - began))


def _note(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _living_accounts(session: Session, known: KnownOn) -> list[int]:
    statement = (
        select(col(Account.id))
        .where(
            col(Account.created_at) <= known.moment,
            (col(Account.archived_at).is_(None)) | (col(Account.archived_at) > known.moment),
        )
        .order_by(col(Account.id))
    )
    return list(session.execute(statement).scalars())
