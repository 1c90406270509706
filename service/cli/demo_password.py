"""The password of the demo's logins."""

import secrets


def demo_password() -> str:
    """A new one that nobody can guess, short enough to type; every installation has its own."""
    return f"demo-{secrets.token_hex(4)}"
