"""A job process that is killed at a chosen place: ``python -m tests.faults.dying '{"where": ..., "do": ...}'``.

``where`` names a function as a test's monkeypatch would; it is replaced by SIGKILL, which no ``finally`` sees.
``do`` is "deliver" or "work": one step of the outbox or of the runs.
"""

import importlib
import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from service.database import engine_for, sessions
from service.jobs.context import JobContext
from service.jobs.deliver import deliver_once
from service.jobs.work import work_once
from service.mail.way_out import transport_of
from service.settings import Settings


def die(*_: object, **__: object) -> None:
    """Be killed, as by the machine's own hand."""
    os.kill(os.getpid(), signal.SIGKILL)


def replace(where: str) -> None:
    """Put :func:`die` in the place of a function or method."""
    parts = where.split(".")
    for end in range(len(parts) - 1, 0, -1):
        try:
            target: Any = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for name in parts[end:-1]:
            target = getattr(target, name)
        getattr(target, parts[-1])
        setattr(target, parts[-1], die)
        return
    raise LookupError(where)


def main(order: dict[str, str]) -> None:
    """Do one step, and die on the way."""
    settings = Settings(
        home=Path(order["home"]),
        secret_key=order["secret"],
        base_url="https://linchpin.example",
        smtp_url=order["smtp"],
        mail_from="Linchpin <linchpin@linchpin.example>",
    )
    now = datetime.fromisoformat(order["now"])
    context = JobContext(settings, sessions(engine_for(order["database"])), lambda: now, owner="child")
    replace(order["where"])
    if order["do"] == "deliver":
        deliver_once(context, transport_of(settings))
    else:
        work_once(context)
    sys.exit("It was not killed.")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
