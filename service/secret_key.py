"""The key that signs sessions and links: named in the settings, or made once and kept in the home folder."""

import os
import secrets
import tempfile
from pathlib import Path

from service.settings import Settings

FILE_NAME = "secret.key"
SHORTEST = 16


class WeakSecretKey(ValueError):
    """The secret key that the settings name is too short to protect anything."""


def secret_keys(settings: Settings) -> list[str]:
    """The key in force first, then those whose signatures are still honoured.

    :raises WeakSecretKey: the settings name a key of fewer than 16 characters.
    """
    named = settings.secret_key.get_secret_value()
    if named and len(named) < SHORTEST:
        raise WeakSecretKey(f"LINCHPIN_SECRET_KEY needs at least {SHORTEST} characters.")
    current = named or _kept_key(settings.home / FILE_NAME)
    return [current, *(key.get_secret_value() for key in settings.previous_secret_keys)]


def _kept_key(path: Path) -> str:
    """Read the key, or make it: of several processes that start at once, one wins and all use its key."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(name, path)
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()
    return path.read_text(encoding="ascii").strip()
