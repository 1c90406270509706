"""A write that was overtaken between its check and itself is a conflict, not a failure."""

import pytest
from sqlalchemy.exc import IntegrityError

from service.edge.application import Application
from service.edge.refusals import database_failed


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_broken_rule_of_the_tables_is_a_conflict(app: Application) -> None:
    with app.test_request_context("/api/v1/teams", method="POST"):
        answer = database_failed(IntegrityError("INSERT ...", {}, Exception("UNIQUE constraint failed: team.name")))
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert "UNIQUE" not in answer.get_data(as_text=True)
    assert "INSERT" not in answer.get_data(as_text=True)
