"""The parts of *Feedback*, as tabs above each of its pages."""

from typing import Any

from flask import current_app, url_for
from flask_babel import lazy_gettext as _l

from service.auth.policy import reach
from service.edge.current import principal_or_none
from service.edge.permits import permit_of

#: Key, words and endpoint of each part; what this installation lacks, or the reader may not open, is left out.
TABS: tuple[tuple[str, Any, str], ...] = (
    ("results", _l("Results"), "feedback.index"),
    ("silence", _l("Silence"), "feedback.silence"),
    ("drivers", _l("Drivers"), "feedback.drivers"),
    ("comments", _l("Comments"), "feedback_comments.index"),
    ("surveys", _l("Surveys"), "surveys.index"),
    ("waves", _l("Waves"), "waves.index"),
    ("journey", _l("Journey"), "journey.index"),
)


def feedback_tabs() -> list[tuple[str, str, str]]:
    """Key, words and address of each tab that the reader may open, for ``ui.tabs``."""
    return [
        (key, str(words), url_for(endpoint))
        for key, words, endpoint in TABS
        if endpoint in current_app.view_functions and _may_open(endpoint)
    ]


def _may_open(endpoint: str) -> bool:
    permit, principal = permit_of(current_app, endpoint), principal_or_none()
    if permit.resource is None or principal is None:
        return permit.resource is None
    return reach(principal, permit.resource, permit.action_for("GET")) >= permit.least
