"""A child that ends with its parent, however the parent ended: nothing is left running behind its back."""

import os
import signal
import threading
import time

PARENT = "LINCHPIN_PARENT"
"""Names the reading end of a pipe whose other end only the parent holds."""

# What does not stop cleanly within this time is killed with all that it started.
PATIENCE_SECONDS = 20.0


def end_with_parent() -> None:
    """Watch the parent from now on, where there is one to watch; SIGTERM to ourselves once it is gone."""
    handle = os.environ.get(PARENT)
    if handle and handle.isdigit():
        threading.Thread(target=_watch, args=(int(handle),), name="guardian", daemon=True).start()


def _watch(handle: int) -> None:
    # Nothing is ever written: reading ends when the system closes the parent's end.
    os.read(handle, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_SECONDS)
    os.killpg(os.getpgid(0), signal.SIGKILL)
