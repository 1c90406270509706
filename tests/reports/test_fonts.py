"""One typeface for Latin and Chinese, built once."""

from pathlib import Path

import pytest

from reports.fonts.build import FRONTEND_PACKAGES, SourceFontsMissingError, build
from reports.fonts.typeface import DEFAULT_FOLDER, FontsNotBuiltError, typeface

ALL = "Ingrid Nyström €£¥ 78 % – — … Ω Ж 王海燕 欧阳致远 龖 ，。“”→≥□�"


@pytest.mark.parametrize("chinese", [False, True], ids=["english", "chinese"])
def test_latin_and_chinese_are_covered_in_both_weights(chinese: bool) -> None:
    face = typeface(DEFAULT_FOLDER, chinese=chinese)
    assert [char for char in ALL if ord(char) not in face.covered] == []


def test_figures_are_equally_wide() -> None:
    face = typeface(DEFAULT_FOLDER, chinese=False)
    assert len({face.regular.widths[ord(digit)] for digit in "0123456789"}) == 1


def test_quotation_marks_are_a_full_character_wide_on_chinese_pages_only() -> None:
    chinese, english = (typeface(DEFAULT_FOLDER, chinese=flag).regular for flag in (True, False))
    assert chinese.widths[ord("“")] == 1000
    assert english.widths[ord("“")] < 600


def test_missing_fonts_say_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(FontsNotBuiltError, match=r"python -m reports\.fonts\.build --to"):
        typeface(tmp_path, chinese=False)


def test_missing_packages_say_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(SourceFontsMissingError, match="npm ci"):
        build(tmp_path, tmp_path / "fonts")


def test_a_second_build_has_nothing_to_do() -> None:
    if not (FRONTEND_PACKAGES / "@fontsource").is_dir():
        pytest.skip("the web fonts are not installed (npm ci in service/web/frontend)")
    build(FRONTEND_PACKAGES, DEFAULT_FOLDER)
    assert build(FRONTEND_PACKAGES, DEFAULT_FOLDER) is False
