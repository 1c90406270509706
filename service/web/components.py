"""The Jinja macros of ``templates/components`` as one global, ``ui``, that needs no import in a template."""

from pathlib import Path
from typing import Any

from flask import Flask

FOLDER = Path(__file__).parent / "templates" / "components"


class UnknownComponent(RuntimeError):
    """A template names a macro that no component file defines. (Jinja would pass over an AttributeError.)"""


class Components:
    """Finds a macro by its name in whichever component file defines it: ``{{ ui.badge("New") }}``.

    Names are unique over all files; a file is loaded the first time that one of its macros is used.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._file_of: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        environment = self._app.jinja_env
        if name not in self._file_of:
            self._file_of = {
                macro: file
                for file in sorted(p.name for p in FOLDER.glob("*.html"))
                for macro in macros_of(self._app, file)
            }
        if name not in self._file_of:
            raise UnknownComponent(f"No component is called {name!r}; see docs/design-system.md.")
        return getattr(environment.get_template(f"components/{self._file_of[name]}").module, name)


def macros_of(app: Flask, file: str) -> dict[str, Any]:
    """The public macros of one component file, by name."""
    module = app.jinja_env.get_template(f"components/{file}").module
    return {
        name: value for name, value in vars(module).items() if not name.startswith("_") and hasattr(value, "arguments")
    }
