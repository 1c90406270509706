"""Whether an address is free to serve on."""

import errno
import socket

from service.cli.console import fail


def demand_free(host: str, port: int) -> None:
    """End the command with a clear sentence where another program has the port, or we may not take it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # What a server that has just stopped leaves behind does not count as busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                fail(f"Port {port} is in use by another program. Stop that, or choose another port: PORT={port + 1}.")
            if error.errno == errno.EACCES:
                fail(f"Port {port} is reserved for the system administrator. Choose one above 1023.")
            fail(f"{host} is not an address of this machine.")
