"""Put a draft of a scorecard in force, from a day on."""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlmodel import Session

from models.score import ScorecardVersion
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict
from service.operations.judge_anew import judge_anew
from service.operations.record_audit import record_audit
from service.operations.references import day_of, invalid
from service.operations.tracked import row_to_change

FURTHEST = timedelta(days=366)


def publish_scorecard(
    session: Session,
    principal: Principal,
    scorecard_id: int,
    *,
    now: datetime,
    valid_from: date | None = None,
    version: int | None = None,
) -> ScorecardVersion:
    """Let a draft count from ``valid_from`` (today) on. All accounts are judged anew on that day, today at once.

    The past stays as it was judged: a day before ``valid_from`` is always shown by the card of that day.

    :raises NotFound: there is none; :raises Conflict: it was published already; :raises StaleVersion: it was changed.
    :raises Invalid: a day that has passed, or lies more than a year ahead.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    draft = row_to_change(session, ScorecardVersion, scorecard_id, version=version)
    if draft.published_at is not None:
        raise Conflict(_("This scorecard was published already."))
    today = day_of(now)
    begins = valid_from or today
    if not today <= begins <= today + FURTHEST:
        raise invalid("valid_from", _("A scorecard begins today or on a later day within a year."))
    draft.published_at, draft.published_by_id, draft.valid_from = now, principal.user_id, begins
    draft.updated_at = now
    draft.version += 1
    session.add(draft)
    session.flush()
    if begins == today:
        judge_anew(session, draft, now=now, requested_by_id=principal.user_id)
    fields = {"segment": draft.segment, "number": draft.number, "valid_from": begins, "definition": draft.definition}
    record_audit(session, principal, "published", "scorecard", draft.id, now=now, fields=fields)
    return draft
