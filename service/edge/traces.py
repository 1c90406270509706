"""Request ids, one log line per request, and the counters that monitoring reads."""

import os
import re
import time
import uuid

import structlog
from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from service.edge.state import settings

_log = structlog.get_logger("request")
_ACCEPTED_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

REQUESTS = Counter("linchpin_requests_total", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram("linchpin_request_seconds", "Time from request to answer.", ["method", "route"])
FAILURES = Counter("linchpin_sign_in_failures_total", "Attempts to sign in that failed.")


def install(app: Flask) -> None:
    """Name each request before anything else sees it, and note its answer last."""
    app.before_request(begin)
    app.after_request(note)


def begin() -> None:
    """Give the request its id; one from outside is believed only behind a proxy of ours."""
    g.started = time.perf_counter()
    sent = request.headers.get("X-Request-ID", "")
    trusted = settings().proxy_hops > 0 and _ACCEPTED_ID.fullmatch(sent)
    g.request_id = sent if trusted else uuid.uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def note(response: Response) -> Response:
    """Log and count by route, never by address: addresses carry secrets of survey links and numbers of accounts."""
    route = request.url_rule.rule if request.url_rule else "(none)"
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    method = request.method if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} else "OTHER"
    REQUESTS.labels(method, route, str(response.status_code)).inc()
    SECONDS.labels(method, route).observe(seconds)
    identity = g.get("identity")
    _log.info(
        "request",
        method=method,
        route=route,
        status=response.status_code,
        milliseconds=round(seconds * 1000, 1),
        user=identity.principal.user_id if identity else None,
    )
    return response


def metrics_text() -> tuple[bytes, str]:
    """All counters in Prometheus's text form; of all worker processes where they share a folder for it."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library leaves it without types
        return generate_latest(registry), CONTENT_TYPE_LATEST
    return generate_latest(), CONTENT_TYPE_LATEST
