"""Write docs/cli.md from the commands."""

from pathlib import Path

from service.cli.reference import reference

Path(__file__).with_name("cli.md").write_text(reference(), encoding="utf-8")
