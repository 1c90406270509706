"""Which encoding a file is in."""

import codecs
from pathlib import Path

import pytest

from service.errors import Invalid
from service.imports.encoding import check_encoding, detect_encoding

CHINESE = "姓名,公司,职位\n李明,北京联想科技有限公司,采购经理\n张伟,上海数据有限公司,总经理\n"
WESTERN = "name,city,title\nRenée Müller,München,Geschäftsführerin\nJosé Peña,Málaga,Dueño\nZoë,Århus,Økonom\n"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "utf-16", "utf-16"),
        (WESTERN, "cp1252", "cp1252"),
        (WESTERN, "utf-16", "utf-16"),
        ("a,b\n1,2\n", "ascii", "utf-8"),
    ],
)
def test_a_file_is_read_back_as_it_was_written(tmp_path: Path, text: str, encoding: str, name: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))

    found = detect_encoding(path)

    assert found.name == name
    assert path.read_bytes().decode(found.name) == text


def test_latin_text_in_utf_16_without_a_mark_is_known_by_its_zeros(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("name,city\nAnn,Bonn\n".encode("utf-16-le"))

    assert detect_encoding(path).name == "utf-16-le"


def test_one_foreign_letter_in_the_last_row_decides(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"name\n" + b"plain\n" * 400_000 + "Renée\n".encode("cp1252"))

    assert detect_encoding(path).name == "cp1252"


def test_a_mark_is_proof_and_a_likely_code_page_is_not(tmp_path: Path) -> None:
    marked, guessed = tmp_path / "marked.csv", tmp_path / "guessed.csv"
    marked.write_bytes(codecs.BOM_UTF8 + b"a,b\n")
    guessed.write_bytes(WESTERN.encode("cp1252"))

    assert detect_encoding(marked).proven is True
    assert detect_encoding(guessed).proven is False


def test_an_encoding_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(WESTERN.encode("cp1252"))

    with pytest.raises(Invalid, match="not in the encoding utf-8"):
        check_encoding(path, "utf-8")
    with pytest.raises(Invalid, match="not an encoding that can be chosen"):
        check_encoding(path, "rot13")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nom;Pays\nCafé “Œuvre” €uro;Frankreich\n", "cp1252"),
        ("Imię;Firma\nŁukasz Wiśniewski;Spółka Żabka\nMałgorzata Zając;Poczta Polska\n", "cp1250"),
        ("Jméno;Firma\nJiří Novák;Škoda\nŽofie Procházková;Třinecké železárny\n", "cp1250"),
        ("Ad;Firma\nÖmer Şahin;İş Bankası\nAyşe Yılmaz;Türk Hava Yolları\n", "cp1254"),
        ("회사명,이름\n삼성전자,김철수\n현대자동차,이영희\n", "euc_kr"),
        ("客户名称,行业\n北京华夏科技,制造\n", "gb18030"),
    ],
)
def test_letters_tell_neighbouring_code_pages_apart(text: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(name))

    assert path.read_bytes().decode(detect_encoding(path).name) == text
