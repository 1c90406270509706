"""Lists come in pages that neither skip nor repeat a row, filtered and ordered as declared."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from models.account import Account
from service.auth.principal import the_service
from service.operations.score_accounts import score_accounts
from tests.factories.cast import NOW, Cast
from tests.service.api.conftest import Ask


def _fill(session: Session, cast: Cast, segments: list[str | None]) -> None:
    for number, segment in enumerate(segments):
        name = f"account {number}"
        since = date(2020, 1, 1) if number % 2 else None
        session.add(Account(name=name, name_key=name, segment=segment, team_id=cast.team_a.id, customer_since=since))
    session.commit()


def _items(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(answer.json["items"])


def _walk(ask: Ask, query: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    cursor = ""
    while True:
        answer = ask("GET", f"/accounts?{query}&limit=3{cursor}").json
        assert answer is not None
        assert len(answer["items"]) <= 3
        found += answer["items"]
        if answer["next"] is None:
            return found
        cursor = f"&cursor={answer['next']}"


@pytest.mark.parametrize("sort", ["id", "-id", "name", "-name", "segment", "-segment", "customer_since", "-updated_at"])
def test_walking_all_pages_meets_every_row_once(ask: Ask, session: Session, cast: Cast, sort: str) -> None:
    _fill(session, cast, ["b", None, "a", "b", None, "c", "a", None, "b", "c"])
    found = _walk(ask, f"sort={sort}")
    assert sorted(str(row["name"]) for row in found) == sorted(
        ["canaryalpha Ltd", *(f"account {n}" for n in range(10))]
    )
    if "segment" in sort:
        known = [str(row["segment"]) for row in found if row["segment"] is not None]
        assert known == sorted(known, reverse=sort.startswith("-"))
        assert [row["segment"] for row in found[len(known) :]] == [None] * 4


def test_a_page_shows_what_was_added_behind_it_and_nothing_twice(ask: Ask, session: Session, cast: Cast) -> None:
    _fill(session, cast, ["a", "a", "a"])
    first = ask("GET", "/accounts?sort=name&limit=2").json
    assert first is not None
    session.add(Account(name="aaa", name_key="aaa", team_id=cast.team_a.id))
    session.commit()
    second = ask("GET", f"/accounts?sort=name&limit=9&cursor={first['next']}").json
    assert second is not None
    names = [row["name"] for row in first["items"] + second["items"]]
    assert names == ["account 0", "account 1", "account 2", "canaryalpha Ltd"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_cursor_belongs_to_its_question(ask: Ask, session: Session, cast: Cast) -> None:
    _fill(session, cast, ["a", "a", "a", "a"])
    page = ask("GET", "/accounts?sort=name&limit=2").json
    assert page is not None
    cursor = page["next"]
    assert ask("GET", f"/accounts?sort=name&limit=50&cursor={cursor}").status_code == 200
    for other in ("sort=-name", "sort=name&segment=a", "sort=name&archived=true"):
        assert ask("GET", f"/accounts?{other}&cursor={cursor}").status_code == 422
    for spoilt in (cursor[:-1] + ("A" if cursor[-1] != "A" else "B"), cursor[1:], "x.y"):
        assert ask("GET", f"/accounts?sort=name&cursor={spoilt}").status_code == 422
    assert ask("GET", f"/people?sort=name&cursor={cursor}").status_code == 422


def test_filters_bounds_and_words_restrict(ask: Ask, session: Session, cast: Cast) -> None:
    _fill(session, cast, ["a", "b", "a"])

    def names(query: str) -> list[str]:
        answer = ask("GET", f"/accounts?sort=name&{query}").json
        assert answer is not None
        return [row["name"] for row in answer["items"]]

    assert names("segment=a") == ["account 0", "account 2"]
    assert names("customer_since_from=2020-01-01&customer_since_to=2020-01-01") == ["account 1"]
    assert names("customer_since_from=2020-01-02") == []
    assert names("q=ACCOUNT+1") == ["account 1"]
    assert names("q=%25") == []
    assert names(f"owner_id={cast.sales.id}") == ["canaryalpha Ltd"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_scores_are_found_between_bounds_and_by_their_card(ask: Ask, session: Session) -> None:
    score_accounts(session, the_service("test"), [1], now=NOW)
    session.commit()
    [found] = _items(ask("GET", "/health-scores"))
    score = found["score"]
    for query, count in (
        (f"score_from={score}", 1),
        (f"score_from={score + 0.001}", 0),
        (f"score_to={score}&confidence_from=0", 1),
        ("scorecard=2026.1", 1),
        ("scorecard=%232", 0),
    ):
        assert len(_items(ask("GET", f"/health-scores?{query}"))) == count, query
    for wrong in ("NaN", "Infinity", "1e999", "x", ""):
        assert ask("GET", f"/health-scores?score_from={wrong}").status_code == 422


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_teams_and_tokens_are_found_by_part_of_their_name(ask: Ask, cast: Cast) -> None:
    names = [row["name"] for row in _items(ask("GET", "/teams", token=cast.token_admin))]
    wanted = names[0][-3:]
    found = _items(ask("GET", f"/teams?q={wanted}", token=cast.token_admin))
    assert [row["name"] for row in found] == [name for name in names if wanted.casefold() in name.casefold()]
    assert _items(ask("GET", "/territories?q=nothing%25", token=cast.token_admin)) == []
