"""Version 1 of the API: everything that its description lists."""

from flask_openapi.openapi import OpenAPI

from service.api.routing import Routes
from service.api.v1 import accounts, cases, chain, people, scores, signals, surveys

MODULES = (accounts, people, chain, signals, surveys, cases, scores)


def all_routes() -> tuple[Routes, ...]:
    """The routes of every noun, in the order of the description."""
    return tuple(routes for module in MODULES for routes in module.ROUTES)


def install(app: OpenAPI) -> None:
    """Register version 1 with ``app``."""
    for routes in all_routes():
        app.register_api(routes.blueprint)
