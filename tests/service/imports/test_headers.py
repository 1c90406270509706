"""What the names of columns tell."""

import pytest

from models.vocabulary import ImportKind
from service.imports.headers import guess_columns, guess_kind, guess_preset


def test_the_display_names_of_a_salesforce_report_are_known() -> None:
    columns = [
        "Contact ID",
        "First Name",
        "Last Name",
        "Title",
        "Account ID",
        "Account Name",
        "Reports To ID",
        "Email",
        "Email Opt Out",
        "Mobile",
    ]

    assert guess_kind(columns, "report.csv", "salesforce") is ImportKind.PEOPLE
    assert guess_columns(columns, ImportKind.PEOPLE, "salesforce") == {
        "external_id": "Contact ID",
        "first_name": "First Name",
        "last_name": "Last Name",
        "title": "Title",
        "account_id": "Account ID",
        "account": "Account Name",
        "manager_id": "Reports To ID",
        "email": "Email",
        "do_not_contact": "Email Opt Out",
        "phone": "Mobile",
    }


def test_the_display_names_of_a_hubspot_export_are_known() -> None:
    columns = [
        "Record ID",
        "First Name",
        "Last Name",
        "Email",
        "Job Title",
        "Associated Company",
        "Associated Company IDs",
        "Buying Role",
    ]

    assert guess_preset(columns) == "hubspot"
    found = guess_columns(columns, ImportKind.PEOPLE, "hubspot")
    assert (found["external_id"], found["account_id"], found["account"], found["role"]) == (
        "Record ID",
        "Associated Company IDs",
        "Associated Company",
        "Buying Role",
    )


def test_property_columns_are_hubspots() -> None:
    assert guess_preset(["id", "property_name", "property_domain"]) == "hubspot"


def test_an_opportunity_export_is_taken_for_contracts() -> None:
    columns = ["Opportunity ID", "Opportunity Name", "Account ID", "Amount", "Close Date", "Stage", "Type"]

    assert guess_kind(columns, "export.csv", guess_preset(columns)) is ImportKind.CONTRACTS


@pytest.mark.parametrize(
    ("columns", "kind", "expected"),
    [
        (
            ["姓名", "职位", "公司名称", "直属上级", "邮箱"],
            ImportKind.PEOPLE,
            {"name": "姓名", "title": "职位", "account": "公司名称", "manager": "直属上级", "email": "邮箱"},
        ),
        (
            ["客户编号", "客户名称", "行业", "国家"],
            ImportKind.ACCOUNTS,
            {"external_id": "客户编号", "name": "客户名称", "industry": "行业", "country": "国家"},
        ),
        (
            ["客户名称", "年费", "开始日期", "到期日"],
            ImportKind.CONTRACTS,
            {"account": "客户名称", "arr": "年费", "starts_on": "开始日期", "ends_on": "到期日"},
        ),
    ],
)
def test_chinese_headers_are_known(columns: list[str], kind: ImportKind, expected: dict[str, str]) -> None:
    assert guess_kind(columns, "export.xlsx", None) is kind
    assert guess_columns(columns, kind, None) == expected


def test_a_name_with_a_slip_still_meets() -> None:
    assert guess_columns(["Departmnt", "Full Name"], ImportKind.PEOPLE, None)["department"] == "Departmnt"


def test_columns_that_say_nothing_leave_the_kind_open() -> None:
    assert guess_kind(["x", "y"], "data.csv", None) is None


def test_a_unit_or_number_in_a_column_name_does_not_hide_it() -> None:
    columns = ["Contract #", "Customer", "Start", "End", "ARR (USD)"]
    assert guess_kind(columns, "contracts.csv", None) is ImportKind.CONTRACTS
    assert guess_columns(columns, ImportKind.CONTRACTS, None) == {
        "external_id": "Contract #", "account": "Customer", "starts_on": "Start", "ends_on": "End", "arr": "ARR (USD)",
    }  # fmt: skip


def test_rows_that_only_say_which_account_are_accounts() -> None:
    assert guess_kind(["Account ID", "Account Name"], "export.csv", None) is ImportKind.ACCOUNTS
