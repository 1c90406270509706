"""Programs of the cast, each with its token."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from service.edge.application import Application
from tests.factories.cast import Cast, bearer

Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(app: Application, cast: Cast) -> Ask:
    """``ask("POST", "/ties", {...}, version='"1"')``: by the CSM's program unless ``token`` names another."""

    def send(
        method: str, path: str, body: Any = None, *, token: str = "", version: str = "", key: str = ""
    ) -> TestResponse:
        headers = bearer(token or cast.token_csm)
        if version:
            headers["If-Match"] = version
        if key:
            headers["Idempotency-Key"] = key
        given = {} if body is None else {"json": body}
        return app.test_client().open(f"/api/v1{path}", method=method, headers=headers, **given)

    return send
