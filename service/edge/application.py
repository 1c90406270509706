"""The application class: one commit at the end of each successful unsafe request."""

from flask import Response
from flask_openapi.openapi import OpenAPI

from service.edge.current import finish


class Application(OpenAPI):
    """Flask with an OpenAPI description, whose views write in one transaction per request."""

    def dispatch_request(self) -> Response:
        """Run the view, then commit or take back; a failing commit is handled like any error of the view."""
        response: Response = self.make_response(super().dispatch_request())
        finish(response.status_code)
        return response
