"""End a published scorecard: the card behind it counts again."""

from datetime import datetime

from flask_babel import gettext as _
from sqlmodel import Session

from models.score import ScorecardVersion
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict
from service.operations.judge_anew import judge_anew
from service.operations.record_audit import record_audit
from service.operations.tracked import row_to_change
from service.queries.known_on import KnownOn
from service.queries.scorecards import counts_for


def end_scorecard(session: Session, principal: Principal, scorecard_id: int, *, now: datetime) -> ScorecardVersion:
    """Let a version count no more: its segment is judged by the general card, and all others by the delivered one.

    One that has not begun never will: what is in force goes on.

    :raises NotFound: there is none; :raises Conflict: it was never published, has ended, or was succeeded.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    version = row_to_change(session, ScorecardVersion, scorecard_id)
    known = KnownOn.at(now)
    if version.published_at is None or version.valid_from is None:
        raise Conflict(_("This scorecard is a draft: it counts for nobody."))
    if version.ended_at is not None:
        raise Conflict(_("This scorecard has ended already."))
    counted = counts_for(session, version.segment, known)
    begun = version.valid_from <= known.day
    if begun and (counted is None or counted.id != version.id):
        raise Conflict(_("A later version has taken the place of this scorecard: end that one."))
    version.ended_at = version.updated_at = now
    version.version += 1
    session.add(version)
    session.flush()
    if begun:
        judge_anew(session, version, now=now, requested_by_id=principal.user_id)
    record_audit(session, principal, "ended", "scorecard", version.id, now=now, fields={"segment": version.segment})
    return version
