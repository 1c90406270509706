"""The description of the API for programs (OpenAPI 3.1): served as JSON, the same for everybody."""

from flask import Blueprint, Response, current_app, render_template
from flask_openapi.models.info import Info
from flask_openapi.openapi import OpenAPI

from service.api.answers import dumped
from service.api.routing import PREFIX
from service.api.schemas import Problem
from service.edge.permits import open_to_all

ABOUT = """\
Who decides in each customer account, how they feel, and what will renew.

Send a token (`Authorization: Bearer ...`) that an administrator or you yourself made on the profile page. Lists are
paged by cursor: ask again with `cursor` set to the `next` of the answer. A change names the version that it was made
from (`If-Match`, with the `ETag` that was read). A create may carry an `Idempotency-Key`: sent twice it is done once.
Every refusal is a problem document (RFC 9457). What is not yours is answered like what is not there.
"""

description = Blueprint("api_description", __name__, url_prefix=PREFIX)


def install(app: OpenAPI) -> None:
    """Say what the API is, and serve the description."""
    app.openapi_version = "3.1.0"
    app.info = Info(title="Linchpin", version="1", description=ABOUT)
    app.validation_error_model = Problem
    app.security_schemes = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token from the profile page."},
        "session": {"type": "apiKey", "in": "cookie", "name": "linchpin", "description": "A signed-in browser."},
    }
    app.register_blueprint(description)


@description.get("/openapi.json")
@open_to_all("The description is the same for everybody and says nothing of any customer.")
def document() -> Response:
    """The description as one JSON document."""
    app = current_app
    if not isinstance(app, OpenAPI):
        raise TypeError("the API needs an application that describes itself")
    return Response(dumped(app.api_doc), mimetype="application/json")


@description.get("/docs")
@open_to_all("The description is the same for everybody and says nothing of any customer.")
def browse() -> str:
    """The description to read in a browser, and to try out as the signed-in user."""
    return render_template("api_docs.html")
