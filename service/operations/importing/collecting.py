"""Python's search for circular garbage, put off while a file is walked through."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_THRESHOLDS = (50_000, 20, 50)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for circular garbage more seldom than usual.

    Rows are many small objects that go as soon as their chunk is written, without circles: looking through all of the
    program's objects every few hundred rows took a quarter of an import's time.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
