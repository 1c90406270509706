"""Learn from all comments and read them, in one go: after a whole company was written at once."""

from datetime import datetime

from sqlmodel import Session

from service.operations.learn_comments import keep_model, learn_how_to_read
from service.operations.read_comments import CHUNK, read_comments_again
from service.queries.comment_basis import reader_now


def read_all_comments(session: Session, *, now: datetime) -> int:
    """Learn where there is something new, and read every comment by it; gives how many were read."""
    learned = learn_how_to_read(session, now=now)
    if learned is not None:
        keep_model(session, learned)
    reader, read, count = reader_now(session), 0, CHUNK
    while count == CHUNK:
        count = read_comments_again(session, reader, now=now)
        read += count
    return read
