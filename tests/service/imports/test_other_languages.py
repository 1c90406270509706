"""Files from German, French and Chinese desks are understood as they come."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from models.vocabulary import ImportKind
from scoring.vocabulary import ContractOutcome, Role, SubRole
from service.imports.fields import FIELDS
from service.imports.header_words import OTHER_NAMES, other_names
from service.imports.headers import guess_columns, guess_kind, plain_header
from service.imports.table import open_table
from service.imports.titles import TitleRules, default_rules
from service.imports.words import choose, truth
from service.keys import name_key

PEOPLE = {
    "de": ["Personalnummer", "Vorname", "Nachname", "E-Mail-Adresse", "Position", "Firma", "Vorgesetzter", "Rolle"],
    "fr": ["Identifiant", "Prénom", "Nom", "Courriel", "Fonction", "Société", "Responsable hiérarchique", "Rôle"],
    "fr without accents": ["Matricule", "Prenom", "Nom", "Courriel", "Poste", "Societe", "Superieur", "Role"],
    "es": ["Número", "Nombre", "Apellidos", "Correo electrónico", "Cargo", "Empresa", "Jefe", "Rol"],
}


@pytest.mark.parametrize("columns", PEOPLE.values(), ids=PEOPLE)
def test_people_are_recognised_by_their_columns_alone(columns: list[str]) -> None:
    assert guess_kind(columns, "export.csv", None) is ImportKind.PEOPLE
    fields = ["external_id", "first_name", "last_name", "email", "title", "account", "manager", "role"]
    assert guess_columns(columns, ImportKind.PEOPLE, None) == dict(zip(fields, columns, strict=True))


def test_chinese_columns_are_recognised() -> None:
    columns = ["工号", "联系人", "客户名称", "职务", "直接上级", "手机号码", "电子邮箱"]
    assert guess_columns(columns, ImportKind.PEOPLE, None) == dict(
        zip(["external_id", "name", "account", "title", "manager", "phone", "email"], columns, strict=True)
    )


def test_every_name_belongs_to_a_field_and_is_written_as_headers_are_compared() -> None:
    for kind, names in OTHER_NAMES.items():
        assert set(names) <= {field.name for field in FIELDS[kind]}
        words = [word for field in names for word in other_names(kind, field)]
        assert words == [plain_header(word) for word in words]


def test_words_for_values_are_understood() -> None:
    assert choose(Role, "Entscheider") is Role.DECISION_MAKER
    assert choose(SubRole, "Acheteur") is SubRole.PROCUREMENT
    assert choose(ContractOutcome, "Gekündigt") is ContractOutcome.LOST
    assert (truth("Ja"), truth("Faux"), truth("Sí")) == (True, False, True)


@pytest.mark.parametrize(
    ("title", "suggested"),
    [
        ("Geschäftsführerin", SubRole.ECONOMIC_BUYER),
        ("Leiter IT", SubRole.TECHNICAL_EVALUATOR),
        ("Leiterin Logistik", SubRole.USER_LEAD),
        ("Assistentin der Geschäftsführung", SubRole.GATEKEEPER),
        ("Responsable achats Europe", SubRole.PROCUREMENT),
        ("Directrice générale", SubRole.ECONOMIC_BUYER),
        ("Directeur régional", SubRole.EXECUTIVE_SPONSOR),
    ],
)
def test_titles_suggest_roles(title: str, suggested: SubRole) -> None:
    assert TitleRules(default_rules()).suggest(title) is suggested


def test_a_title_above_the_table_is_not_its_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Kontaktliste\n\nStand: 1.2.2024\nName;Firma;Telefon\nAda;Acme;1\nBen;Acme;\n")

    table = open_table(path)

    assert (table.columns, table.header_row, table.form["separator"]) == (["Name", "Firma", "Telefon"], 4, ";")
    assert [row.number for row in table.rows()] == [5, 6]


def test_a_cover_sheet_and_a_merged_heading_are_passed(tmp_path: Path) -> None:
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title, cover["A1"] = "Deckblatt", "Bericht"
    sheet = book.create_sheet("Personen")
    sheet["B3"] = "Kontaktliste"
    sheet.merge_cells("B3:D3")
    for row, cells in enumerate([["Name", "E-Mail", "Firma"], ["Ada", "ada@x.example", "Acme"]], start=5):
        for column, text in enumerate(cells, start=2):
            sheet.cell(row, column, text)
    book.save(tmp_path / "a.xlsx")

    table = open_table(tmp_path / "a.xlsx")

    assert (table.form["sheet"], table.columns, table.header_row) == ("Personen", ["Name", "E-Mail", "Firma"], 5)
    assert [(row.number, row.cells) for row in table.rows()] == [(6, ["Ada", "ada@x.example", "Acme"])]


JAPANESE = {
    ImportKind.ACCOUNTS: ["顧客番号", "会社名", "国", "業種", "取引開始日"],
    ImportKind.PEOPLE: ["社員番号", "氏名", "役職", "メールアドレス", "会社名", "上司"],
    ImportKind.CONTRACTS: ["契約番号", "会社名", "契約開始日", "契約終了日", "年額", "通貨", "状態"],
    ImportKind.RESPONSES: ["会社名", "回答者", "スコア", "コメント", "回答日"],
}


@pytest.mark.parametrize(("kind", "columns"), JAPANESE.items(), ids=[kind.value for kind in JAPANESE])
def test_japanese_columns_are_recognised(kind: ImportKind, columns: list[str]) -> None:
    assert guess_kind(columns, "export.csv", None) is kind
    assert set(guess_columns(columns, kind, None).values()) == set(columns)


def test_japanese_and_further_chinese_words_for_values_are_understood() -> None:
    assert (choose(ContractOutcome, "契約中"), choose(ContractOutcome, "解約")) == (
        ContractOutcome.OPEN,
        ContractOutcome.LOST,
    )
    assert (choose(ContractOutcome, "执行中"), choose(ContractOutcome, "已流失")) == (
        ContractOutcome.OPEN,
        ContractOutcome.LOST,
    )
    assert choose(Role, "意思決定者") is Role.DECISION_MAKER


@pytest.mark.parametrize(
    ("title", "suggested"),
    [
        ("代表取締役社長", SubRole.ECONOMIC_BUYER),
        ("購買部長", SubRole.PROCUREMENT),
        ("Jefa de compras", SubRole.PROCUREMENT),
        ("Directora financiera", SubRole.ECONOMIC_BUYER),
    ],
)
def test_japanese_and_spanish_titles_suggest_roles(title: str, suggested: SubRole) -> None:
    assert TitleRules(default_rules()).suggest(title) is suggested


def test_names_that_differ_in_a_voicing_mark_are_two() -> None:
    assert name_key("カトー商会") != name_key("ガトー商会")
    assert name_key("Café") == name_key("Cafe")
