"""Fonts, settings and a reader of PDF text for the tests of the reports."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.fonts.build import FRONTEND_PACKAGES, SourceFontsMissingError, build, font_files
from reports.fonts.typeface import DEFAULT_FOLDER
from reports.setting import Setting, setting


@pytest.fixture(scope="session", autouse=True)
def fonts() -> None:
    """The fonts of the checkout, built once where the web fonts are installed."""
    if all((DEFAULT_FOLDER / name).exists() for name in font_files()):
        return
    try:
        build(FRONTEND_PACKAGES, DEFAULT_FOLDER)
    except SourceFontsMissingError as missing:
        pytest.skip(str(missing))


@pytest.fixture
def english() -> Setting:
    return setting("en", str)


@pytest.fixture
def chinese() -> Setting:
    return setting("zh_Hans_CN", str)


@pytest.fixture
def text_of() -> Callable[[bytes], str]:
    """The text of a PDF, pages joined by form feeds, every run of white space one space."""

    def read(pdf: bytes) -> str:
        pages = PdfReader(BytesIO(pdf)).pages
        return "\f".join(" ".join(page.extract_text().split()) for page in pages)

    return read
