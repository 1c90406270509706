"""What was refused leaves a trace too: who asked for what, with which answer."""

import structlog
from flask import request
from sqlalchemy.exc import SQLAlchemyError

from service.edge.current import apart, now, principal_or_none
from service.errors import NotFound, Refusal
from service.operations.record_audit import record_audit

_log = structlog.get_logger(__name__)


def note_denial(error: Refusal) -> None:
    """Add a denial to the audit trail: of known askers only, for a thing out of reach or an action not allowed.

    An absent thing and somebody else's are one and the same to the asker, so they are to the trail. Strangers are
    not noted: anybody could fill the disk with them; the access log has them.
    """
    try:
        principal = principal_or_none()
        if principal is None or (isinstance(error, NotFound) and not request.view_args):
            return
        with apart() as session:
            record_audit(
                session,
                principal,
                "denied",
                "route",
                request.endpoint,
                now=now(),
                fields={"method": request.method, "status": error.status, "arguments": dict(request.view_args or {})},
            )
    except SQLAlchemyError:
        # The refusal itself must still reach the asker.
        _log.exception("denial_not_noted")
