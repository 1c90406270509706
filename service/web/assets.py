"""The built front end: content-hashed files under ``static/build`` and the manifest that names them."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_from_directory, url_for

STATIC = Path(__file__).parent / "static"
BUILD = STATIC / "build"
A_YEAR = 31_536_000
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))

# The template folder is named here too, so that an application that knows only this blueprint finds the pages.
assets = Blueprint("assets", __name__, url_prefix="/assets", template_folder="templates")


class MissingBuild(RuntimeError):
    """The front-end bundle has not been built, or does not hold the file that a page asks for."""


@lru_cache(maxsize=4)
def _manifest(built_at_ns: int, path: Path) -> dict[str, str]:
    """The manifest as written at ``built_at_ns``; a new build has a new time and is read anew."""
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names


def manifest() -> dict[str, str]:
    """Plain names (``app.css``) to built names (``app-4FJ2K7QX.css``).

    Raises :class:`MissingBuild` where the bundle has not been built.
    """
    path = BUILD / "manifest.json"
    try:
        return _manifest(path.stat().st_mtime_ns, path)
    except FileNotFoundError as error:
        raise MissingBuild("The front-end bundle is missing: run `make setup`.") from error


def asset(name: str) -> str:
    """The address of a built file by its plain name, for templates: ``{{ asset("app.css") }}``."""
    try:
        return url_for("assets.built", name=manifest()[name])
    except KeyError as error:
        raise MissingBuild(f"The front-end bundle has no file {name!r}: run `make setup`.") from error


@assets.get("/<path:name>")
def built(name: str) -> Response:
    """One built file, compressed beforehand where the reader takes it; names carry a hash, so it never changes."""
    if name == "manifest.json" or name.endswith((".br", ".gz")):
        abort(404)
    served, encoding = name, ""
    for candidate, suffix in ENCODINGS:
        if request.accept_encodings[candidate] > 0 and (BUILD / (name + suffix)).is_file():
            served, encoding = name + suffix, candidate
            break
    response = send_from_directory(BUILD, served, max_age=A_YEAR, conditional=True, mimetype=_mimetype(name))
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def _mimetype(name: str) -> str:
    """The media type by ending; the machine's own table is not trusted, since it may call scripts plain text."""
    kinds = {
        ".css": "text/css",
        ".js": "text/javascript",
        ".json": "application/json",
        ".map": "application/json",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
        ".png": "image/png",
        ".ico": "image/x-icon",
    }
    return kinds.get(Path(name).suffix, "application/octet-stream")
