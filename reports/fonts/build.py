"""Build the reports' fonts from web fonts: ``python -m reports.fonts.build``.

Inter (Latin, Greek, Cyrillic, figures) and Noto Sans SC (Chinese and the rest) become one family in two
weights, so
that a line of mixed text needs no change of font. A second family for Chinese pages takes the punctuation
that both
writings share (quotation marks, dash, ellipsis) from Noto Sans SC, where it is a full character wide.
Both sources are under the SIL Open Font License 1.1; their licence texts are copied beside the result.
"""

import argparse
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from fontTools.ttLib import TTFont

from reports.fonts.merge import merge

# Raise this when the build changes, so that fonts built before are built again.
BUILD_VERSION = "2"
FAMILIES = {"LinchpinSans": "Linchpin Sans", "LinchpinSansSC": "Linchpin Sans SC"}
WEIGHTS = {"Regular": 400, "Bold": 600}
STAMP = "SOURCE.sha256"
FRONTEND_PACKAGES = Path(__file__).parents[2] / "service" / "web" / "frontend" / "node_modules"
CHINESE_PUNCTUATION = frozenset(map(ord, "“”‘’—…·"))
_INTER_RANGES = ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")


class SourceFontsMissingError(FileNotFoundError):
    """The web fonts are not where they were looked for."""


def font_files() -> tuple[str, ...]:
    """The names of the files that the build writes.

    >>> font_files()[0], font_files()[-1]
    ('LinchpinSans-Regular.ttf', 'LinchpinSansSC-Bold.ttf')
    """
    return tuple(f"{family}-{style}.ttf" for family in FAMILIES for style in WEIGHTS)


def build(source: Path, target: Path) -> bool:
    """Build the fonts into ``target`` unless it already holds the result of the same sources.

    Args:
        source: the ``node_modules`` folder that holds ``@fontsource/inter`` and ``@fontsource/noto-sans-sc``.
        target: the folder for the result; created where needed.

    Returns:
        Whether anything had to be built.

    Raises:
        SourceFontsMissingError: if a package is not installed.
    """
    inter, noto = _package(source, "inter"), _package(source, "noto-sans-sc")
    stamp = _fingerprint(inter, noto)
    stamped = target / STAMP
    if stamped.exists() and stamped.read_text() == stamp and all((target / f).exists() for f in font_files()):
        return False
    target.mkdir(parents=True, exist_ok=True)
    work = [(inter, noto, target, family, style) for family in FAMILIES for style in WEIGHTS]
    with ProcessPoolExecutor(max_workers=min(len(work), os.cpu_count() or 1)) as pool:
        list(pool.map(_build_one, *zip(*work, strict=True)))
    for package, name in ((inter, "Inter"), (noto, "NotoSansSC")):
        shutil.copyfile(package / "LICENSE", target / f"OFL-{name}.txt")
    stamped.write_text(stamp)
    return True


def _build_one(inter: Path, noto: Path, target: Path, family: str, style: str) -> None:
    weight = WEIGHTS[style]
    latin = [inter / "files" / f"inter-{name}-{weight}-normal.woff2" for name in _INTER_RANGES]
    chinese = _noto_files(noto, weight)
    first: list[tuple[Path, frozenset[int] | None]] = []
    if family == "LinchpinSansSC":
        first += [(path, CHINESE_PUNCTUATION) for path in chinese]
    first += [(path, None) for path in latin]
    font = merge(family=FAMILIES[family], style=style, first=first, then=chinese, mark=chinese[0])
    _write(font, target / f"{family}-{style}.ttf")


def _write(font: TTFont, path: Path) -> None:
    partial = path.with_suffix(f".{os.getpid()}.partial")
    font.save(partial)
    partial.replace(path)


def _noto_files(noto: Path, weight: int) -> list[Path]:
    """The numbered subsets in order of their number, then the named ones, which add a few signs."""
    numbered = [p for p in (noto / "files").glob(f"noto-sans-sc-*-{weight}-normal.woff2") if _number(p) is not None]
    named = [noto / "files" / f"noto-sans-sc-{name}-{weight}-normal.woff2" for name in ("chinese-simplified", "latin")]
    return sorted(numbered, key=lambda p: _number(p) or 0) + [p for p in named if p.exists()]


def _number(path: Path) -> int | None:
    part = path.name.split("-")[3]
    return int(part) if part.isdigit() else None


def _package(source: Path, name: str) -> Path:
    package = source / "@fontsource" / name
    if not (package / "files").is_dir():
        raise SourceFontsMissingError(f"{package} is not there: install the front-end packages (npm ci)")
    return package


def _fingerprint(*packages: Path) -> str:
    digest = hashlib.sha256(BUILD_VERSION.encode())
    for package in packages:
        digest.update((package / "package.json").read_bytes())
    return digest.hexdigest() + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; says what it did and where the fonts are."""
    parser = argparse.ArgumentParser(prog="python -m reports.fonts.build", description="Build the fonts.")
    parser.add_argument("--from", dest="source", type=Path, default=FRONTEND_PACKAGES, metavar="NODE_MODULES")
    parser.add_argument("--to", dest="target", type=Path, default=Path(".cache/fonts"), metavar="FOLDER")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    try:
        built = build(options.source, options.target)
    except SourceFontsMissingError as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    took = f"built in {time.monotonic() - started:.1f} s" if built else "up to date"
    sys.stdout.write(f"Report fonts in {options.target}: {took}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
