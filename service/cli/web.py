"""``linchpin web``: the page server."""

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from service.cli.console import note
from service.cli.context import CommandContext, pass_context
from service.cli.ports import demand_free
from service.secret_key import secret_keys


@click.command("web")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every one.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    envvar="PORT",
    show_default=True,
    show_envvar=True,
    help="Port.",
)
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that answer.")
@pass_context
def web_command(context: CommandContext, host: str, port: int, workers: int) -> None:
    """Serve the pages and the API.

    Each worker is a process that answers one request after another: more workers, not more threads, answer more.
    Without --host only this machine can reach the pages.

    \b
    Examples:
      linchpin web
      PORT=8080 linchpin web
      linchpin web --host 0.0.0.0 --workers 4
    """
    # Read here already, so that a wrong setting is said before anything starts: a worker that cannot start is
    # started again and again.
    base_url = context.settings.base_url
    secret_keys(context.settings)
    demand_free(host, port)
    note(f"Serving on http://{host}:{port} (links in mails start with {base_url}).")
    Granian(
        "service.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()
