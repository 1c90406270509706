"""Earlier answers from files: plain ones and survey exports; the NPS over them is the one counted by hand."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col

from models.account import Account
from models.person import Person, RoleAssignment
from models.survey import Response
from models.vocabulary import ImportKind, ImportState
from scoring.vocabulary import QuestionKind, Role
from service.auth.principal import the_service
from service.database import reading
from service.queries.feedback.results import feedback_results
from service.queries.feedback.wanted import Dimension, Period, Wanted
from tests.service.operations.import_world import NOW, Importing, write_csv

ANSWERS = [
    # name, address, role, score, comment, date (day first)
    ("Ann Lee", "ann@x.example", "Entscheider", 10, "Sehr gut", "31.08.2026"),
    ("Bob Ray", "bob@x.example", "Entscheider", 3, "Zu langsam; zu teuer", "01.09.2026"),
    ("Cy Poe", "cy@x.example", "Anwender", 9, "", "02.09.2026"),
    ("Di Fox", "di@x.example", "Anwender", 8, "很好", "03.09.2026"),
    ("Ed Gil", "", "Anwender", 9, "", "04.09.2026"),
    ("Flo Hay", "flo@x.example", "Beeinflusser", 0, "=cmd", "05.09.2026"),
    ("Guy Ivy", "guy@x.example", "Beeinflusser", 8, "", "06.09.2026"),
]
QUALTRICS = [
    ["StartDate", "RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName", "RecipientEmail",
     "ExternalReference", "DistributionChannel", "UserLanguage", "Q1_NPS_GROUP", "Q1", "Q2", "Q3"],
    ["Start Date", "Recorded Date", "Response ID", "Recipient Last Name", "Recipient First Name", "Recipient Email",
     "External Data Reference", "Distribution Channel", "User Language", "How likely are you to recommend us? - Group",
     "How likely are you to recommend us?", "What is the main reason\nfor your score?", "Which product?"],
    [json.dumps({"ImportId": name}, separators=(",", ":")) for name in (
        "startDate", "recordedDate", "_recordId", "recipientLastName", "recipientFirstName", "recipientEmail",
        "externalDataReference", "distributionChannel", "userLanguage", "QID1_NPS_GROUP", "QID1", "QID2_TEXT", "QID3",
    )],
    ["2026-03-01 08:00:00", "2026-03-01 08:01:01", "R_1", "Lee", "Ann", "ann@x.example", "", "email", "EN", "Promoter",
     "10", "Great support", "Core"],
    ["2026-03-02 08:00:00", "2026-03-02 08:01:01", "R_2", "", "", "", "", "anonymous", "ZH-S", "Detractor",
     "2", "太慢了", "Core"],
    ["2026-03-03 08:00:00", "2026-03-03 08:01:01", "R_3", "Ray", "Bob", "bob@x.example", "", "email", "DE", "Passive",
     "eleven", "", "Core"],
]  # fmt: skip


@pytest.fixture
def importing(engine: Engine) -> Importing:
    importing = Importing(engine)
    importing.add(Account(name="Acme", name_key="acme"))
    return importing


def test_the_nps_of_imported_answers_is_the_one_counted_by_hand(importing: Importing, tmp_path: Path) -> None:
    rows = [("Acme", *answer) for answer in ANSWERS]
    header = ["Firma", "Ansprechpartner", "E-Mail", "Rolle", "Bewertung", "Kommentar", "Datum"]

    result = importing(write_csv(tmp_path / "umfrage.csv", header, rows))

    assert (result.kind, result.state, result.created, result.problems) == (
        ImportKind.RESPONSES, ImportState.DONE, 7, [],
    )  # fmt: skip
    with reading(importing.factory) as session:
        found = feedback_results(session, the_service(), Wanted(Period.EVERYTHING), now=NOW, currency="EUR")
    assert found.total.nps is not None
    # Promoters 10, 9, 9; detractors 3, 0; passives 8, 8.
    assert found.total.nps.plain == pytest.approx(100 * (3 - 2) / 7)
    by_role = {group.key: group.nps.plain for group in found.groups[Dimension.ROLE] if group.nps is not None}
    assert by_role == {
        Role.DECISION_MAKER: pytest.approx(0.0),
        Role.END_USER: pytest.approx(100 * 2 / 3),
        Role.INFLUENCER: pytest.approx(-50.0),
    }
    assert importing.count(RoleAssignment, ~col(RoleAssignment.suggested)) == 7
    dates = importing.rows(col(Response.answered_at))
    assert dates[0] == (datetime(2026, 8, 31, tzinfo=UTC),)


def test_a_survey_export_with_three_rows_of_header_is_read_by_itself(importing: Importing, tmp_path: Path) -> None:
    path = tmp_path / "Relationship survey.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(QUALTRICS)
    where = importing.rows(col(Account.id))[0][0]

    refused = importing(path, account_id=where)
    taken = importing(path, account_id=where, skip_bad_rows=True)

    assert [(p.row, p.column, p.value) for p in refused.problems] == [
        (6, "Q1: How likely are you to recommend us?", "eleven")
    ]
    assert (taken.kind, taken.created, taken.rows_bad) == (ImportKind.RESPONSES, 2, 1)
    assert importing.rows(col(Response.score), col(Response.comment), col(Response.language), col(Response.metric)) == [
        (10.0, "Great support", "en", QuestionKind.NPS),
        (2.0, "太慢了", "zh", QuestionKind.NPS),
    ]
    assert importing.rows(col(Person.name), col(Person.email)) == [("Ann Lee", "ann@x.example")]
