"""Write ``docs/third-party.md``: every package that is installed at set-up, with its version and licence.

Run by ``make docs``. What it lists comes from the lock files; the licences from the packages' own metadata.
"""

import json
import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON_LOCK = ROOT / "requirements.lock"
FRONTEND = ROOT / "service" / "web" / "frontend"
TARGET = ROOT / "docs" / "third-party.md"

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
_CLASSIFIER = "License :: OSI Approved :: "


def python_packages() -> list[tuple[str, str, str]]:
    """Name, version and licence of every Python package that runs in production."""
    versions = {package.name.lower(): package.version for package in metadata.distributions()}
    found = []
    for name, version in _PINNED.findall(PYTHON_LOCK.read_text()):
        # A lock names other versions for other interpreters, and packages for other systems.
        if versions.get(name.lower()) == version:
            found.append((name, version, _licence(metadata.metadata(name))))
    return sorted(found, key=lambda row: row[0].lower())


def _licence(about: metadata.PackageMetadata) -> str:
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    classified = [c.removeprefix(_CLASSIFIER) for c in about.get_all("Classifier") or [] if c.startswith(_CLASSIFIER)]
    if classified:
        return ", ".join(sorted(classified))
    said = (about.get("License") or "").strip().splitlines()
    return said[0][:80] if said else "see the package"


def frontend_packages() -> list[tuple[str, str, str]]:
    """Name, version and licence of every package that the bundle of the pages may take from."""
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    found = {}
    for path, entry in lock["packages"].items():
        if not path or entry.get("dev"):
            continue
        name = path.rsplit("node_modules/", 1)[-1]
        found[name] = (name, entry["version"], entry.get("license", "see the package"))
    return [found[name] for name in sorted(found)]


def table(rows: list[tuple[str, str, str]]) -> str:
    """A Markdown table."""
    lines = ["| package | version | licence |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {version} | {licence} |" for name, version, licence in rows)])


def document() -> str:
    """The whole page."""
    return f"""# Third-party software

Linchpin is its authors' own work under the Apache License 2.0. It is put together with the packages below, which are
installed by their package managers at set-up; none of their files is kept in this repository. This page is generated
from the lock files by `make docs`.

The PDFs embed the typefaces Inter and Noto Sans SC (SIL Open Font License 1.1), which are built from the packages
`@fontsource/inter` and `@fontsource/noto-sans-sc`; their licence texts lie beside the built files.

## Python, in production

{table(python_packages())}

## Pages

{table(frontend_packages())}
"""


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
