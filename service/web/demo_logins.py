"""The demo's visitors on the sign-in page: one press each, where the installation says that it is a demo."""

from dataclasses import dataclass
from typing import Any

from service.demo.cast import CAST
from service.edge.state import settings
from service.i18n.labels import label

FILE = "demo-password"


@dataclass(frozen=True)
class DemoLogin:
    """One visitor: whom a press of the button signs in."""

    role: Any
    name: str
    email: str
    password: str


def demo_logins() -> list[DemoLogin]:
    """One login a role; none where this is no demo, or where its password is not kept here."""
    path = settings().home / FILE
    if not settings().demo or not path.is_file():
        return []
    password = path.read_text(encoding="utf-8").strip()
    return [DemoLogin(label(one.role), one.name, one.email, password) for one in CAST if one.login]
