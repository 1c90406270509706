"""The password of the demo's logins: made up, and kept for its owner's eyes, so that every start can show it."""

import os
import secrets
from pathlib import Path

_FILE = "demo-password"


def demo_password() -> str:
    """A new one that nobody can guess, short enough to type; every installation has its own."""
    return f"demo-{secrets.token_hex(4)}"


def keep_password(home: Path, password: str) -> None:
    """Keep it in the home folder, readable by its owner only."""
    home.mkdir(parents=True, exist_ok=True)
    (home / _FILE).unlink(missing_ok=True)
    descriptor = os.open(home / _FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(password)


def kept_password(home: Path) -> str | None:
    """The one that was kept, if any."""
    path = home / _FILE
    return path.read_text(encoding="utf-8").strip() if path.exists() else None
