"""``linchpin run``: everything at once, until it is stopped."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import click

from service.cli.console import fail, note, say
from service.cli.context import CommandContext, pass_context
from service.cli.first_start import HISTORY_MONTHS, Ready, prepare, show_logins
from service.cli.ports import demand_free
from service.demo.company import DEFAULT_ACCOUNTS
from service.guardian import PARENT

STOP_SECONDS = 20
START_SECONDS = 120
_PAUSE_SECONDS = 0.2
_TAIL = 15
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Stopped(Exception):
    """Somebody asked us to stop."""


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every one.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    envvar="PORT",
    show_default=True,
    show_envvar=True,
    help="Port.",
)
@click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that answer pages."
)
@click.option("--demo/--no-demo", default=True, show_default=True, help="Load the demo company into an empty database.")
@click.option(
    "--demo-accounts",
    type=click.IntRange(1, 1_000_000),
    default=DEFAULT_ACCOUNTS,
    show_default=True,
    help="How many customers the demo company has.",
)
@pass_context
def run_command(context: CommandContext, host: str, port: int, workers: int, demo: bool, demo_accounts: int) -> None:
    """Start everything: database, demo, scores, pages and jobs.

    At the first start the database is made, filled with the demo company and scored, and reports are written; later
    starts keep what is there. Ctrl-C stops the pages and the jobs, which finish what they have begun.

    \b
    Examples:
      linchpin run
      PORT=8080 linchpin run
      linchpin run --no-demo
    """
    demand_free(host, port)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        ready = prepare(context, demo_accounts=demo_accounts if demo else 0)
        context.close()
        _serve(host, port, workers, ready, context.settings.home / "logs")
    except Stopped:
        say("Stopped.")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    # Once is enough: a second Ctrl-C must not cut the clean stop short.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise Stopped


def _serve(host: str, port: int, workers: int, ready: Ready, logs: Path) -> None:
    """Start the two processes, say where the pages are, and watch both until one ends or we are stopped."""
    address = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}"  # noqa: S104 - compared, not bound
    environment = {"LINCHPIN_BASE_URL": address, **os.environ}
    if ready.password and host in _LOOPBACK:
        # The page then signs in to the demo at a click; not where others can reach it.
        environment.setdefault("LINCHPIN_DEMO", "true")
    web = ["web", "--host", host, "--port", str(port), "--workers", str(workers)]
    with ExitStack() as running:
        processes = {
            name: _start(running, arguments, environment, logs / f"{name}.log")
            for name, arguments in (("web", web), ("jobs", ["jobs"]))
        }
        _wait_for(address, processes, logs)
        say(f"\nLinchpin is ready on {address}\n")
        show_logins(ready.password)
        say(f"What happens is written to {logs}. Ctrl-C stops it.")
        sys.stdout.flush()
        if ready.lacks_history:
            # So that charts have a past to show; the pages are there meanwhile.
            _start(running, ["score", "--history", str(HISTORY_MONTHS)], environment, logs / "history.log")
        while True:
            _demand_alive(processes, logs)
            time.sleep(_PAUSE_SECONDS)


def _start(running: ExitStack, arguments: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    log.parent.mkdir(parents=True, exist_ok=True)
    reading, writing = os.pipe()
    running.callback(os.close, writing)
    with log.open("wb") as written, os.fdopen(reading):
        # In a session of its own, a Ctrl-C at the terminal reaches us alone, and we stop all in order. Should we be
        # killed, the pipe breaks, and the child stops by itself.
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "service.cli", *arguments],
            env={**environment, PARENT: str(reading)},
            pass_fds=[reading],
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to stop; one that does not within the time is killed."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _demand_alive(processes: dict[str, subprocess.Popen[bytes]], logs: Path) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            log = logs / f"{name}.log"
            for line in log.read_text(encoding="utf-8", errors="replace").splitlines()[-_TAIL:]:
                note(f"  {line}")
            fail(f"`linchpin {name}` ended by itself (exit code {process.returncode}). Its last words stand above.")


def _wait_for(address: str, processes: dict[str, subprocess.Popen[bytes]], logs: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        _demand_alive(processes, logs)
        try:
            with urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(_PAUSE_SECONDS)
    note("The pages take long to answer; they may still come.")
