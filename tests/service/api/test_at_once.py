"""Several programs that write the same draft at the same moment: one is first, the others are told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from models.score import ScorecardVersion
from models.survey import Question, SurveyVersion
from service.database import sessions
from service.edge.application import Application
from tests.factories.cast import Cast, bearer

AT_ONCE = 6


@pytest.fixture
def draft_id(app: Application, cast: Cast, engine: Engine) -> int:
    """The draft of a new survey."""
    made = app.test_client().post("/api/v1/surveys", json={"name": "S"}, headers=bearer(cast.token_csm))
    assert made.status_code == 201
    with sessions(engine)() as session:
        return int(session.execute(select(col(SurveyVersion.id))).scalar_one())


def _all_at_once(app: Application, method: str, path: str, bodies: list[object], headers: dict[str, str]) -> list[int]:
    def ask(body: object) -> int:
        return app.test_client().open(f"/api/v1{path}", method=method, json=body, headers=headers).status_code

    with ThreadPoolExecutor(len(bodies)) as pool:
        return sorted(pool.map(ask, bodies))


def test_one_of_many_changes_of_a_draft_is_taken(app: Application, cast: Cast, draft_id: int) -> None:
    client, token = app.test_client(), bearer(cast.token_csm)
    tag = client.get(f"/api/v1/survey-versions/{draft_id}", headers=token).headers["ETag"]
    bodies: list[object] = [{"texts": {"en": {"title": f"Title {number}"}}} for number in range(AT_ONCE)]
    statuses = _all_at_once(app, "PATCH", f"/survey-versions/{draft_id}", bodies, {**token, "If-Match": tag})
    assert statuses == [200] + [412] * (AT_ONCE - 1)


def test_questions_added_at_once_are_all_there_in_a_row(
    app: Application, cast: Cast, draft_id: int, engine: Engine
) -> None:
    bodies: list[object] = [
        {"survey_version_id": draft_id, "key": f"q{number}", "kind": "text", "texts": {"en": "Why?"}}
        for number in range(AT_ONCE)
    ]
    assert _all_at_once(app, "POST", "/questions", bodies, bearer(cast.token_csm)) == [201] * AT_ONCE
    with sessions(engine)() as session:
        positions = session.execute(select(col(Question.position)).order_by(col(Question.position))).scalars()
        assert list(positions) == list(range(AT_ONCE))


def test_a_draft_is_published_once(app: Application, cast: Cast, draft_id: int) -> None:
    body = {"survey_version_id": draft_id, "key": "why", "kind": "text", "texts": {"en": "Why?"}}
    token = bearer(cast.token_csm)
    assert app.test_client().post("/api/v1/questions", json=body, headers=token).status_code == 201
    statuses = _all_at_once(app, "POST", f"/survey-versions/{draft_id}/publish", [None] * AT_ONCE, token)
    assert statuses == [200] + [409] * (AT_ONCE - 1)


@pytest.mark.parametrize("segment", [None, "Mid"])
def test_versions_of_one_scorecard_have_numbers_of_their_own(
    app: Application, cast: Cast, engine: Engine, segment: str | None
) -> None:
    bodies: list[object] = [{"name": f"Card {number}", "segment": segment} for number in range(AT_ONCE)]
    assert _all_at_once(app, "POST", "/scorecards", bodies, bearer(cast.token_admin)) == [201] * AT_ONCE
    with sessions(engine)() as session:
        numbers = session.execute(select(col(ScorecardVersion.number)).order_by(col(ScorecardVersion.number)))
        assert list(numbers.scalars()) == list(range(1, AT_ONCE + 1))
