"""The list of components, read from the macros and the comments above them; docs/design-system.md ends with it.

``python -c "from service.web.component_reference import write; write()"`` brings the document up to date.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from service.web.components import FOLDER

DOCUMENT = Path(__file__).parents[2] / "docs" / "design-system.md"
MARK = "<!-- The list below is generated: see service/web/component_reference.py -->"
_FILE_COMMENT = re.compile(r"\A\{#\s*(.*?)\s*#\}", re.DOTALL)
_MACRO = re.compile(r"\{#\s*((?:(?!#\}).)*?)\s*#\}\s*\{%-?\s*macro\s+(\w+\(.*?\))\s*-?%\}", re.DOTALL)


@dataclass(frozen=True)
class Component:
    """One macro: how it is called and what it is for."""

    signature: str
    purpose: str

    @property
    def name(self) -> str:
        """The name by which templates call it, ``ui.<name>``."""
        return self.signature.split("(")[0]


@dataclass(frozen=True)
class ComponentFile:
    """One file of macros and what they have in common."""

    name: str
    purpose: str
    components: tuple[Component, ...]


def component_files(folder: Path = FOLDER) -> list[ComponentFile]:
    """Every component file with its macros, in the order in which they stand there."""
    return [_read(path) for path in sorted(folder.glob("*.html"))]


def _read(path: Path) -> ComponentFile:
    text = path.read_text(encoding="utf-8")
    opening = _FILE_COMMENT.match(text)
    found = (Component(_one_line(m.group(2)), _one_line(m.group(1))) for m in _MACRO.finditer(text))
    return ComponentFile(path.stem, _one_line(opening.group(1)) if opening else "", tuple(found))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def reference() -> str:
    """The list as Markdown: a heading for each file, a line for each macro."""
    lines: list[str] = []
    for file in component_files():
        lines += [f"### {file.name}", "", file.purpose, ""]
        lines += [f"- `ui.{component.signature}`  \n  {component.purpose}" for component in file.components]
        lines.append("")
    return "\n".join(lines)


def updated(document: str) -> str:
    """The document with its list replaced by the current one."""
    return document.split(MARK)[0] + MARK + "\n\n" + reference()


def write() -> None:
    """Bring the document up to date."""
    DOCUMENT.write_text(updated(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
