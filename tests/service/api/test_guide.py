"""Every example of the guide runs as it stands, and does what the text around it says."""

import re
import shlex
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from werkzeug.test import TestResponse

from service.auth.principal import the_service
from service.edge.application import Application
from service.operations.score_accounts import score_accounts
from tests.factories.cast import NOW, Cast

GUIDE = Path(__file__).parents[3] / "docs" / "api.md"
UPLOAD = b"Account Name,Website\nAcme Ltd,acme.example\n"


def examples() -> Iterator[str]:
    """The commands of the guide, each on one line."""
    for block in re.findall(r"```sh\n(.*?)```", GUIDE.read_text(), re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("curl"):
                yield line


def _run(app: Application, command: str, values: dict[str, str]) -> TestResponse:
    """Do what curl would do."""
    for name, value in values.items():
        command = command.replace(f"${name}", value)
    words = shlex.split(command)[1:]
    method, headers, given = "GET", {}, dict[str, Any]()
    address = ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _, text = words.pop(0).partition(": ")
            headers[name] = text
        elif word == "-d":
            given["data"] = words.pop(0)
        elif word == "-F":
            part, _, name = words.pop(0).partition("=@")
            given["data"] = {part: (BytesIO(UPLOAD), name)}
        else:
            address = word
    return app.test_client().open(address, method=method, headers=headers, **given)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_examples_do_what_the_guide_says(app: Application, cast: Cast, session: Session) -> None:
    score_accounts(session, the_service("test"), [cast.account_a.id], now=NOW)
    session.commit()
    values = {"HOST": "", "TOKEN": cast.token_csm}
    answers: list[tuple[str, TestResponse]] = []
    for command in examples():
        answer = _run(app, command, values)
        assert answer.status_code in {200, 201}, f"{command} -> {answer.get_data(as_text=True)}"
        if "-F" in command:
            assert answer.json is not None
            values["IMPORT"] = str(answer.json["id"])
        answers.append((command, answer))
    by_part = {
        part: _json(answers, part)
        for part in ("/people?q", '/api/v1/people"', "/undo", "PATCH", "/contracts", "/search")
    }
    assert len(by_part["/people?q"]["items"]) == 1
    assert by_part['/api/v1/people"']["email"] == "ann.lee@customer.example"
    assert by_part["/undo"]["state"] == "undone"
    assert (by_part["PATCH"]["segment"], by_part["PATCH"]["version"]) == ("Enterprise", 2)
    assert [row["arr"] for row in by_part["/contracts"]["items"]] == ["98765.43"]
    assert [row["name"] for row in by_part["/search"]["accounts"]] == ["canaryalpha Ltd"]
    assert len(answers) == 24


def _json(answers: list[tuple[str, TestResponse]], part: str) -> Any:
    return next(answer.json for command, answer in answers if part in command)
