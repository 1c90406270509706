"""``linchpin run`` as a stranger meets it: a real process, started twice, stopped by a signal."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder for an installation of the test's own."""
    return tmp_path / "var"


@pytest.fixture
def port() -> int:
    """A port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def started(home: Path, port: int) -> "subprocess.Popen[str]":
    """The command, with a small demo."""
    return subprocess.Popen(
        [sys.executable, "-m", "service.cli", "run", "--port", str(port), "--demo-accounts", "20"],
        cwd=ROOT,
        env={**os.environ, "LINCHPIN_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def lines_until_ready(process: "subprocess.Popen[str]") -> Iterator[str]:
    """What it says until it is ready; ends early where it stops."""
    assert process.stdout is not None
    for line in process.stdout:
        yield line.rstrip("\n")
        if "Ctrl-C stops it." in line:
            return


@pytest.mark.skipif(
    not (ROOT / ".cache" / "fonts" / "SOURCE.sha256").exists(),
    reason="the fonts of the reports are not built: make setup",
)
def test_it_starts_shows_the_logins_keeps_its_data_and_stops_cleanly(home: Path, port: int) -> None:
    first = started(home, port)
    said = list(lines_until_ready(first))
    assert f"Linchpin is ready on http://127.0.0.1:{port}" in said
    password = next(m[1] for line in said if (m := re.search(r"password of all is (demo-\w+)", line)))
    assert sum("@tarnwood.example" in line for line in said) == 5
    with urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert answer.status == 200
    first.send_signal(signal.SIGTERM)
    rest, _ = first.communicate(timeout=60)
    assert first.returncode == 0
    assert rest == "Stopped.\n"
    with socket.create_server(("127.0.0.1", port)):
        pass  # nobody holds the port any more
    assert f"Serving on http://127.0.0.1:{port}" in (home / "logs" / "web.log").read_text(encoding="utf-8")
    assert (home / "logs" / "jobs.log").exists()
    assert oct((home / "demo-password").stat().st_mode)[-3:] == "600"

    before = _generations(home)
    assert before[0] >= 1
    second = started(home, port)
    said = list(lines_until_ready(second))
    assert any(password in line for line in said)
    second.send_signal(signal.SIGINT)
    second.communicate(timeout=60)
    assert second.returncode == 0
    assert _accounts(home) == 20


def _generations(home: Path) -> tuple[int]:
    return _one(home, "SELECT count(*) FROM score_generation WHERE state = 'published' AND kind = 'portfolio'")


def _accounts(home: Path) -> int:
    return _one(home, "SELECT count(*) FROM account")[0]


def _one(home: Path, statement: str) -> tuple[int]:
    connection = sqlite3.connect(home / "linchpin.db")
    try:
        found: tuple[int] = connection.execute(statement).fetchone()
        return found
    finally:
        connection.close()


def test_a_process_that_cannot_start_is_said_with_its_last_words(home: Path, port: int) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "service.cli", "run", "--port", str(port), "--no-demo"],
        cwd=ROOT,
        env={**os.environ, "LINCHPIN_HOME": str(home), "LINCHPIN_SECRET_KEY": "short"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert process.returncode == 1
    assert "LINCHPIN_SECRET_KEY needs at least 16 characters" in process.stderr
    assert "ended by itself" in process.stderr
    with socket.create_server(("127.0.0.1", port)):
        pass  # nothing was left behind


def test_nothing_goes_on_when_it_is_killed(home: Path, port: int) -> None:
    process = started(home, port)
    assert "Ctrl-C stops it." in list(lines_until_ready(process))[-1]
    process.kill()
    process.wait()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                pass
        except ConnectionRefusedError:
            return
    pytest.fail("the pages were still served a minute after their parent was killed")
