"""The scripts of the pages: their types hold, their own tests pass, and their lock names no registry."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[3] / "service" / "web" / "frontend"


def run(command: str) -> subprocess.CompletedProcess[str]:
    """Run one of the commands of package.json."""
    npm = shutil.which("npm")
    if npm is None or not (FRONTEND / "node_modules").exists():
        pytest.skip("needs npm and the installed packages of the front end: `make setup` brings both")
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(
        [npm, "run", command], cwd=FRONTEND, env=environment, capture_output=True, text=True, check=False
    )


def test_types_hold():
    done = run("check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_scripts_own_tests_pass():
    done = run("test")
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"(?:#|ℹ) pass (\d+)", done.stdout)
    assert found
    assert int(found[1]) >= 13


def test_the_lock_names_no_registry():
    packages = json.loads((FRONTEND / "package-lock.json").read_text())["packages"]
    assert not any("resolved" in package for package in packages.values())
    assert all("integrity" in package for name, package in packages.items() if name)


def test_versions_are_exact():
    manifest = json.loads((FRONTEND / "package.json").read_text())
    versions = {**manifest["dependencies"], **manifest["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
