"""The rail shows what exists and may be seen; addresses keep what is not being changed."""

from typing import cast as as_type

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from models.vocabulary import UserRole
from service.auth.principal import Principal
from service.web.navigation import PLACES, is_current, places
from service.web.page import query_with
from service.web.viewer import Viewer
from service.web.words import initials, word


def an_app(*paths: str) -> Flask:
    app = Flask(__name__)
    for path in paths:
        app.add_url_rule(path, path, lambda: "")
    return app


def viewer(role: UserRole) -> Viewer:
    return Viewer(Principal(user_id=1, label=role, role=role))


def test_the_rail_shows_places_that_exist_and_that_the_reader_may_open():
    app = an_app("/portfolio", "/admin", "/cases")
    with app.test_request_context("/portfolio"):
        assert [place.key for place in places(viewer(UserRole.ADMIN))] == ["portfolio", "cases", "admin"]
        assert [place.key for place in places(viewer(UserRole.CSM))] == ["portfolio", "cases"]
        assert places(Viewer()) == []


def test_an_account_belongs_to_the_portfolio():
    app = an_app()
    by_key = {place.key: place for place in PLACES}
    with app.test_request_context("/accounts/4/map"):
        assert is_current(by_key["portfolio"])
        assert not is_current(by_key["cases"])
    with app.test_request_context("/cases/3"):
        assert is_current(by_key["cases"])
    with app.test_request_context("/cases-archive"):
        assert not is_current(by_key["cases"])


def test_one_part_of_the_query_is_changed_and_the_others_stay():
    with an_app().test_request_context("/portfolio?q=a%26b&tag=x&tag=y&page=3"):
        assert query_with({"page": None, "sort": "-arr"}) == "/portfolio?q=a%26b&sort=-arr&tag=x&tag=y"


def test_an_import_belongs_to_the_administration():
    admin = next(place for place in PLACES if place.key == "admin")
    with an_app().test_request_context("/imports/3"):
        assert is_current(admin)
    with an_app().test_request_context("/importsx"):
        assert not is_current(admin)


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=5),
        st.text(st.characters(codec="utf-8"), max_size=9),
        max_size=4,
    )
)
def test_any_query_survives(query: dict[str, str]):
    app = an_app()
    builder = EnvironBuilder(path="/portfolio", query_string=query)
    with app.request_context(builder.get_environ()):
        address = query_with({})
    with app.test_request_context(address) as context:
        assert as_type("dict[str, str]", context.request.args.to_dict()) == query


@pytest.mark.parametrize("hostile", ["//evil.example/x", "/\\evil.example"])
def test_an_address_never_leads_away(hostile: str):
    with an_app().test_request_context("/", environ_overrides={"PATH_INFO": hostile}):
        assert not query_with({}).startswith(("//", "/\\"))


def test_values_have_words_with_or_without_their_type():
    assert word("economic_buyer") == "Economic buyer"
    assert word(UserRole.READ_ONLY) == "Read only"
    assert word(None) == "Unknown"
    assert word("due_soon") == "Due soon"


def test_initials_of_names_in_any_script():
    assert [initials(name) for name in ("Ada", "Ada King Lovelace", "王小明", " ", "ada@example.org")] == [
        "A",
        "AL",
        "小明",
        "?",
        "A",
    ]
