"""Tabs above the pages of one area: each reader sees those that they may open."""

from typing import Any

from flask import current_app, url_for

from service.auth.policy import reach
from service.edge.current import principal_or_none
from service.edge.permits import permit_of

Tab = tuple[str, Any, str]
"""Key, words and endpoint of a part of an area."""


def open_tabs(tabs: tuple[Tab, ...]) -> list[tuple[str, str, str]]:
    """Key, words and address of each tab that the reader may open and the application has, for ``ui.tabs``."""
    return [
        (key, str(words), url_for(endpoint))
        for key, words, endpoint in tabs
        if endpoint in current_app.view_functions and _may_open(endpoint)
    ]


def _may_open(endpoint: str) -> bool:
    permit, principal = permit_of(current_app, endpoint), principal_or_none()
    if permit.resource is None or principal is None:
        return permit.resource is None
    return reach(principal, permit.resource, permit.action_for("GET")) >= permit.least
