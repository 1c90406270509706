"""A chain that was exported says in every format what the map says."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime

import networkx as nx
import pytest
from sqlmodel import Session

from models.person import Person
from models.user import User
from models.vocabulary import UserRole
from service.auth.principal import Principal, the_service
from service.exports.chain_graph import as_csv, as_graphml, as_json
from service.operations.export_chain import exported_chain
from service.queries.account_analysis import account_analysis
from service.queries.known_on import KnownOn
from tests.factories.golden import Golden, golden_account

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def golden(session: Session) -> Golden:
    golden = golden_account(session, NOW)
    session.get_one(Person, golden.cfo).name = "=Zoë\x01 <b>&\u202e"
    session.flush()
    return golden


def test_graphml_can_be_read_back(session: Session, golden: Golden) -> None:
    chain = exported_chain(account_analysis(session, the_service(), golden.account, KnownOn.at(NOW)))
    graph = nx.read_graphml(io.BytesIO(as_graphml(chain)), force_multigraph=True)
    assert graph.nodes[str(golden.cfo)]["name"] == "=Zoë <b>&\u202e"
    assert graph.nodes[str(golden.cfo)]["decision_weight"] == pytest.approx(17 / 44)
    assert graph.nodes[str(golden.it)]["stance"] == "neutral"
    edges = {(u, v): data["strength"] for u, v, data in graph.edges(data=True)}
    assert edges[str(golden.user), str(golden.it)] == 1.0
    assert len(edges) == 5


def test_csv_holds_people_and_ties_and_no_formulas(session: Session, golden: Golden) -> None:
    analysis = account_analysis(session, the_service(), golden.account, KnownOn.at(NOW))
    content = as_csv(exported_chain(analysis))
    assert content == as_csv(exported_chain(analysis))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        people = list(csv.DictReader(io.StringIO(archive.read("people.csv").decode("utf-8-sig"))))
        ties = list(csv.DictReader(io.StringIO(archive.read("ties.csv").decode("utf-8-sig"))))
    assert people[0]["name"].startswith("'=Zoë")
    assert sum(float(person["decision_weight"]) for person in people) == pytest.approx(1.0)
    assert {tie["kind"] for tie in ties} == {"influences"}


def test_what_may_not_be_seen_is_not_exported(session: Session, golden: Golden) -> None:
    reader = User(email="r@example.com", name="R", session_key="r", role=UserRole.ADMIN)
    session.add(reader)
    session.flush()
    admin = Principal(user_id=reader.id, label="R", role=UserRole.ADMIN)
    chain = exported_chain(account_analysis(session, admin, golden.account, KnownOn.at(NOW)))
    document = json.loads(as_json(chain))
    assert document["as_of"] == "2026-03-02"
    assert "stance" not in document["people"][0]
    assert b'"stance' not in as_graphml(chain)
    assert [person["id"] for person in document["people"]] == [golden.cfo, golden.vp, golden.it, golden.user]
