"""Answers that arrive while the night is scored on SQLite: how long each one takes, and whether one is refused."""

import argparse
import multiprocessing
import tempfile
import time
from datetime import timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event

import numpy as np
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from benchmarks.portfolio import NOW, write_portfolio
from benchmarks.report import seconds_of, show
from models.survey import Response
from scoring.vocabulary import QuestionKind
from service.database import engine_for, migrate, sessions, writing
from service.operations.score_portfolio import score_portfolio

_EVERY_S = 0.02
_LONG_ENOUGH_S = 20.0
# The first answers of a process open its connection and put its statements together.
_WARM_UP = 10


def main() -> None:
    """One writer of answers, at most 50 a second, beside one night after the other; how long its commits take."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--full", action="store_true", help="20,000 accounts instead of 2,000")
    size = 20_000 if parser.parse_args().full else 2_000
    fresh = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/answers.db"
        engine = engine_for(url)
        migrate(engine)
        write_portfolio(sessions(engine), size)
        for what in ("idle", "during the night"):
            enough, begun, told = fresh.Event(), fresh.Event(), fresh.Queue()
            writer = fresh.Process(target=_answer, args=(url, size, begun, enough, told))
            writer.start()
            begun.wait()
            if what == "idle":
                seconds = seconds_of(lambda: time.sleep(_LONG_ENOUGH_S))
            else:
                seconds = seconds_of(lambda: _nights(sessions(engine)))
            enough.set()
            took, refused = told.get()
            writer.join()
            p50, p99 = (round(float(np.percentile(took, q)) * 1000, 2) for q in (50, 99))
            numbers = {"answers": len(took), "p50_ms": p50, "p99_ms": p99, "lock_errors": refused}
            show(f"answers on SQLite, {what}", size, seconds, seconds, 0.0, **numbers)
        engine.dispose()


def _nights(factory: sessionmaker[Session]) -> None:
    """Enough nights for the slowest hundredth of the answers to be more than one of them."""
    began = time.perf_counter()
    while time.perf_counter() - began < _LONG_ENOUGH_S:
        score_portfolio(factory, now=NOW)


def _answer(url: str, size: int, begun: Event, enough: Event, told: "Queue[tuple[list[float], int]]") -> None:
    engine = engine_for(url)
    factory = sessions(engine)
    took: list[float] = []
    refused = 0
    while not enough.is_set():
        started = time.perf_counter()
        given = Response(
            account_id=len(took) % size + 1,
            metric=QuestionKind.NPS,
            score=float(len(took) % 11),
            answered_at=NOW + timedelta(seconds=len(took)),
        )
        try:
            with writing(factory) as session:
                session.add(given)
        except OperationalError:
            refused += 1
        took.append(time.perf_counter() - started)
        if len(took) == _WARM_UP:
            begun.set()
        time.sleep(_EVERY_S)
    told.put((took[_WARM_UP:], refused))
    engine.dispose()


if __name__ == "__main__":
    main()
