"""The HTTP API: versions are folders, each with its own ``install``."""

from flask_openapi.openapi import OpenAPI


def install(app: OpenAPI) -> None:
    """Register every version of the API with ``app``."""
