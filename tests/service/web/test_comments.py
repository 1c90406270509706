"""Comments in the browser: searched, narrowed, corrected in place; and what each kind of reader sees of them."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from models.comment import CommentReading, CommentReadingTheme, CommentTheme
from models.survey import Survey, SurveyVersion
from models.vocabulary import SurveyState
from scoring.comment_values import Tone
from service.database import sessions
from service.operations.read_all_comments import read_all_comments
from tests.factories.cast import CANARY_VERBATIM, NOW, Cast, login
from tests.factories.comments import add_comment, add_theme

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOSTILE = '<script>alert("x")</script> slow & {{7*7}}'


@pytest.fixture
def said(engine: Engine, cast: Cast) -> dict[str, int]:
    """Comments of team A in both languages by three roles, read, with two themes."""
    chief, champion, user = (person.id for person in cast.people_a)
    account = cast.account_a.id
    with sessions(engine).begin() as session:
        speed = add_theme(session, "Speed", ("slow*",), ("慢",))
        speed.names = {"zh": "速度"}
        price = add_theme(session, "Price", ("expensive",), ("贵",))
        found = {
            "slow": add_comment(session, account, chief, "The export is terribly SLOW", 2),
            "dear": add_comment(session, account, champion, "价格太贵,响应也慢", 3, language="zh"),
            "good": add_comment(session, account, user, "Great help, thank you", 10, at=NOW - timedelta(days=100)),
            "hostile": add_comment(session, account, user, HOSTILE, 5),
            "theirs": add_comment(session, cast.account_b.id, cast.people_b[0].id, "theirs is slow", 1),
        }
        numbers = {name: row.id for name, row in found.items()}
        numbers |= {"speed": speed.id, "price": price.id}
        read_all_comments(session, now=NOW)
    return numbers


def texts(page: str) -> int:
    return page.count('<article class="comment"')


def get(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def test_comments_are_shown_with_tone_themes_and_who_said_them(
    client: FlaskClient, cast: Cast, said: dict[str, int]
) -> None:
    page = get(login(client, cast.csm), "/feedback/comments")
    # Four of the fixture and the one of the cast; nothing of team B.
    assert texts(page) == 5
    assert "theirs is slow" not in page
    article = page[page.index(f'id="comment-{said["slow"]}"') :].split("</article>")[0]
    assert "Negative</span>" in article
    assert ">Speed</a>" in article
    assert cast.people_a[0].name in article
    assert "Decision maker" in article


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=slow+EXPORT", {"slow"}),
        ("q=%E5%93%8D%E5%BA%94", {"dear"}),
        ("q=ＳＬＯＷ", {"slow", "hostile"}),
        ("q=%25", set()),
        ("tone=positive", {"good"}),
        ("theme={price}", {"dear"}),
        ("theme=none", {"good", "cast"}),
        ("role=influencer", {"dear"}),
        ("role=decision_maker", {"slow"}),
        ("language=zh", {"dear"}),
        ("period=30", {"slow", "dear", "hostile", "cast"}),
        ("account=912345678", set()),
        ("segment=Nothing", set()),
        ("touchpoint=1", set()),
        ("corrected=yes", set()),
        ("tone=negative&sort=worst", {"slow", "dear", "hostile", "cast"}),
    ],
)
def test_filters_let_through_what_they_say(
    client: FlaskClient, cast: Cast, said: dict[str, int], query: str, names: set[str]
) -> None:
    page = get(login(client, cast.csm), f"/feedback/comments?{query.format(**said)}")
    numbers = set(map(int, re.findall(r'id="comment-(\d+)"', page)))
    by_number = {number: name for name, number in said.items() if name not in {"speed", "price"}}
    assert {by_number.get(number, "cast") for number in numbers} == names


@pytest.mark.parametrize("query", ["tone=angry", "theme=x", "role=7", "period=31", "page=²", "sort=1", "account=-1"])
def test_an_address_that_asks_for_nonsense_is_refused(client: FlaskClient, cast: Cast, query: str) -> None:
    assert login(client, cast.csm).get(f"/feedback/comments?{query}").status_code == 422


def test_what_was_searched_is_marked_and_markup_is_shown_as_it_was_written(
    client: FlaskClient, cast: Cast, said: dict[str, int]
) -> None:
    page = get(login(client, cast.csm), "/feedback/comments?q=slow")
    assert "terribly <mark>SLOW</mark>" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; <mark>slow</mark> &amp; {{7*7}}" in page


def test_a_correction_stands_in_the_row_and_can_be_undone(
    client: FlaskClient, engine: Engine, cast: Cast, said: dict[str, int]
) -> None:
    browser = login(client, cast.csm)
    address = f"/feedback/comments/{said['good']}/correction"
    row = browser.post(
        address,
        data={"tone": "negative", "themes": [str(said["price"])], "version": "1"},
        headers={"HX-Request": "true"},
    )
    assert row.status_code == 200
    text = row.get_data(as_text=True)
    assert "Negative</span>" in text
    assert ">Price</a>" in text
    assert "Corrected by" in text
    stale = browser.post(address, data={"tone": "neutral", "version": "1"}, headers={"HX-Request": "true"})
    assert (stale.status_code, "Somebody else changed this" in stale.get_data(as_text=True)) == (422, True)
    page = get(browser, "/feedback/comments?corrected=yes")
    assert texts(page) == 1
    back = browser.post(f"{address}/undo", data={"back": "/feedback/comments?tone=positive"})
    assert (back.status_code, back.headers["Location"]) == (
        303,
        f"/feedback/comments?tone=positive#comment-{said['good']}",
    )
    with sessions(engine)() as session:
        held = session.get_one(CommentReading, said["good"])
        assert (held.tone, held.corrected, held.version) == (Tone.POSITIVE, False, 3)


def test_the_way_back_never_leads_elsewhere(client: FlaskClient, cast: Cast, said: dict[str, int]) -> None:
    data = {"tone": "negative", "back": "https://evil.example/x?tone=positive"}
    answer = login(client, cast.csm).post(f"/feedback/comments/{said['good']}/correction", data=data)
    assert answer.headers["Location"] == f"/feedback/comments?tone=positive#comment-{said['good']}"


def test_who_sees_figures_only_is_led_to_the_themes_and_sees_no_words_of_anybody(
    client: FlaskClient, cast: Cast, said: dict[str, int]
) -> None:
    for reader in (cast.leadership, cast.read_only):
        browser = login(client, reader)
        assert browser.get("/feedback/comments").headers["Location"] == "/feedback/comments/themes"
        page = get(browser, "/feedback/comments/themes")
        for text in ("terribly", "价格太贵", CANARY_VERBATIM, cast.people_a[0].name):
            assert text not in page
        assert browser.post(f"/feedback/comments/{said['good']}/correction").status_code == 403


def test_figures_of_fewer_than_five_people_are_withheld_from_who_sees_no_names(
    client: FlaskClient, engine: Engine, cast: Cast, said: dict[str, int]
) -> None:
    page = get(login(client, cast.read_only), "/feedback/comments/themes")
    assert "Too few comments to show" in page
    with sessions(engine).begin() as session:
        for number in range(6):
            add_comment(session, cast.account_a.id, None, f"slow again {number}", 2)
        read_all_comments(session, now=NOW)
    page = get(login(client, cast.read_only), "/feedback/comments/themes")
    assert ">Speed</th>" in page.replace("\n", "")
    assert "Fewer than 5 people: not shown" in page


def test_the_themes_are_counted_with_their_unhappy_share_and_the_money_they_touch(
    client: FlaskClient, cast: Cast, said: dict[str, int]
) -> None:
    page = get(login(client, cast.csm), "/feedback/comments/themes")
    assert "Most criticised within twelve months: Speed" in page
    assert "3 unhappy comments" in page
    assert "€98.8K of ARR touched" in page
    assert (
        get(login(client, cast.sales), "/feedback/comments/themes").count('href="/feedback/comments/dictionary"') == 0
    )


def test_anonymous_comments_are_shown_from_five_answers_up_and_without_a_name(
    client: FlaskClient, engine: Engine, cast: Cast
) -> None:
    with sessions(engine).begin() as session:
        survey = Survey(name="Training", anonymous=True, state=SurveyState.LIVE)
        session.add(survey)
        session.flush()
        version = SurveyVersion(survey_id=survey.id, number=1, published_at=NOW)
        session.add(version)
        session.flush()
        version_id = version.id
        for number in range(4):
            add_comment(session, cast.account_a.id, None, f"nameless {number}", 5).survey_version_id = version_id
        read_all_comments(session, now=NOW)
    browser = login(client, cast.csm)
    assert "nameless" not in get(browser, "/feedback/comments")
    with sessions(engine).begin() as session:
        add_comment(session, cast.account_a.id, None, "nameless 4", 5).survey_version_id = version_id
        read_all_comments(session, now=NOW)
    page = get(browser, "/feedback/comments?q=nameless")
    assert texts(page) == 5
    assert page.count("Said anonymously") == 5


def test_a_theme_is_added_changed_and_removed(client: FlaskClient, engine: Engine, cast: Cast) -> None:
    browser = login(client, cast.csm)
    fields = {"name": "Turnstile", "name_zh": "闸机", "words_en": "turnstile*, gate\njam", "words_zh": "闸机、卡住"}
    assert browser.post("/feedback/comments/dictionary", data=fields).status_code == 303
    with sessions(engine)() as session:
        theme = session.execute(select(CommentTheme)).scalar_one()
        assert theme.words == {"en": ["turnstile*", "gate", "jam"], "zh": ["闸机", "卡住"]}
        assert theme.names == {"zh": "闸机"}
    address = f"/feedback/comments/dictionary/{theme.id}"
    assert 'value="闸机"' in get(browser, address)
    refused = browser.post(address, data={**fields, "words_en": " * ", "words_zh": ""})
    assert (refused.status_code, "field-error" in refused.get_data(as_text=True)) == (422, True)
    assert browser.post("/feedback/comments/dictionary", data=fields).status_code == 409
    assert browser.post(address, data={**fields, "name": "Gate", "shows_enabled": "1"}).status_code == 303
    with sessions(engine)() as session:
        assert (session.get_one(CommentTheme, theme.id).name, session.get_one(CommentTheme, theme.id).enabled) == (
            "Gate",
            False,
        )
    assert browser.post(address, data={"remove": "yes"}).status_code == 303
    assert browser.get(address).status_code == 404


def test_a_suggested_word_becomes_a_theme_or_joins_one_with_one_press(
    client: FlaskClient, engine: Engine, cast: Cast, said: dict[str, int]
) -> None:
    with sessions(engine).begin() as session:
        for number in range(4):
            add_comment(session, cast.account_a.id, cast.people_a[0].id, f"terrible turnstile {number}", 1)
        read_all_comments(session, now=NOW)
    browser = login(client, cast.csm)
    page = get(browser, "/feedback/comments/dictionary")
    assert '<input type="hidden" name="word" value="turnstile">' in page
    taken = browser.post("/feedback/comments/dictionary/suggested", data={"word": "turnstile"})
    assert taken.status_code == 303
    joined = browser.post(
        "/feedback/comments/dictionary/suggested", data={"word": "闸机", "theme_id": str(said["speed"])}
    )
    assert joined.status_code == 303
    with sessions(engine).begin() as session:
        words = {theme.name: theme.words for theme in session.execute(select(CommentTheme)).scalars()}
        assert words["Turnstile"] == {"en": ["turnstile"]}
        assert words["Speed"]["zh"] == ["慢", "闸机"]
        read_all_comments(session, now=NOW)
        assert found_in(session, "Turnstile") == 4


def found_in(session: Session, name: str) -> int:
    theme_id = session.execute(select(col(CommentTheme.id)).where(col(CommentTheme.name) == name)).scalar_one()
    held = select(CommentReadingTheme).where(col(CommentReadingTheme.theme_id) == theme_id)
    return len(list(session.execute(held)))


def test_the_dictionary_is_edited_by_those_who_define_surveys(client: FlaskClient, cast: Cast) -> None:
    fields = {"name": "Gate", "words_en": "gate"}
    for reader, status in ((cast.admin, 303), (cast.sales, 403), (cast.leadership, 403), (cast.read_only, 403)):
        assert login(client, reader).post("/feedback/comments/dictionary", data=fields).status_code == status
    assert login(client, cast.leadership).get("/feedback/comments/dictionary").status_code == 200
    assert login(client, cast.sales).get("/feedback/comments/dictionary").status_code == 403


def test_how_well_tones_are_read_is_shown_with_its_count_and_interval(
    client: FlaskClient, engine: Engine, cast: Cast
) -> None:
    browser = login(client, cast.csm)
    assert "No comment has come with a rating yet" in get(browser, "/feedback/comments/themes")
    with sessions(engine).begin() as session:
        for number in range(20):
            add_comment(session, cast.account_a.id, cast.people_a[0].id, f"great help {number}", 10)
            add_comment(session, cast.account_a.id, cast.people_a[0].id, f"terrible mess {number}", 1)
        read_all_comments(session, now=NOW)
    page = get(browser, "/feedback/comments/themes")
    # 40 comments of this test and two of the cast, which say neither good nor bad: 40 of 42.
    assert '95% <span class="muted">(84–99%)</span>' in page
