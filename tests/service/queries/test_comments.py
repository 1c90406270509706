"""Comments as they are found and counted: equal to the pure search, and figures that can be checked by hand."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from models.survey import Survey, SurveyVersion, Touchpoint
from scoring.comment_quality import Share
from scoring.comment_quotes import find_quotes
from scoring.comment_values import Comment, Tone
from scoring.vocabulary import LifecycleStage, Role
from service.errors import Forbidden
from service.operations.read_all_comments import read_all_comments
from service.queries.comment_choices import comment_choices
from service.queries.comment_figures import comment_figures
from service.queries.comments import CommentFilter, CommentSort, comments
from tests.factories.cast import NOW, TODAY, Cast, principal
from tests.factories.comments import add_comment, add_theme

TEXTS = (
    "The Export is SLOW",
    "slow",
    "导出太慢,导出报表也慢",
    "100 % of it_is \\ fine",
    "ＯＫ，服務很好",
    "Straße und Café",
    "don’t wait",
)
QUERIES = (
    "slow",
    "EXPORT slow",
    "导出",
    "慢 报表",
    "%",
    "_is",
    "\\",
    "ok 服務",
    "STRASSE",
    "café",
    "don't",
    "nothing",
    " ",
)


def test_the_search_finds_what_the_pure_search_finds(session: Session, cast: Cast) -> None:
    person = cast.people_a[0].id
    written = {add_comment(session, cast.account_a.id, person, text).id: text for text in TEXTS}
    read_all_comments(session, now=NOW)
    csm = principal(session, cast.csm)
    pure = [Comment(str(number), text) for number, text in written.items()]
    for query in QUERIES:
        wanted = {int(number) for number, _quote in find_quotes(pure, query)}
        found = comments(session, csm, CommentFilter(search=query), now=NOW, limit=100)
        if query.strip():
            assert {row.id for row in found.rows} == wanted, query
        assert found.total == len(found.rows) == sum(found.tones.values())


def test_pages_and_orders_hold_every_comment_once(session: Session, cast: Cast) -> None:
    for number in range(7):
        at = NOW - timedelta(hours=number)
        add_comment(session, cast.account_a.id, cast.people_a[0].id, f"so {'good ' * number}", 9, at=at)
    read_all_comments(session, now=NOW)
    csm = principal(session, cast.csm)
    pages = [comments(session, csm, now=NOW, limit=3, offset=offset).rows for offset in (0, 3, 6)]
    assert len({row.id for page in pages for row in page}) == 8
    best = comments(session, csm, now=NOW, sort=CommentSort.BEST).rows
    assert [row.tone_value for row in best] == sorted((row.tone_value for row in best), reverse=True)


def test_only_who_sees_single_answers_gets_a_list(session: Session, cast: Cast) -> None:
    for user in (cast.leadership, cast.read_only):
        with pytest.raises(Forbidden):
            comments(session, principal(session, user), now=NOW)


def test_a_touchpoint_a_segment_and_a_language_narrow_the_list(session: Session, cast: Cast) -> None:
    touchpoint = Touchpoint(name="Go-live", stage=LifecycleStage.ONBOARDING)
    session.add(touchpoint)
    session.flush()
    survey = Survey(name="After go-live", touchpoint_id=touchpoint.id)
    session.add(survey)
    session.flush()
    version = SurveyVersion(survey_id=survey.id, number=1, published_at=NOW)
    session.add(version)
    session.flush()
    there = add_comment(session, cast.account_a.id, cast.people_a[0].id, "实施很顺利", 9)
    there.survey_version_id = version.id
    read_all_comments(session, now=NOW)
    csm = principal(session, cast.csm)
    for wanted in (CommentFilter(touchpoint_id=touchpoint.id), CommentFilter(language="zh")):
        assert [row.id for row in comments(session, csm, wanted, now=NOW).rows] == [there.id]
    assert comments(session, csm, CommentFilter(segment="Enterprise"), now=NOW).rows == []
    choices = comment_choices(session, csm)
    assert (choices.touchpoints, choices.languages) == ([(touchpoint.id, "Go-live")], ["en", "zh"])
    assert choices.accounts == [(cast.account_a.id, cast.account_a.name)]


def test_themes_are_counted_by_tone_month_role_and_money(session: Session, cast: Cast) -> None:
    speed = add_theme(session, "Speed", ("slow*", "fast"))
    quiet = add_theme(session, "Quiet", ("turnstile",))
    account, people = cast.account_a.id, cast.people_a
    for months, text, person in (
        *((9, "fast and good", people[0]),) * 3,
        *((8, "terribly slow", people[1]),) * 2,
        *((1, "terribly slow", people[2]),) * 4,
        (0, "fast and good", people[0]),
        (20, "terribly slow", people[0]),
    ):
        add_comment(session, account, person.id, text, at=NOW - timedelta(days=30 * months + 1))
    add_comment(session, cast.account_b.id, cast.people_b[0].id, "terribly slow")
    read_all_comments(session, now=NOW)
    found = comment_figures(session, principal(session, cast.csm), today=TODAY, now=NOW, currency="EUR")
    figure = next(one for one in found.themes if one.theme is not None and one.theme.id == speed.id)
    assert (figure.comments, figure.negative, figure.accounts) == (10, Share(6, 10), 1)
    assert figure.touched == 98765.43
    assert sum(figure.unhappy) == 6
    # Two of five before, four of five after.
    assert figure.change == pytest.approx(0.4)
    assert figure.roles == (
        (Role.DECISION_MAKER, 4, Share(0, 4)),
        (Role.INFLUENCER, 2, Share(2, 2)),
        (Role.END_USER, 4, Share(4, 4)),
    )
    # With the comment of the cast, which has no theme.
    assert (found.comments, found.rest.comments) == (11, 1)
    assert [one.comments for one in found.themes if one.theme is not None and one.theme.id == quiet.id] == [0]


def test_figures_for_those_who_see_no_names_hold_back_what_is_of_few(session: Session, cast: Cast) -> None:
    add_theme(session, "Speed", ("slow*",))
    add_theme(session, "Rare", ("turnstile",))
    for _ in range(9):
        add_comment(session, cast.account_a.id, cast.people_a[0].id, "terribly slow turnstile")
    read_all_comments(session, now=NOW)
    leader = principal(session, cast.leadership)

    def figures() -> dict[str, tuple[bool, int]]:
        found = comment_figures(session, leader, today=TODAY, now=NOW, currency="EUR")
        return {one.theme.name: (one.withheld, one.comments) for one in found.themes if one.theme is not None}

    # Nine comments, but of one person.
    assert figures() == {"Speed": (True, 0), "Rare": (True, 0)}
    for number in range(4):
        add_comment(session, cast.account_a.id, None, f"slow {number}")
    read_all_comments(session, now=NOW)
    assert figures() == {"Speed": (False, 13), "Rare": (True, 0)}
    found = comment_figures(session, leader, today=TODAY, now=NOW, currency="EUR")
    assert (found.named, found.withheld, found.tones[Tone.NEGATIVE]) == (False, False, 13)
    # The decision maker is one person: no role is shown.
    assert all(one.roles == () for one in found.themes)
