"""What changed between two days, on the history of an account."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from scoring.vocabulary import Role, Stance, TieKind
from service.queries.chain_difference import (
    ChainDifference,
    NumberChange,
    PersonChange,
    RoleChange,
    StanceChange,
    TieChange,
    WeightChange,
)
from service.web.accounts.difference import changed_figures, changed_lines
from service.web.accounts.tie_options import tie_word
from tests.factories.cast import NOW, Cast, login

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def rows(page: str) -> list[str]:
    """The words of each row of a table, separated by bars."""
    plain = (re.sub(r"<[^>]+>", "|", row) for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL))
    return [" | ".join(part.strip() for part in row.split("|") if part.strip()) for row in plain]


def test_who_came_between_the_days_stands_in_the_table(client: FlaskClient, cast: Cast) -> None:
    login(client, cast.csm)
    address = f"/accounts/{cast.account_a.id}/history?from=2026-11-01&to={NOW.date()}"
    found = rows(client.get(address).get_data(as_text=True))
    champion = cast.people_a[1].name
    assert f"{champion} | On the map | No | Yes" in found
    assert f"{champion} | Role | – | Champion" in found


def test_every_kind_of_change_is_one_line(client: FlaskClient) -> None:
    same = NumberChange(0.5, 0.5)
    found = ChainDifference(
        account_id=1,
        before=date(2026, 8, 22),
        after=date(2026, 11, 20),
        people=[PersonChange(1, "Ada", came=False)],
        roles=[RoleChange(2, "Ben", Role.INFLUENCER, None, gained=False)],
        ties=[TieChange(TieKind.INFLUENCES, 2, "Ben", 3, "Cleo", None, 0.6)],
        stances=[StanceChange(3, "Cleo", None, None, Stance.OPPONENT, -1.0)],
        weights=[WeightChange(2, "Ben", NumberChange(0.25, 0.305))],
        forecast=NumberChange(0.5, -0.25),
        known_weight=same,
        probability_yes=same,
        coverage=same,
        threads=same,
    )
    with client.application.test_request_context():
        assert [(line.name, line.what, line.before, line.after) for line in changed_lines(found)] == [
            ("Ada", "On the map", "Yes", "No"),
            ("Ben", "Role", "Influencer", "–"),
            ("Cleo", "Stance", "Unknown", "Opponent (−1.00)"),
            ("Ben", "Influences Cleo", "–", "60%"),
            ("Ben", "Decision weight", "25.0%", "30.5%"),
        ]
        consensus = changed_figures(found, opinions_visible=False)[0]
        assert (consensus["before"], consensus["after"], consensus["rises"]) == ("+0.50", "−0.25", False)


def test_days_given_the_wrong_way_round_are_put_in_order(client: FlaskClient, cast: Cast) -> None:
    login(client, cast.csm)
    page = client.get(f"/accounts/{cast.account_a.id}/history?from={NOW.date()}&to=2026-11-01").get_data(as_text=True)
    assert re.search(r'name="from" value="2026-11-01"', page)


def test_a_quarter_is_compared_where_no_day_was_chosen(client: FlaskClient, cast: Cast) -> None:
    login(client, cast.csm)
    page = client.get(f"/accounts/{cast.account_a.id}/history").get_data(as_text=True)
    assert 'name="from" value="2026-08-22"' in page
    assert f'name="to" value="{NOW.date()}"' in page


@pytest.mark.parametrize("query", ["from=yesterday", "to=2999-01-01"])
def test_what_is_no_day_is_refused(client: FlaskClient, cast: Cast, query: str) -> None:
    login(client, cast.csm)
    assert client.get(f"/accounts/{cast.account_a.id}/history?{query}").status_code == 422


def test_who_may_not_see_opinions_sees_no_stance_change(client: FlaskClient, cast: Cast) -> None:
    login(client, cast.csm)
    base = f"/accounts/{cast.account_a.id}"
    client.post(f"{base}/people/{cast.people_a[1].id}/stance", data={"stance": "opponent"})
    login(client, cast.admin)
    page = client.get(f"{base}/history").get_data(as_text=True)
    assert not any("| Stance |" in row for row in rows(page))
    assert "Chance of a yes" not in page


def test_a_tie_is_told_from_its_source(client: FlaskClient, cast: Cast) -> None:
    with client.application.test_request_context():
        assert tie_word(TieKind.REPORTS_TO) == "Reports to"
        assert tie_word(TieKind.INFLUENCES) == "Influences"
