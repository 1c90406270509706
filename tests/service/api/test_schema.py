"""The API keeps what its description promises, whatever it is sent: checked by requests made from the description."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as promises

from service.app import create_app
from service.database import engine_for, sessions
from service.edge.application import Application
from service.settings import Settings
from tests.factories.cast import NOW, bearer, make_cast

#: Kept: the form of every answer, no failure on our side, nothing taken that the description rules out.
KEPT = [
    checks.not_a_server_error,
    promises.status_code_conformance,
    promises.content_type_conformance,
    promises.response_schema_conformance,
    promises.negative_data_rejection,
    promises.ignored_auth,
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[tuple[Application, str]]:
    folder = tmp_path_factory.mktemp("schema")
    shutil.copyfile(sqlite_template, folder / "schema.db")
    engine = engine_for(f"sqlite:///{folder / 'schema.db'}")
    made = create_app(
        # As many requests as the test likes: the clock stands still.
        Settings(
            home=folder,
            secret_key="a secret of the tests, of no use",
            api_requests_per_token=0,
            api_requests_per_address=0,
        ),
        engine=engine,
        clock=lambda: NOW,
    )
    with sessions(engine)() as session:
        token = make_cast(session).token_admin
    yield made, token
    engine.dispose()


def _description() -> schemathesis.BaseSchema:
    """The description of an application that is never asked anything else."""
    chosen = Settings(home=Path("/nonexistent"), secret_key="a secret of the tests, of no use")
    app = create_app(chosen, engine=engine_for("sqlite://"))
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


SCHEMA = _description()
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]

bounded = settings(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as asked", "otherwise"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_every_answer_is_as_described(
    operation: schemathesis.APIOperation, mode: GenerationMode, served: tuple[Application, str]
) -> None:
    answered = []

    @bounded
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        answer = case.call(app=served[0], base_url="http://localhost", headers=bearer(served[1]))
        case.validate_response(answer, checks=KEPT, headers=bearer(served[1]))
        answered.append(answer.status_code)

    ask()
    assert answered
    assert max(answered) < 500
