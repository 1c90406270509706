"""From an answer to the comments page: new comments are read at once, all of them after something was learned."""

import pytest
from sqlalchemy import Engine, func, insert, select
from sqlmodel import col

from models.comment import CommentModelState, CommentReading
from models.job import Run
from models.survey import Response
from models.vocabulary import RunState
from scoring.comment_values import Tone
from service.database import reading, sessions, writing
from service.inputs.comment import CommentCorrectionInput
from service.inputs.survey import NewResponse
from service.jobs.comments import CHUNKS_A_RUN
from service.jobs.context import JobContext
from service.jobs.work import work_once
from service.operations.correct_comment import correct_comment
from service.operations.enqueue_stale import enqueue_stale
from service.operations.learn_comments import LEARN, READ, enqueue_learning
from service.operations.mark_stale import mark_stale
from service.operations.read_comments import CHUNK
from service.operations.record_response import record_response
from service.settings import Settings
from tests.factories.cast import NOW, Cast, principal
from tests.factories.comments import BLAME, PRAISE, add_comment


@pytest.fixture
def context(settings: Settings, engine: Engine) -> JobContext:
    return JobContext(settings, sessions(engine), clock=lambda: NOW)


def work_all(context: JobContext) -> list[str]:
    """Do all runs that are due; gives their kinds in the order in which they were done."""
    with writing(context.factory) as session:
        enqueue_stale(session, now=NOW)
    while work_once(context):
        pass
    with reading(context.factory) as session:
        rows = session.execute(select(Run).order_by(col(Run.finished_at), col(Run.id))).scalars()
        return [run.kind for run in rows if run.state is RunState.DONE]


def test_an_answers_comment_is_read_right_after_its_account_is_scored(
    context: JobContext, engine: Engine, cast: Cast
) -> None:
    with writing(context.factory) as session:
        answer = NewResponse(
            account_id=cast.account_a.id,
            person_id=cast.people_a[0].id,
            metric="nps",
            score=2,
            comment="响应太慢,很失望",
        )
        made = record_response(session, principal(session, cast.csm), answer, now=NOW)
        response_id = made.id
    kinds = work_all(context)
    assert kinds.index("score_accounts") < kinds.index(READ)
    with reading(context.factory) as session:
        held = session.get_one(CommentReading, response_id)
        assert (held.tone, held.language, held.search_text) == (Tone.NEGATIVE, "zh", "响应太慢,很失望")
        assert session.execute(select(func.count()).select_from(CommentReading)).scalar_one() == 2


def test_enough_rated_comments_make_us_learn_before_the_night(context: JobContext, cast: Cast) -> None:
    with writing(context.factory) as session:
        for texts, score in ((PRAISE, 10.0), (BLAME, 1.0)):
            for text in texts:
                add_comment(session, cast.account_a.id, cast.people_a[0].id, text, score)
        mark_stale(session, [cast.account_a.id], NOW)
    kinds = work_all(context)
    assert LEARN in kinds
    with reading(context.factory) as session:
        model = session.execute(select(CommentModelState)).scalar_one()
        assert (model.rated, model.corrections) == (26, 0)
        read_by = select(func.count()).select_from(CommentReading).where(col(CommentReading.model_id) == model.id)
        assert session.execute(read_by).scalar_one() == 26


def test_a_correction_reaches_comments_like_it_through_the_worker(context: JobContext, cast: Cast) -> None:
    with writing(context.factory) as session:
        for texts, score in ((PRAISE, 10.0), (BLAME, 1.0)):
            for text in texts:
                add_comment(session, cast.account_a.id, cast.people_a[0].id, text, score)
        said = add_comment(session, cast.account_a.id, cast.people_a[1].id, "It glimmers like a torch in the dark").id
        alike = add_comment(session, cast.account_a.id, cast.people_a[1].id, "Glimmers like a torch again").id
        enqueue_learning(session, "test", now=NOW)
    work_all(context)
    with writing(context.factory) as session:
        assert session.get_one(CommentReading, alike).tone is Tone.POSITIVE
        correct_comment(
            session, principal(session, cast.csm), said, CommentCorrectionInput(tone=Tone.NEGATIVE), now=NOW
        )
    work_all(context)
    with reading(context.factory) as session:
        assert session.get_one(CommentReading, said).tone is Tone.NEGATIVE
        assert session.get_one(CommentReading, alike).tone is Tone.NEGATIVE


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_many_comments_are_read_in_several_runs_so_that_others_go_between(context: JobContext, cast: Cast) -> None:
    many = CHUNK * CHUNKS_A_RUN + 10
    with writing(context.factory) as session:
        rows = [
            {
                "account_id": cast.account_a.id,
                "person_id": cast.people_a[0].id,
                "comment": f"fine {number}",
                "answered_at": NOW,
                "recorded_at": NOW,
            }
            for number in range(many)
        ]
        session.execute(insert(Response), rows)
        enqueue_learning(session, "test", now=NOW)
    assert work_all(context).count(LEARN) == 2
    with reading(context.factory) as session:
        assert session.execute(select(func.count()).select_from(CommentReading)).scalar_one() == many + 2
