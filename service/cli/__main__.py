"""``python -m service.cli``: the command line where the script ``linchpin`` is not on the path."""

from service.cli.main import cli

if __name__ == "__main__":
    cli(prog_name="linchpin")
