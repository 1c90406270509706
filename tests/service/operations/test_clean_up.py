"""What nobody needs any more is cleared, and nothing else."""

from datetime import timedelta

from sqlmodel import Session, select

from models.sign_in import BrowserSession, SignInFailure
from service.auth.attempts import attempt, note_failure
from service.operations.clean_up import clean_up
from service.operations.sign_in import open_session
from tests.factories.cast import NOW, Cast


def test_ended_sign_ins_and_old_failures_are_cleared(session: Session, cast: Cast) -> None:
    for days in (0, 20):
        open_session(session, cast.csm, "password", agent="", now=NOW - timedelta(days=days))
        note_failure(session, attempt("somebody", "192.0.2.1", "key"), now=NOW - timedelta(days=days))
    assert clean_up(session, now=NOW)["sign_ins"] == 1
    assert [row.created_at for row in session.exec(select(BrowserSession))] == [NOW]
    assert [row.at for row in session.exec(select(SignInFailure))] == [NOW]
