"""``python -m service.cli``: the command line where the script ``linchpin`` is not on the path."""

from service.cli.main import cli
from service.guardian import end_with_parent

if __name__ == "__main__":
    end_with_parent()
    cli(prog_name="linchpin")
