"""The worked examples of docs/import.md do what the guide says they do, on the files that it names."""

import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli.main import cli
from service.database import engine_for, migrate
from tests.service.operations.import_world import DATA

GUIDE = Path(__file__).parents[3] / "docs" / "import.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = _BLOCK.findall(GUIDE.read_text(encoding="utf-8"))


def steps(block: str) -> list[tuple[str, list[str]]]:
    """Every command of an example with the lines that the guide shows below it."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        elif line.strip():
            found[-1][1].append(line)
    return found


def test_the_guide_has_an_example_for_every_set_of_data() -> None:
    folders = {words[1].split("/")[0] for block in EXAMPLES for words in [shlex.split(steps(block)[0][0])]}
    assert folders >= {
        "crm_salesforce_samples", "crm_hubspot_fivetran", "crm_northwind", "crm_adventureworks",
        "net_krackhardt_hightech", "churn_ravenstack", "survey_qualtrics_fivetran", "tickets_zendesk_fivetran",
    }  # fmt: skip


@pytest.mark.parametrize("block", EXAMPLES, ids=lambda block: shlex.split(block.splitlines()[0])[-1].split("/")[0])
def test_an_example_does_what_the_guide_says(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not DATA.exists():
        pytest.skip("the real data is not on this machine (../shared/data)")
    url = f"sqlite:///{tmp_path / 'guide.db'}"
    monkeypatch.setenv("LINCHPIN_DATABASE_URL", url)
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path))
    engine = engine_for(url)
    migrate(engine)
    engine.dispose()
    for command, shown in steps(block):
        words = shlex.split(command)
        if words[0] == "cd":
            monkeypatch.chdir(DATA / words[1])
        elif words[0] == "echo":
            (tmp_path / words[3]).write_text(words[1], encoding="utf-8")
        else:
            given = [str(tmp_path / w) if w.endswith(".json") and not os.path.exists(w) else w for w in words[1:]]  # noqa: PTH110 - as the shell sees it
            said = CliRunner().invoke(cli, given)
            lines = said.output.splitlines()
            assert [line for line in shown if line not in lines] == [], f"{command}\n{said.output}"
