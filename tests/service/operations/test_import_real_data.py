"""Real files of other systems, compared with what the standard library counts in them."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col

from models.account import Account, Contract
from models.chain import Tie
from models.interaction import Interaction
from models.person import Membership, Person, RoleAssignment
from models.signal import Ticket, UsageReading
from models.survey import Response
from models.vocabulary import ImportKind, ImportState
from scoring.vocabulary import ContractOutcome, LifecycleStage, SubRole, TieKind
from service.keys import name_key
from tests.service.operations.import_world import Importing, real, real_rows, write_csv

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def importing(engine: Engine) -> Importing:
    return Importing(engine)


def account(importing: Importing, name: str) -> int:
    made = Account(name=name, name_key=name_key(name))
    importing.add(made)
    return made.id


def day(text: str) -> date:
    return datetime.strptime(text, "%d-%m-%Y").date()  # noqa: DTZ007 - a day has no zone


def test_adventureworks_is_one_chart_of_290_people_on_five_levels(importing: Importing) -> None:
    rows = real_rows("crm_adventureworks/employees_hierarchy.csv")
    where = account(importing, "Adventure Works")

    result = importing(real("crm_adventureworks/employees_hierarchy.csv"), account_id=where)

    assert (result.state, result.created, result.rows_bad) == (ImportState.DONE, 290, 0)
    names = dict(importing.rows(col(Person.id), col(Person.name)))
    drawn = {
        (names[s], names[t])
        for s, t in importing.rows(col(Tie.source_id), col(Tie.target_id), where=col(Tie.kind) == TieKind.REPORTS_TO)
    }
    login = {r["BusinessEntityID"]: r["LoginID"] for r in rows}
    assert drawn == {(r["LoginID"], login[r["ManagerID"]]) for r in rows if r["ManagerID"]}
    manager = dict(drawn)
    depth = dict.fromkeys(names.values(), 0)
    for name in depth:
        above = name
        while above in manager:
            above = manager[above]
            depth[name] += 1
    assert Counter(depth.values()) == Counter(
        len(r["OrganizationPath"].strip("/").split("/")) if r["OrganizationPath"] != "/" else 0 for r in rows
    )
    assert importing.count(RoleAssignment, col(RoleAssignment.suggested)) == 290
    chief = importing.rows(
        col(RoleAssignment.sub_role),
        where=col(RoleAssignment.person_id) == {v: k for k, v in names.items()}["adventure-works\\ken0"],
    )
    assert chief == [(SubRole.ECONOMIC_BUYER,)]


def test_krackhardts_advice_runs_from_the_one_who_is_asked(importing: Importing) -> None:
    where = account(importing, "High-tech managers")
    for name, kind in (("managers", None), ("advice", "advice"), ("reports", "reports to")):
        path = real(f"net_krackhardt_hightech/{name}.csv")
        importing(path, account_id=where, source="krackhardt", constants={"kind": kind} if kind else {})

    name = {i: n.removeprefix("Unnamed ") for i, n in importing.rows(col(Person.id), col(Person.name))}
    ties = {(k, name[s], name[t]) for k, s, t in importing.rows(col(Tie.kind), col(Tie.source_id), col(Tie.target_id))}
    advice, reports = real_rows("net_krackhardt_hightech/advice.csv"), real_rows("net_krackhardt_hightech/reports.csv")
    assert len(name) == 21
    assert ties == {(TieKind.INFLUENCES, r["target"], r["source"]) for r in advice} | {
        (TieKind.REPORTS_TO, r["source"], r["target"]) for r in reports
    }


def test_friendships_are_one_tie_however_often_they_are_named(importing: Importing) -> None:
    where = account(importing, "High-tech managers")
    importing(real("net_krackhardt_hightech/managers.csv"), account_id=where, source="krackhardt")
    importing(
        real("net_krackhardt_hightech/friends.csv"),
        account_id=where,
        source="krackhardt",
        constants={"kind": "friends"},
    )

    pairs = {frozenset((r["source"], r["target"])) for r in real_rows("net_krackhardt_hightech/friends.csv")}
    assert importing.count(Tie, col(Tie.kind) == TieKind.WORKS_WITH) == len(pairs)


def test_ravenstack_in_full(importing: Importing) -> None:
    folder = "churn_ravenstack/ravenstack_"
    accounts, subscriptions = real_rows(f"{folder}accounts.csv"), real_rows(f"{folder}subscriptions.csv")
    tickets, usage = real_rows(f"{folder}supports_ticket.csv"), real_rows(f"{folder}feature_usage.csv")
    for name in ("accounts", "subscriptions", "supports_ticket", "feature_usage", "churn_events"):
        result = importing(real(f"{folder}{name}.csv"))
        assert (result.state, result.rows_bad) == (ImportState.DONE, 0), result.problems[:3]

    assert importing.count(Account) == len(accounts) == 500
    churned = sum(r["churn_flag"] == "TRUE" for r in accounts)
    assert importing.count(Account, col(Account.lifecycle_stage) == LifecycleStage.CHURNED) == churned
    since = dict(importing.rows(col(Account.name), col(Account.customer_since)))
    assert since == {r["account_name"]: day(r["signup_date"]) for r in accounts}
    assert importing.count(Contract) == 5_000
    assert importing.count(Contract, col(Contract.outcome) == ContractOutcome.LOST) == sum(
        r["churn_flag"] == "TRUE" for r in subscriptions
    )
    arr = sum((a for (a,) in importing.rows(col(Contract.arr))), Decimal(0))
    assert arr == sum(Decimal(r["arr_amount"]) for r in subscriptions)
    ended = Counter(
        day(r["end_date"]) + timedelta(days=r["end_date"] == r["start_date"]) for r in subscriptions if r["end_date"]
    )
    assert (
        Counter(
            e for (e,) in importing.rows(col(Contract.ends_on), where=col(Contract.outcome) == ContractOutcome.LOST)
        )
        == ended
    )
    assert Counter(str(s) for (s,) in importing.rows(col(Ticket.severity))) == Counter(
        {"medium": "normal"}.get(r["priority"], r["priority"]) for r in tickets
    )
    assert importing.count(Interaction) == 600

    owner = {r["subscription_id"]: r["account_id"] for r in subscriptions}
    weeks: dict[tuple[str, date], float] = defaultdict(float)
    for r in usage:
        on = day(r["usage_date"])
        weeks[(owner[r["subscription_id"]], on - timedelta(days=on.weekday()))] += float(r["usage_count"])
    name_of = {r["account_id"]: r["account_name"] for r in accounts}
    name = dict(importing.rows(col(Account.id), col(Account.name)))
    read = {
        (name[a], w): e
        for a, w, e in importing.rows(col(UsageReading.account_id), col(UsageReading.week), col(UsageReading.events))
    }
    assert read == {(name_of[a], w): e for (a, w), e in weeks.items()}


def test_northwind_keeps_every_accent_and_counts_orders_by_week(importing: Importing) -> None:
    customers, orders = real_rows("crm_northwind/customers.csv"), real_rows("crm_northwind/orders.csv")
    path = real("crm_northwind/customers.csv")
    importing(path, kind=ImportKind.ACCOUNTS, source="northwind")
    importing(path, kind=ImportKind.PEOPLE, source="northwind")
    importing(
        real("crm_northwind/orders.csv"),
        kind=ImportKind.USAGE,
        source="northwind",
        mapping={"columns": {"account_id": "customer_id", "date": "order_date"}, "constants": {"events": 1}},
    )

    assert {n for (n,) in importing.rows(col(Account.name))} == {r["company_name"] for r in customers}
    assert {n for (n,) in importing.rows(col(Person.name))} == {r["contact_name"] for r in customers}
    assert importing.count(Membership) == 91
    assert Counter(c for (c,) in importing.rows(col(Account.country)))["DE"] == sum(
        r["country"] == "Germany" for r in customers
    )
    assert sum(e for (e,) in importing.rows(col(UsageReading.events))) == len(orders) == 830


def test_hubspot_people_merged_elsewhere_are_not_taken_and_lead_to_their_heirs(importing: Importing) -> None:
    rows = real_rows("crm_hubspot_fivetran/contact_data.csv")
    merged = {m.split(":")[0] for r in rows for m in r["property_hs_calculated_merged_vids"].split(";") if m}
    kept = [r for r in rows if r["id"] not in merged and r["_fivetran_deleted"] == "FALSE"]

    result = importing(real("crm_hubspot_fivetran/contact_data.csv"), create_accounts=True)

    assert result.created == importing.count(Person) == len({r["id"] for r in kept})
    assert Counter(p.code for p in result.problems)["merged"] == sum(r["id"] in merged for r in rows)


def test_salesforce_rows_deleted_or_merged_there_are_not_taken(importing: Importing) -> None:
    rows = real_rows("crm_salesforce_samples/fivetran/sf_account_data.csv")

    result = importing(real("crm_salesforce_samples/fivetran/sf_account_data.csv"))

    living = [r for r in rows if r["is_deleted"] == "false"]
    assert result.created == len(living)
    assert {n for (n,) in importing.rows(col(Account.name))} == {r["name"] for r in living}


def test_salesforce_contacts_of_unknown_accounts_are_refused_by_row(importing: Importing) -> None:
    path = real("crm_salesforce_samples/fivetran/sf_contact_data.csv")

    refused = importing(path)
    taken = importing(path, create_accounts=True)

    assert refused.state is ImportState.REFUSED
    assert [(p.row, p.column, p.code) for p in refused.problems if p.fatal] == [
        (row, "account_id", "unknown_account") for row in (3, 4, 5)
    ]
    assert (taken.created, importing.count(Account)) == (4, 3)


def test_qualtrics_answers_joined_to_one_table(importing: Importing, tmp_path: Path) -> None:
    where = account(importing, "Example")
    responses = {r["id"]: r for r in real_rows("survey_qualtrics_fivetran/survey_response.csv")}
    answers = real_rows("survey_qualtrics_fivetran/question_response.csv")
    joined = []
    for answer in answers:
        response = responses.get(answer["response_id"]) or next(iter(responses.values()))
        joined.append(
            (
                answer["_fivetran_id"],
                response["recipient_email"],
                answer["value"],
                answer["text"],
                response["recorded_date"],
            )
        )
    path = write_csv(
        tmp_path / "answers.csv", ["Response ID", "Recipient Email", "Score", "Comment", "Recorded Date"], joined
    )

    result = importing(path, account_id=where, kind=ImportKind.RESPONSES)

    assert (result.state, result.created) == (ImportState.DONE, len(answers))
    read = importing.rows(col(Response.score), col(Response.comment), col(Response.answered_at))
    assert {(s, c) for s, c, _ in read} == {
        (float(a["value"]) if a["value"] else None, a["text"] or None) for a in answers
    }
    assert importing.count(Person) == len({e for _, e, *_ in joined if e})


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("churn_ravenstack/ravenstack_accounts.csv", {}),
        ("crm_northwind/customers.csv", {"source": "northwind"}),
        ("crm_hubspot_fivetran/company_data.csv", {}),
        ("crm_hubspot_fivetran/contact_data.csv", {"create_accounts": True}),
        ("crm_salesforce_samples/easy-spaces/Lead_Data.csv", {"create_accounts": True}),
    ],
)
def test_the_same_file_again_changes_nothing(importing: Importing, name: str, options: dict[str, object]) -> None:
    first = importing(real(name), **options)
    before = importing.contents()

    second = importing(real(name), **options)

    assert first.created > 0
    assert (second.created, second.updated, second.unchanged) == (0, 0, first.created)
    assert importing.contents() == before
