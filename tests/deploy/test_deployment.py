"""What deploy/ describes fits the service: its commands, its settings, its folders."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click import Context

from service.cli.main import cli
from service.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OWN = {name: service for name, service in SERVICES.items() if service["image"] == "linchpin"}
# For the compose file and for other programs.
NOT_SETTINGS = {"LINCHPIN_LISTEN"}


def setting_names(text: str) -> set[str]:
    """The settings that a text speaks of, as :class:`Settings` calls them."""
    found = set(re.findall(r"\bLINCHPIN_[A-Z_]+\b", text)) - NOT_SETTINGS
    return {name.removeprefix("LINCHPIN_").lower() for name in found}


@pytest.mark.parametrize("file", ["compose.yaml", "Dockerfile", "README.md"])
def test_every_setting_that_is_named_exists(file: str) -> None:
    named = setting_names((DEPLOY / file).read_text())
    assert "home" in named or "database_url" in named
    assert named - set(Settings.model_fields) == set()


def test_every_command_that_is_named_exists() -> None:
    called = {service["command"][1] for service in OWN.values() if service.get("command", [""])[0] == "linchpin"}
    called |= set(re.findall(r"\.venv/bin/linchpin ([a-z]+)", (DEPLOY / "README.md").read_text()))
    assert called == {"migrate", "jobs"}
    assert called - set(cli.list_commands(Context(cli))) == set()


def test_pages_and_jobs_wait_for_the_tables() -> None:
    for name in ("web", "jobs"):
        assert OWN[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert OWN["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_all_processes_share_one_database_one_key_and_one_home() -> None:
    environments = [service["environment"] for service in OWN.values()]
    assert set(OWN) == {"migrate", "web", "jobs"}
    assert all(environment == environments[0] for environment in environments)
    assert all(service["volumes"] == ["home:/var/lib/linchpin"] for service in OWN.values())
    assert "LINCHPIN_HOME=/var/lib/linchpin" in DOCKERFILE


def test_no_secret_has_a_default() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    for secret in ("POSTGRES_PASSWORD", "LINCHPIN_SECRET_KEY"):
        assert set(re.findall(rf"\$\{{{secret}(:.)", text)) == {":?"}


def test_the_image_runs_without_root_and_serves_one_thread_a_process() -> None:
    last_stage = DOCKERFILE.split("\nFROM ")[-1]
    assert re.search(r"^USER linchpin$", last_stage, re.MULTILINE)
    assert '"--blocking-threads", "1"' in last_stage
    assert '"service.wsgi:app"' in last_stage
