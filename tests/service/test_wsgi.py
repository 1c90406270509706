"""The module that a WSGI server loads."""

import importlib
from pathlib import Path

import pytest


def test_the_application_is_made_when_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("LINCHPIN_HOME", str(home))
    module = importlib.import_module("service.wsgi")
    assert not home.exists()
    assert module.app.test_client().get("/healthz").status_code == 200
    assert (home / "secret.key").stat().st_mode & 0o777 == 0o600
    assert module.app is module.app
    with pytest.raises(AttributeError):
        _ = module.application
