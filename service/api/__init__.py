"""The HTTP API: versions are folders, each with its own ``install``."""

from flask_openapi.openapi import OpenAPI

from service.api import description, v1


def install(app: OpenAPI) -> None:
    """Register every version of the API with ``app``."""
    description.install(app)
    v1.install(app)
