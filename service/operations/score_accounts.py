"""Score accounts: read what is known, measure it, and publish one generation."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import numpy as np
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, col

from models.account import Account
from models.score import ScoreGeneration
from models.vocabulary import GenerationKind, GenerationState
from scoring.health_norms import segment_norms
from scoring.health_table import MeasureTable
from scoring.risk_factors import segment_centres
from scoring.risk_model import fit_risk_model
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.database import writing
from service.operations.write_scores import Judged, write_chains, write_judgements
from service.queries.chunks import chunks
from service.queries.known_on import KnownOn
from service.queries.measured_accounts import DEFAULTS, Parameters, measured_accounts
from service.queries.renewal_history import renewal_history
from service.queries.score_basis import ScoreBasis, basis_in_force
from service.queries.visibility import accounts_within

Progress = Callable[[int, int], None]


def score_accounts(
    session: Session,
    principal: Principal,
    account_ids: Sequence[int],
    *,
    now: datetime,
    run_id: int | None = None,
    parameters: Parameters = DEFAULTS,
) -> int:
    """Score some accounts at once, by the norms of the newest portfolio generation; gives the generation's id.

    Accounts out of the principal's reach are left out, as if they did not exist.
    """
    require(principal, Resource.ACCOUNT, Action.WRITE)
    within = accounts_within(principal, Resource.ACCOUNT, Action.WRITE)
    ids = [
        row.id
        for run in chunks(sorted(set(account_ids)))
        for row in session.execute(select(col(Account.id)).where(col(Account.id).in_(run), within))
    ]
    known = KnownOn.at(now)
    generation = _begin(session, GenerationKind.ACCOUNTS, known.day, now, run_id, parameters)
    basis = basis_in_force(session, parameters.risk)
    for measured in measured_accounts(session, ids, known, parameters):
        judged = write_chains(session, generation.id, measured)
        write_judgements(session, generation.id, judged, basis, parameters)
        generation.accounts += len(measured.account_ids)
    for run in chunks(ids):
        _clear_marks(session, col(Account.id).in_(run), col(Account.stale_since) <= now)
    _publish(session, generation, now)
    return generation.id


def score_portfolio(
    factory: sessionmaker[Session],
    *,
    now: datetime,
    as_of: date | None = None,
    run_id: int | None = None,
    progress: Progress | None = None,
    finish: Callable[[Session, int], None] | None = None,
    parameters: Parameters = DEFAULTS,
) -> int:
    """Score every account, as known now or at the end of a past day; gives the generation's id.

    Runs of accounts are written in transactions of their own, unseen; the last transaction shows all of them at
    once, together with whatever ``finish`` (called with the session and the generation's id) adds to it. A run that
    is killed leaves an unpublished generation behind, which ``abandon_generations`` clears.
    """
    known = KnownOn.at(now) if as_of is None else KnownOn.end_of(as_of)
    with writing(factory) as session:
        generation_id = _begin(session, GenerationKind.PORTFOLIO, known.day, now, run_id, parameters).id
        ids = _living_accounts(session, known)
    parts: list[Judged] = []
    done = 0
    for run in chunks(ids):
        with writing(factory) as session:
            for measured in measured_accounts(session, run, known, parameters):
                parts.append(write_chains(session, generation_id, measured))
                done += len(measured.account_ids)
        if progress is not None:
            progress(done, len(ids))
    with writing(factory) as session:
        basis = portfolio_basis(session, parts, known, parameters)
        for judged in parts:
            write_judgements(session, generation_id, judged, basis, parameters)
        generation = session.get_one(ScoreGeneration, generation_id)
        generation.accounts, generation.basis = done, basis.to_json()
        # A past day is shown as if it had been scored then: that is what its history means.
        _publish(session, generation, now if as_of is None else known.moment)
        if as_of is None:
            _clear_marks(session, col(Account.stale_since) <= now)
        if finish is not None:
            finish(session, generation_id)
    return generation_id


def portfolio_basis(
    session: Session, parts: Sequence[Judged], known: KnownOn, parameters: Parameters = DEFAULTS
) -> ScoreBasis:
    """The norms, the centres and the risk model that a whole portfolio gives, from what was known on the day."""
    if not any(part.account_ids for part in parts):
        return ScoreBasis.from_json({}, parameters.risk)
    factors = np.concatenate([part.factors for part in parts])
    segments = [segment for part in parts for segment in part.segments]
    centres = segment_centres(factors, segments, parameters.risk)
    model = fit_risk_model(renewal_history(session, known, parameters), parameters.risk, centres)
    return ScoreBasis(model, segment_norms(_joined(parts), parameters.scorecard), centres)


def _joined(parts: Sequence[Judged]) -> MeasureTable:
    tables = [part.table for part in parts if part.account_ids]
    return MeasureTable(
        accounts=tuple(account for table in tables for account in table.accounts),
        segments=tuple(segment for table in tables for segment in table.segments),
        measures=tables[0].measures,
        values=np.concatenate([table.values for table in tables]),
        quality=np.concatenate([table.quality for table in tables]),
        cap_holds=np.concatenate([table.cap_holds for table in tables]),
    )


def _begin(
    session: Session, kind: GenerationKind, day: date, now: datetime, run_id: int | None, parameters: Parameters
) -> ScoreGeneration:
    generation = ScoreGeneration(
        kind=kind, as_of=day, parameters_version=parameters.version, started_at=now, run_id=run_id
    )
    session.add(generation)
    session.flush()
    return generation


def _publish(session: Session, generation: ScoreGeneration, now: datetime) -> None:
    generation.state = GenerationState.PUBLISHED
    generation.published_at = now
    session.add(generation)
    session.flush()


def _clear_marks(session: Session, *conditions: ColumnElement[bool]) -> None:
    # What changed while this was being computed was marked later than its beginning, and keeps its mark.
    session.execute(
        update(Account).where(*conditions).values(stale_since=None).execution_options(synchronize_session=False)
    )


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
