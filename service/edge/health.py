"""Is the process alive, can it serve, and what has it counted?"""

from flask import Blueprint, Response, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from service.auth.policy import Action, Reach, Resource, reach
from service.database import reading
from service.edge.current import principal_or_none
from service.edge.permits import open_to_all
from service.edge.state import state
from service.edge.traces import metrics_text
from service.errors import NotFound, Unavailable

health = Blueprint("health", __name__)

_LOOPBACK = frozenset({"127.0.0.1", "::1"})


@health.get("/healthz")
@open_to_all("Whoever restarts the process asks without a sign-in; it says nothing but that the process answers.")
def alive() -> Response:
    """The process answers; the database is not asked."""
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz")
@open_to_all("The load balancer asks without a sign-in; it learns only whether requests can be served.")
def ready() -> Response:
    """The database answers and holds our tables."""
    try:
        with reading(state().sessions) as session:
            session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    except SQLAlchemyError as error:
        raise Unavailable("The database does not answer, or has not been migrated.") from error
    return Response("ready\n", mimetype="text/plain")


@health.get("/metrics")
@open_to_all(
    "Monitoring on the same machine reads it without a sign-in; from elsewhere an administrator's token is needed."
)
def metrics() -> Response:
    """Counters for monitoring: to a caller on this machine, or one who administers; else there is no such page."""
    local = request.remote_addr in _LOOPBACK and "X-Forwarded-For" not in request.headers
    principal = None if local else principal_or_none()
    if not local and (principal is None or reach(principal, Resource.ADMIN, Action.READ) < Reach.ALL):
        raise NotFound
    body, media_type = metrics_text()
    return Response(body, content_type=media_type)
