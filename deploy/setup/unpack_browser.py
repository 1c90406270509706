"""Unpack the browser that comes as an npm package: ``python unpack_browser.py PACKAGE_BIN TARGET``.

The package holds the program and, apart, the few system libraries, fonts and the software renderer that it needs,
each compressed with Brotli. Its own unpacker writes into the shared /tmp and knows only its maker's cloud.
"""

import io
import shutil
import sys
import tarfile
from pathlib import Path

import brotli

# archive in the package -> folder in the target; the renderer is looked for beside the program
ARCHIVES = {"al2023.tar.br": ".", "fonts.tar.br": "fonts", "swiftshader.tar.br": "."}
FONT_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def _extract(content: bytes, folder: Path) -> None:
    # Only plain files are wanted; the filters that extractall() has for that came with Python 3.11.4.
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            data = archive.extractfile(member) if member.isfile() else None
            if data is not None:
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data.read())


def unpack(package: Path, target: Path) -> None:
    """Unpack every part of ``package`` into ``target``, which appears only when it is complete."""
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(target, ignore_errors=True)
    partial.mkdir(parents=True)
    for archive, folder in ARCHIVES.items():
        content = brotli.decompress((package / archive).read_bytes())
        _extract(content, partial / folder)
    (partial / "fonts" / "fonts.conf").write_text(FONT_CONFIGURATION)
    program = partial / "chromium"
    program.write_bytes(brotli.decompress((package / "chromium.br").read_bytes()))
    program.chmod(0o755)
    partial.rename(target)


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), Path(sys.argv[2]))
