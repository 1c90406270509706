"""The house keeps its order: what stands at the top, who imports whom, how large a file and a function may grow."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = {"service", "models", "scoring", "reports", "migrations", "tests", "docs", "benchmarks", "deploy"}
FILES = {
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "pyproject.toml",
    "requirements.lock",
    "requirements-dev.lock",
}
ROOMS = ("service", "models", "scoring", "reports")
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
WRITTEN = {".py", ".ts", ".tsx", ".css", ".scss", ".html", ".mjs", ".sh"}
DRAWERS = {"utils", "util", "helpers", "misc", "common"}
EXCEPTION = re.compile(r"# (?:noqa|type: ignore)")
REASONED = re.compile(r"# (?:noqa: [A-Z]+\d+(?:, ?[A-Z]+\d+)*|type: ignore\[[^\]]+\])[\s#:-]+\w")


def committed() -> list[Path]:
    """Every file of the repository that git knows and that is there, relative to its top."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


def code(*rooms: str) -> list[Path]:
    """The Python files of these rooms."""
    return [path for path in committed() if path.suffix == ".py" and path.parts[0] in rooms]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, nested ones too."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function after its signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_only_the_agreed_rooms_stand_at_the_top() -> None:
    folders = {path.parts[0] for path in committed() if len(path.parts) > 1 and not path.parts[0].startswith(".")}
    files = {path.name for path in committed() if len(path.parts) == 1 and not path.name.startswith(".")}
    assert folders - FOLDERS == set()
    assert files - FILES == set()


def test_no_file_is_long() -> None:
    lengths = {
        str(path): sum(bool(line.strip()) for line in (ROOT / path).read_text().splitlines())
        for path in committed()
        if path.suffix in WRITTEN and path.parts[:2] != ("migrations", "versions")
    }
    assert {path: length for path, length in lengths.items() if length > MOST_LINES} == {}


def test_no_function_is_long() -> None:
    long = {
        f"{path}:{function.lineno} {function.name}": body_lines(function)
        for path in code(*ROOMS)
        for function in functions(path)
        if body_lines(function) > MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}


def test_every_file_of_the_house_says_what_it_is_for() -> None:
    silent = [
        str(path)
        for path in code(*ROOMS, "migrations")
        if (text := (ROOT / path).read_text()).strip() and ast.get_docstring(ast.parse(text)) is None
    ]
    assert silent == []


def test_no_file_is_a_drawer() -> None:
    assert [str(path) for path in code(*ROOMS) if DRAWERS & {path.stem, *path.parent.parts}] == []


def test_every_exception_from_the_rules_carries_its_reason() -> None:
    bare = []
    for path in code(*ROOMS, "tests", "benchmarks", "deploy", "migrations"):
        lines = (ROOT / path).read_text().splitlines()
        for number, (above, line) in enumerate(zip(["", *lines], lines, strict=False), start=1):
            # The reason stands behind the exception or in a comment above it.
            reasoned = REASONED.search(line) or above.strip().startswith("# ")
            if EXCEPTION.search(line) and "re.compile" not in line and not reasoned:
                bare.append(f"{path}:{number}")
    assert bare == []


def names(function: ast.AST) -> set[str]:
    """Every name that a function uses, of attributes too."""
    nodes = list(ast.walk(function))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} | {
        node.id for node in nodes if isinstance(node, ast.Name)
    }


def checks(function: ast.AST) -> bool:
    """Whether a function asserts something, or calls what does by its name."""
    asserts = any(isinstance(node, ast.Assert) for node in ast.walk(function))
    return asserts or any(name.startswith(("raises", "assert", "expect")) for name in names(function))


def test_every_test_can_fail() -> None:
    silent = []
    for path in code("tests"):
        if not path.name.startswith("test_"):
            continue
        checking = {function.name for function in functions(path) if checks(function)}
        silent += [
            f"{path}:{function.lineno} {function.name}"
            for function in functions(path)
            if function.name.startswith("test_") and not checks(function) and not names(function) & checking
        ]
    assert silent == []


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
