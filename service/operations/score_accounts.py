"""Score accounts: read what is known, measure it, and publish one generation."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session, col

from models.account import Account
from models.score import ScoreGeneration
from models.vocabulary import GenerationKind, GenerationState
from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.operations.write_scores import write_chains, write_judgements
from service.queries.chunks import chunks
from service.queries.known_on import KnownOn
from service.queries.measured_accounts import Parameters, measured_accounts
from service.queries.score_basis import basis_in_force
from service.queries.scorecards import parameters_on
from service.queries.visibility import accounts_within


def score_accounts(
    session: Session,
    principal: Principal,
    account_ids: Sequence[int],
    *,
    now: datetime,
    run_id: int | None = None,
    parameters: Parameters | None = None,
) -> int:
    """Score some accounts at once, by the norms of the newest portfolio generation; gives the generation's id.

    Accounts out of the principal's reach are left out, as if they did not exist. Without ``parameters`` the scorecards
    count that are in force.
    """
    require(principal, Resource.ACCOUNT, Action.WRITE)
    within = accounts_within(principal, Resource.ACCOUNT, Action.WRITE)
    ids = [
        row.id
        for run in chunks(sorted(set(account_ids)))
        for row in session.execute(select(col(Account.id)).where(col(Account.id).in_(run), within))
    ]
    known = KnownOn.at(now)
    parameters = parameters or parameters_on(session, known)
    generation = begin_generation(session, GenerationKind.ACCOUNTS, known.day, now, run_id, parameters)
    basis = basis_in_force(session, parameters.risk)
    for measured in measured_accounts(session, ids, known, parameters):
        judged = write_chains(session, generation.id, measured)
        write_judgements(session, generation.id, judged, basis, parameters)
        generation.accounts += len(measured.account_ids)
    for run in chunks(ids):
        clear_marks(session, col(Account.id).in_(run), col(Account.stale_since) <= now)
    publish_generation(session, generation, now)
    return generation.id


def begin_generation(
    session: Session, kind: GenerationKind, day: date, now: datetime, run_id: int | None, parameters: Parameters
) -> ScoreGeneration:
    """A new generation that nobody sees yet."""
    generation = ScoreGeneration(
        kind=kind, as_of=day, parameters_version=parameters.version, started_at=now, run_id=run_id
    )
    session.add(generation)
    session.flush()
    return generation


def publish_generation(session: Session, generation: ScoreGeneration, now: datetime) -> None:
    """Let everybody see a generation, from the end of the transaction on."""
    generation.state = GenerationState.PUBLISHED
    generation.published_at = now
    session.add(generation)
    session.flush()


def clear_marks(session: Session, *conditions: ColumnElement[bool]) -> None:
    """Accounts that were due for scoring no longer are, where ``conditions`` hold."""
    # What changed while this was being computed was marked later than its beginning, and keeps its mark.
    session.execute(
        update(Account).where(*conditions).values(stale_since=None).execution_options(synchronize_session=False)
    )
