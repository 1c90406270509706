"""Comments are read, learned from and corrected; a person's word stands, and teaches the reading of others."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from models.comment import CommentCorrection, CommentModelState, CommentReading, CommentReadingTheme
from models.job import Run
from scoring.comment_values import Tone
from service.auth.principal import Principal
from service.errors import Invalid, NotFound, StaleVersion
from service.inputs.comment import CommentCorrectionInput
from service.operations.comment_themes import add_delivered_comment_themes, add_word_to_theme
from service.operations.correct_comment import correct_comment, take_correction_back
from service.operations.learn_comments import LEARN, learn_how_to_read
from service.operations.read_all_comments import read_all_comments
from service.operations.read_comments import read_new_comments
from service.queries.comment_basis import latest_model, reader_now
from tests.factories.cast import NOW, Cast, principal
from tests.factories.comments import BLAME, PRAISE, add_comment, add_theme


@pytest.fixture
def csm(session: Session, cast: Cast) -> Principal:
    return principal(session, cast.csm)


def reading(session: Session, response_id: int) -> CommentReading:
    session.expire_all()
    return session.get_one(CommentReading, response_id)


def themes_of(session: Session, response_id: int) -> list[int]:
    held = select(col(CommentReadingTheme.theme_id)).where(col(CommentReadingTheme.response_id) == response_id)
    return sorted(session.execute(held).scalars())


def rated(session: Session, cast: Cast) -> None:
    """A dozen rated comments of either tone about something that no lexicon knows."""
    for texts, score in ((PRAISE, 10.0), (BLAME, 1.0)):
        for text in texts:
            add_comment(session, cast.account_a.id, cast.people_a[0].id, text, score)


def test_before_anything_was_learned_the_words_alone_decide(session: Session, cast: Cast) -> None:
    price = add_theme(session, "Price", ("expensive", "price*"), ("贵",))
    bad = add_comment(session, cast.account_a.id, cast.people_a[0].id, "Far too expensive and slow")
    good = add_comment(session, cast.account_a.id, cast.people_a[0].id, "客服很专业,一点也不贵")
    assert read_new_comments(session, reader_now(session), now=NOW) == 4
    assert (reading(session, bad.id).tone, themes_of(session, bad.id)) == (Tone.NEGATIVE, [price.id])
    assert (reading(session, good.id).tone, reading(session, good.id).language) == (Tone.POSITIVE, "zh")
    assert themes_of(session, good.id) == [price.id]
    assert reading(session, good.id).model_id is None
    assert read_new_comments(session, reader_now(session), now=NOW) == 0


def test_when_an_anonymous_comment_came_is_not_told_by_its_reading(session: Session, cast: Cast) -> None:
    named = add_comment(session, cast.account_a.id, cast.people_a[0].id, "Far too slow")
    hushed = add_comment(session, cast.account_a.id, None, "Far too slow")
    later = NOW.replace(hour=9, minute=31, second=7)
    read_new_comments(session, reader_now(session), now=later)
    assert reading(session, named.id).read_at == later
    assert reading(session, hushed.id).read_at == NOW.replace(hour=0)


def test_ratings_teach_words_that_no_list_knows(session: Session, cast: Cast) -> None:
    asked = add_comment(session, cast.account_a.id, cast.people_a[1].id, "Our widget sputters")
    read_new_comments(session, reader_now(session), now=NOW)
    assert reading(session, asked.id).tone is Tone.NEUTRAL
    rated(session, cast)
    assert read_all_comments(session, now=NOW) == 27
    assert reading(session, asked.id).tone is Tone.NEGATIVE
    model = latest_model(session)
    assert model is not None
    # Two of the cast came with a rating of 3.
    assert (model.comments, model.rated, reading(session, asked.id).model_id) == (27, 26, model.id)
    held_out = model.quality["all"]["learned"]["right"]
    assert held_out["of"] == 26
    assert held_out["hits"] >= 22


def test_the_same_is_not_learned_twice_and_only_the_latest_models_are_kept(session: Session, cast: Cast) -> None:
    rated(session, cast)
    read_all_comments(session, now=NOW)
    assert learn_how_to_read(session, now=NOW) is None
    for number in range(5):
        add_comment(session, cast.account_a.id, cast.people_a[0].id, f"one more {number}", 9)
        read_all_comments(session, now=NOW + timedelta(minutes=number))
    assert len(list(session.execute(select(CommentModelState)).scalars())) == 3


def test_a_correction_changes_its_comment_at_once_and_a_similar_one_soon(
    session: Session, cast: Cast, csm: Principal
) -> None:
    rated(session, cast)
    said = add_comment(session, cast.account_a.id, cast.people_a[1].id, "The widget glimmers like a torch in the dark")
    alike = add_comment(session, cast.account_a.id, cast.people_a[1].id, "It glimmers like a torch again")
    read_all_comments(session, now=NOW)
    assert reading(session, said.id).tone is Tone.POSITIVE
    before = reading(session, alike.id).tone_value
    assert before > 0.1
    correct_comment(session, csm, said.id, CommentCorrectionInput(tone=Tone.NEGATIVE), now=NOW)
    assert (reading(session, said.id).tone, reading(session, said.id).tone_value) == (Tone.NEGATIVE, -1.0)
    assert reading(session, said.id).corrected
    assert reading(session, alike.id).tone_value == before
    assert [run.kind for run in session.execute(select(Run)).scalars()] == [LEARN]
    read_all_comments(session, now=NOW)
    assert reading(session, alike.id).tone is Tone.NEGATIVE
    assert not reading(session, alike.id).corrected
    assert reading(session, said.id).tone_value == -1.0


def test_themes_that_a_person_gave_and_took_stand_through_every_new_reading(
    session: Session, cast: Cast, csm: Principal
) -> None:
    speed = add_theme(session, "Speed", ("slow*",))
    price = add_theme(session, "Price", ("expensive",))
    said = add_comment(session, cast.account_a.id, cast.people_a[0].id, "slow and steady wins")
    read_all_comments(session, now=NOW)
    assert themes_of(session, said.id) == [speed.id]
    correct_comment(session, csm, said.id, CommentCorrectionInput(theme_ids=[price.id]), now=NOW)
    read_all_comments(session, now=NOW)
    assert themes_of(session, said.id) == [price.id]
    row = session.execute(select(CommentCorrection)).scalar_one()
    assert (row.tone, row.themes_added, row.themes_removed) == (None, [price.id], [speed.id])
    take_correction_back(session, csm, said.id, now=NOW)
    assert themes_of(session, said.id) == [speed.id]
    session.refresh(row)
    assert (row.superseded_at, row.superseded_by_id) == (NOW, cast.csm.id)


def test_saying_the_same_twice_changes_nothing_and_agreeing_is_no_correction(
    session: Session, cast: Cast, csm: Principal
) -> None:
    said = add_comment(session, cast.account_a.id, cast.people_a[0].id, "Great help")
    read_all_comments(session, now=NOW)
    correct_comment(session, csm, said.id, CommentCorrectionInput(tone=Tone.POSITIVE, theme_ids=[]), now=NOW)
    assert reading(session, said.id).version == 1
    for _ in range(2):
        correct_comment(session, csm, said.id, CommentCorrectionInput(tone=Tone.NEGATIVE), now=NOW)
    assert reading(session, said.id).version == 2
    assert len(list(session.execute(select(CommentCorrection)).scalars())) == 1
    with pytest.raises(StaleVersion):
        correct_comment(session, csm, said.id, CommentCorrectionInput(tone=Tone.NEUTRAL), now=NOW, version=1)
    correct_comment(session, csm, said.id, CommentCorrectionInput(tone=Tone.NEUTRAL), now=NOW, version=2)
    history = list(session.execute(select(CommentCorrection).order_by(col(CommentCorrection.id))).scalars())
    assert [(row.tone, row.superseded_at is None) for row in history] == [(Tone.NEGATIVE, False), (Tone.NEUTRAL, True)]


def test_whose_comment_is_not_ones_own_is_not_there(session: Session, cast: Cast, csm: Principal) -> None:
    theirs = add_comment(session, cast.account_b.id, cast.people_b[0].id, "Great help")
    nameless = add_comment(session, cast.account_a.id, None, "Bad help")
    read_all_comments(session, now=NOW)
    for response_id in (theirs.id, nameless.id, 912_345_678):
        with pytest.raises(NotFound):
            correct_comment(session, csm, response_id, CommentCorrectionInput(tone=Tone.NEUTRAL), now=NOW)
    with pytest.raises(NotFound):
        take_correction_back(session, csm, theirs.id, now=NOW)
    own = add_comment(session, cast.account_a.id, cast.people_a[0].id, "Great help")
    with pytest.raises(Invalid):
        correct_comment(session, csm, own.id, CommentCorrectionInput(theme_ids=[77]), now=NOW)


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> {{7*7}}",
    "x" * 20_000,
    "很慢" * 10_000,
    "a\u0000b\u202ec\u200d\u0007 slow",
    "👍🏽🇨🇳 ❀⚘送༵来༵不༵是༵很༵凉༵了༵ \ufffd",
    "don't" * 3000 + " не работает 動かない لا يعمل",
    '=HYPERLINK("http://evil.example")\n-- ; drop table response',
    "not " * 4_000,
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_comment_is_read(session: Session, cast: Cast, text: str) -> None:
    response = add_comment(session, cast.account_a.id, cast.people_a[0].id, text[:20_000], 2)
    add_delivered_comment_themes(session, principal(session, cast.admin), now=NOW)
    read_all_comments(session, now=NOW)
    assert -1.0 <= reading(session, response.id).tone_value <= 1.0


def test_delivered_themes_come_once_and_a_word_joins_the_theme_it_is_given_to(
    session: Session, cast: Cast, csm: Principal
) -> None:
    assert add_delivered_comment_themes(session, csm, now=NOW) == 14
    assert add_delivered_comment_themes(session, csm, now=NOW) == 0
    said = add_comment(session, cast.account_a.id, cast.people_a[0].id, "The turnstile jams")
    read_all_comments(session, now=NOW)
    assert themes_of(session, said.id) == []
    support = next(iter(reader_now(session).model.themes))
    add_word_to_theme(session, csm, int(support.name), "en", "turnstile*", now=NOW)
    read_all_comments(session, now=NOW)
    assert themes_of(session, said.id) == [int(support.name)]
