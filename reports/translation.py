"""How fixed words reach the reader's language: the caller passes a gettext function in."""

from collections.abc import Callable

Translate = Callable[[str], str]
