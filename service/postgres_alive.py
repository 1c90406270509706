"""Ask a PostgreSQL connection whether anybody is still there, and take silence for an answer.

The pool's own test waits for ever where the server hangs or the network swallows packets; then every request that
takes a connection would hang with it.
"""

import selectors
import time
from typing import Any

import psycopg
from sqlalchemy.exc import InvalidatePoolError

ANSWER_WITHIN_S = 1.5


def ask_whether_alive(connection: psycopg.Connection[Any], _record: Any, _proxy: Any) -> None:
    """For the pool's ``checkout`` event: send an empty query and wait a moment for its answer.

    :raises InvalidatePoolError: no answer in time, or none at all; the pool drops its connections and makes a new one.
    """
    wire = connection.pgconn
    try:
        wire.send_query(b"")
        deadline = time.monotonic() + ANSWER_WITHIN_S
        while True:
            while not wire.is_busy():
                if wire.get_result() is None:
                    return
            if not _readable(wire.socket, deadline - time.monotonic()):
                # Closed at once, without the farewell that waits for the server's.
                wire.finish()
                raise InvalidatePoolError("the database does not answer")
            wire.consume_input()
    except psycopg.Error as error:
        raise InvalidatePoolError("the connection to the database is gone") from error


def _readable(wire: int, seconds: float) -> bool:
    """Whether something arrives within the time; works for any number of open files, unlike ``select``."""
    with selectors.DefaultSelector() as selector:
        selector.register(wire, selectors.EVENT_READ)
        return bool(selector.select(max(0.0, seconds)))
