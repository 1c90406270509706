"""The left rail: the six places of the product, of which a page shows those that exist and that the user may open."""

from dataclasses import dataclass, replace
from typing import Any

from flask import current_app, request
from flask_babel import lazy_gettext as _l

from service.auth.policy import Resource
from service.web.admin.tabs import admin_tabs
from service.web.feedback_tabs import feedback_tabs
from service.web.viewer import Viewer


@dataclass(frozen=True)
class Place:
    """One entry of the rail; ``path`` is also the prefix by which the current place is known."""

    key: str
    label: Any
    icon: str
    path: str
    resource: Resource


PLACES = (
    Place("portfolio", _l("Portfolio"), "portfolio", "/portfolio", Resource.ACCOUNT),
    Place("review", _l("Review"), "review", "/review", Resource.ACCOUNT),
    Place("feedback", _l("Feedback"), "feedback", "/feedback", Resource.RESPONSE),
    Place("cases", _l("Cases"), "cases", "/cases", Resource.CASE),
    Place("reports", _l("Reports"), "reports", "/reports", Resource.REPORT),
    Place("admin", _l("Admin"), "admin", "/admin", Resource.ADMIN),
)


#: Pages that stand under a place without standing under its path.
WITHIN = {
    "portfolio": ("/accounts",),
    "feedback": ("/feedback",),
    "admin": ("/admin", "/imports", "/runs", "/schedules", "/audit"),
}

#: The parts of a place, as tabs: the first is the way in where the place itself is closed.
ENTRANCES = {"feedback": feedback_tabs, "admin": admin_tabs}


def places(viewer: Viewer) -> list[Place]:
    """The entries to show: pages that this application serves, of a resource that ``viewer`` may read.

    A place without a page of its own, or that the viewer may open in part only (imports, runs), is entered by the
    first of its parts.
    """
    served = {rule.rule.rstrip("/") for rule in current_app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    shown: list[Place] = []
    for place in PLACES:
        if place.path in served and viewer.may(place.resource):
            shown.append(place)
        elif viewer.is_authenticated and place.key in ENTRANCES and (tabs := ENTRANCES[place.key]()):
            shown.append(replace(place, path=tabs[0][2]))
    return shown


def is_current(place: Place) -> bool:
    """Whether the page being drawn lies within ``place``; an account belongs to the portfolio, an import to Admin."""
    return any(_lies_in(request.path, path) for path in (place.path, *WITHIN.get(place.key, ())))


def _lies_in(path: str, place: str) -> bool:
    return path == place or path.startswith(place + "/")
