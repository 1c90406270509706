"""The lock files hold what the project asks for, by hash, and say nothing about where packages come from."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME = PROJECT["project"]["dependencies"]
GROUPS: dict[str, list[str]] = PROJECT["dependency-groups"]
LOCKS = {
    "requirements.lock": RUNTIME,
    "requirements-dev.lock": RUNTIME + GROUPS["dev"],
    "deploy/setup/build.lock": GROUPS["build"],
    "deploy/setup/installer.lock": GROUPS["installer"],
    "deploy/setup/node.lock": GROUPS["node"],
}
# In two parts, so that this file does not name one either.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com/",
    "yarn" + "pkg.com",
    "npm" + "mirror.com",
    "debian" + ".org/debian",
]


def pins(lock: str) -> dict[str, Version]:
    """The packages of a lock file and their versions."""
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==([^ ;\\]+)", (ROOT / lock).read_text(), re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in found}


def committed() -> list[Path]:
    """Every file of the repository that git knows and that is there."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_within_its_bounds(lock: str) -> None:
    pinned = pins(lock)
    for requirement in map(Requirement, LOCKS[lock]):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in {lock}: make lock"
        assert requirement.specifier.contains(version, prereleases=True), f"{requirement} has {version}: make lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_its_hashes(lock: str) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    assert len(entries) >= len(LOCKS[lock])
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_tests_run_with_the_versions_that_the_service_runs_with() -> None:
    development = pins("requirements-dev.lock")
    assert {name: development.get(name) for name in pins("requirements.lock")} == pins("requirements.lock")


@pytest.mark.parametrize("folder", ["service/web/frontend", "deploy/setup/browser"])
def test_the_front_end_lock_matches_its_package_and_records_no_address(folder: str) -> None:
    package = json.loads((ROOT / folder / "package.json").read_text())
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())
    for kind in ("dependencies", "devDependencies"):
        assert lock["packages"][""].get(kind, {}) == package.get(kind, {})
    installed = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in installed.items() if "resolved" in entry] == []
    assert [name for name, entry in installed.items() if not entry.get("integrity")] == []


def test_no_committed_file_names_a_package_registry() -> None:
    pattern = re.compile("|".join(map(re.escape, REGISTRIES)).encode())
    naming = [str(path.relative_to(ROOT)) for path in committed() if pattern.search(path.read_bytes())]
    assert naming == []


def test_no_lock_of_a_tool_that_writes_addresses_is_committed() -> None:
    names = {path.name for path in committed()}
    assert names.isdisjoint({"uv.lock", "poetry.lock", "Pipfile.lock", "pnpm-lock.yaml", "yarn.lock"})
    locks = [path for path in committed() if path.suffix == ".lock"]
    assert [str(path) for path in locks if re.search(r"https?://|--(?:extra-)?index", path.read_text())] == []
