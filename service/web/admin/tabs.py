"""The parts of the administration, as tabs above each of its pages."""

from typing import Any

from flask import current_app, url_for
from flask_babel import lazy_gettext as _l

from service.auth.policy import Resource, reach
from service.edge.current import principal_or_none
from service.edge.permits import permit_of

#: Key, words and endpoint of each part; what this installation lacks, or the reader may not open, is left out.
TABS: tuple[tuple[str, Any, str], ...] = (
    ("users", _l("Users"), "admin_users.index"),
    ("teams", _l("Teams"), "admin_teams.index"),
    ("territories", _l("Territories"), "admin_territories.index"),
    ("imports", _l("Imports"), "imports.index"),
    ("titles", _l("Job titles"), "admin_titles.index"),
    ("scorecards", _l("Scorecards"), "admin_scorecards.index"),
    ("cases", _l("Cases"), "admin_cases.index"),
    ("runs", _l("Runs"), "runs.index"),
    ("schedules", _l("Schedules"), "schedules.index"),
    ("mails", _l("Mails"), "admin_mails.index"),
    ("audit", _l("Audit trail"), "audit.index"),
)


def admin_tabs() -> list[tuple[str, str, str]]:
    """Key, words and address of each tab that the reader may open, for ``ui.tabs``."""
    return [
        (key, str(words), url_for(endpoint))
        for key, words, endpoint in TABS
        if endpoint in current_app.view_functions and _may_open(endpoint)
    ]


def _may_open(endpoint: str) -> bool:
    permit, principal = permit_of(current_app, endpoint), principal_or_none()
    resource: Resource | None = permit.resource
    if resource is None or principal is None:
        return resource is None
    return reach(principal, resource, permit.action_for("GET")) >= permit.least
