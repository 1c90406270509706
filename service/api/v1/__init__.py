"""Version 1 of the API: everything that its description lists."""

from flask_openapi.openapi import OpenAPI

from service.api.routing import Routes
from service.api.v1 import (
    account_views,
    accounts,
    admin,
    case_rules,
    cases,
    chain,
    comments,
    feedback,
    imports,
    people,
    portfolio,
    reports,
    scorecards,
    scores,
    sending,
    signals,
    surveys,
)

MODULES = (
    portfolio,
    accounts,
    account_views,
    people,
    chain,
    signals,
    surveys,
    sending,
    feedback,
    comments,
    cases,
    case_rules,
    scores,
    scorecards,
    reports,
    imports,
    admin,
)


def all_routes() -> tuple[Routes, ...]:
    """The routes of every noun, in the order of the description."""
    return tuple(routes for module in MODULES for routes in module.ROUTES)


def install(app: OpenAPI) -> None:
    """Register version 1 with ``app``."""
    for routes in all_routes():
        app.register_api(routes.blueprint)
