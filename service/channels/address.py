"""The address of somebody's channel, as they may write it, and as it is used."""

import ipaddress
import socket
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from apprise import Apprise, NotifyBase

from service.channels.outside import is_outside

#: Services that messages may be sent to, by the scheme of their address.
SERVICES: dict[str, str] = {
    "slack": "Slack",
    "workflows": "Microsoft Teams",
    "workflow": "Microsoft Teams",
    "feishu": "Feishu",
    "lark": "Lark",
    "dingtalk": "DingTalk",
    "wecombot": "WeCom",
    "discord": "Discord",
    "tgram": "Telegram",
    "gchat": "Google Chat",
    "wxteams": "Webex",
    "mmosts": "Mattermost",
    "rockets": "Rocket.Chat",
    "zulip": "Zulip",
    "ntfys": "ntfy",
    "gotifys": "Gotify",
    "jsons": "JSON",
}

#: Addresses as the services show them, which Apprise does not read itself: host and path -> scheme.
_NATIVE = {
    ("open.feishu.cn", "/open-apis/bot/v2/hook/"): "feishu",
    ("open.larksuite.com", "/open-apis/bot/v2/hook/"): "lark",
}
# What an address may say behind its question mark; others would make Apprise read files or wait for long.
_KEPT = frozenset({"to", "token", "secret", "key", "ver", "thread", "topic", "api-version", "sp", "sv", "sig"})
_MOST = 1000


class BadChannel(ValueError):
    """An address that messages cannot be sent to; ``reason``: "unknown", "private", "long"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def channel_of(written: str) -> NotifyBase:
    """The channel that an address means.

    :raises BadChannel: too long, no service that we know, not encrypted, or within a private network.
    """
    url = as_url(written)
    scheme = urlsplit(url).scheme.lower()
    made = Apprise.instantiate(url, suppress_exceptions=True)
    if made is None or not isinstance(made, NotifyBase) or service_of(made) is None:
        raise BadChannel("unknown")
    if scheme not in SERVICES and scheme != "https":
        raise BadChannel("unknown")
    _check_host(made)
    made.socket_connect_timeout = made.socket_read_timeout = 4.0
    return made


def as_url(written: str) -> str:
    """An address as Apprise takes it, without what it must not say.

    >>> as_url("https://open.feishu.cn/open-apis/bot/v2/hook/0123-abc")
    'feishu://0123-abc'
    >>> as_url("https://oapi.dingtalk.com/robot/send?access_token=abc123")
    'dingtalk://abc123'
    >>> as_url("slack://a/b/c?template=/etc/passwd&rto=9999")
    'slack://a/b/c'

    :raises BadChannel: too long, or no address at all.
    """
    text = written.strip()
    if len(text) > _MOST:
        raise BadChannel("long")
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise BadChannel("unknown") from error
    query = parse_qsl(parts.query)
    for (native, path), scheme in _NATIVE.items():
        if host == native and parts.path.startswith(path):
            return f"{scheme}://{parts.path.removeprefix(path).strip('/')}"
    if host == "oapi.dingtalk.com":
        return "dingtalk://" + dict(query).get("access_token", "")
    kept = [(name, value) for name, value in query if name.lower() in _KEPT]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def service_of(channel: Any) -> str | None:
    """What the service behind a channel is called; None: none that we send to."""
    schemes = channel.secure_protocol
    names = (schemes,) if isinstance(schemes, str) else tuple(schemes or ())
    return next((SERVICES[name] for name in names if name in SERVICES), None)


def masked(channel: NotifyBase) -> str:
    """The channel's address with its secrets left out, to be recognised by."""
    shown: Any = channel  # its method is not annotated
    return str(shown.url(privacy=True)).partition("?")[0][:80]


def _check_host(channel: NotifyBase) -> None:
    """Refuse at once what plainly names a private address; what names resolve to is seen when a message is sent."""
    host = str(getattr(channel, "host", "") or "").strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".home.arpa")):
        raise BadChannel("private")
    try:
        # Also the short and the octal or hexadecimal notations, such as 127.1 and 0x7f000001.
        number = str(ipaddress.IPv4Address(socket.inet_aton(host)))
    except OSError:
        number = host if ":" in host else ""
    if number and not is_outside(number):
        raise BadChannel("private")
