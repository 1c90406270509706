"""How somebody wants to be told: what their preferences say, with a meaning for everything they leave out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_CHANNELS = 5


class When(StrEnum):
    """When a way is used."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Channel:
    """One chat of somebody's; ``key`` tells it from their others, ``url`` is a secret."""

    key: str
    name: str
    url: str
    when: When = When.AT_ONCE


@dataclass(frozen=True, slots=True)
class NoticePreferences:
    """By mail, and by which chats; the inbox of the pages always holds everything."""

    mail: When = When.AT_ONCE
    channels: tuple[Channel, ...] = ()

    def as_stored(self) -> dict[str, Any]:
        """As it stands among a user's preferences."""
        return {
            "mail": self.mail.value,
            "channels": [
                {"key": one.key, "name": one.name, "url": one.url, "when": one.when.value} for one in self.channels
            ],
        }


def notice_preferences(preferences: Mapping[str, Any]) -> NoticePreferences:
    """What a user's preferences say about notices.

    >>> notice_preferences({}).mail.value
    'at_once'
    >>> notice_preferences({"notices": {"mail": "digest"}}).mail.value
    'digest'
    """
    stored = preferences.get("notices") or {}
    channels = tuple(
        Channel(str(one["key"]), str(one["name"]), str(one["url"]), _when(one.get("when")))
        for one in stored.get("channels") or ()
    )
    return NoticePreferences(_when(stored.get("mail")), channels)


def _when(value: Any) -> When:
    return When(value) if value in set(When) else When.AT_ONCE
