"""Write drafts of scorecards; what was published is only succeeded or ended, never edited."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlmodel import Session, col

from models.score import ScorecardVersion
from scoring.scorecard_definition import MEASURES, WrongDefinition, whole_definition
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict, Invalid
from service.inputs.base import Change
from service.inputs.scorecard import NewScorecard, ScorecardDefinition
from service.operations.end_scorecard import end_scorecard
from service.operations.tracked import note_creation, remove_row, row_to_change, set_fields

KIND = "scorecard"
_LOCK = 7_205


def create_scorecard(
    session: Session, principal: Principal, values: NewScorecard, *, now: datetime
) -> ScorecardVersion:
    """The next version of a segment's scorecard, as a draft, flushed.

    :raises Forbidden: the role does not administer; :raises Invalid: naming the number at fault.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    version = ScorecardVersion(
        segment=values.segment,
        number=_next_number(session, values.segment),
        name=values.name,
        definition=_checked(values.definition),
        created_by_id=principal.user_id,
        created_at=now,
        updated_at=now,
    )
    fields = {"segment": values.segment, "name": values.name, "definition": version.definition}
    note_creation(session, principal, version, KIND, now=now, fields=fields)
    return version


def change_scorecard(
    session: Session, principal: Principal, scorecard_id: int, change: Change, *, now: datetime
) -> ScorecardVersion:
    """Set the name or the numbers of a draft; numbers that are given replace all of the draft's.

    :raises NotFound: there is none; :raises Conflict: it was published; :raises Invalid: naming the number at fault.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    version = row_to_change(session, ScorecardVersion, scorecard_id)
    if version.published_at is not None:
        raise Conflict(_("A published scorecard never changes: begin the next version, and publish that."))
    values = change.values
    if "definition" in values:
        if values["definition"] is None:
            raise Invalid("A value is missing.", [{"path": "definition", "message": "This field needs a value."}])
        values["definition"] = _checked(values["definition"])
    set_fields(session, principal, version, values, now=now, kind=KIND)
    return version


def remove_scorecard(session: Session, principal: Principal, scorecard_id: int, *, now: datetime) -> None:
    """Throw a draft away, or end a published version: from now on the card behind it counts.

    :raises NotFound: there is none; :raises Conflict: it has ended already.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    version = row_to_change(session, ScorecardVersion, scorecard_id)
    if version.published_at is None:
        remove_row(session, principal, version, KIND, now=now)
    else:
        end_scorecard(session, principal, scorecard_id, now=now)


def _next_number(session: Session, segment: str | None) -> int:
    same = col(ScorecardVersion.segment).is_(None) if segment is None else col(ScorecardVersion.segment) == segment
    if session.get_bind().dialect.name == "postgresql":
        # Of two who begin a version at once the second waits, and gets the number after; on SQLite every writer does.
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    last: int | None = session.execute(select(func.max(col(ScorecardVersion.number))).where(same)).scalar_one()
    return (last or 0) + 1


def _checked(definition: ScorecardDefinition) -> dict[str, Any]:
    """The definition with every number named, so that it says the same whatever is delivered later."""
    try:
        return dict(whole_definition(definition.model_dump()))
    except WrongDefinition as error:
        message = _message(error)
        raise Invalid(message, [{"path": f"definition.{error.path}", "message": message}]) from error


def _message(error: WrongDefinition) -> str:
    if error.bounds is not None:
        least, most = error.bounds
        return str(_("Enter a number from %(least)g to %(most)g.", least=least, most=most))
    if error.path == "groups":
        return str(_("At least one group must count."))
    if error.path.partition(".")[2] in MEASURES:
        return str(_("A group needs a measure that counts; to leave the group out, give it 0."))
    return str(error)
