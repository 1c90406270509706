"""Send a message to somebody's channel."""

from apprise import NotifyFormat, NotifyType

from service.channels.address import channel_of
from service.channels.outside import outside_only


class NotTaken(RuntimeError):
    """The service behind the channel did not take the message, or could not be reached."""


def send_to_channel(address: str, title: str, text: str) -> None:
    """Send one message; it is tried once, with a few seconds for each step.

    :raises BadChannel: the address is none that messages go to; :raises NotTaken: it could not be delivered.
    """
    channel = channel_of(address)
    with outside_only():
        taken = channel.notify(body=text, title=title, notify_type=NotifyType.INFO, body_format=NotifyFormat.TEXT)
    if not taken:
        raise NotTaken("The service did not take the message.")
