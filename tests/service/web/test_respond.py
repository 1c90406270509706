"""The respondent's pages: what a link opens, what one press does, and what nothing else may do."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, text
from sqlmodel import Session, SQLModel, col

from models.account import Account
from models.survey import Answer, Invitation, Response
from models.vocabulary import InvitationState, ResponseSource, SurveyState
from scoring.vocabulary import QuestionKind
from service.app import create_app
from service.auth.answer_links import trial_token
from service.auth.links import SignedLinks
from service.database import sessions
from service.edge.application import Application
from service.secret_key import secret_keys
from service.settings import Settings
from tests.factories.cast import NOW, Cast
from tests.factories.surveys import Asked, make_invitation, make_survey, token_of

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Letterbox:
    """One asked person, their link, and what the database holds."""

    def __init__(self, app: Application, settings: Settings, session: Session, asked: Asked) -> None:
        self.app, self.session, self.asked = app, session, asked
        self.path = f"/r/{token_of(settings, asked.invitation)}"
        self.client: FlaskClient = app.test_client()

    def look(self) -> Session:
        """The session, seeing what is committed by now and holding nothing up."""
        self.session.rollback()
        self.session.expire_all()
        self.session.connection(execution_options={"linchpin_reading": True})
        return self.session

    def responses(self) -> list[Response]:
        """Every answer to this survey on record, oldest first."""
        self.look()
        statement = select(Response).where(col(Response.survey_version_id) == self.asked.version.id)
        return list(self.session.execute(statement.order_by(col(Response.id))).scalars())

    def invitation(self) -> Invitation:
        """The invitation as it stands now."""
        return self.look().get_one(Invitation, self.asked.invitation.id)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with sessions(engine)() as opened:
        opened.connection(execution_options={"linchpin_reading": True})
        yield opened


@pytest.fixture
def box(app: Application, settings: Settings, engine: Engine, cast: Cast, session: Session) -> Letterbox:
    return Letterbox(app, settings, session, _asked(engine, cast))


def _asked(engine: Engine, cast: Cast, **values: object) -> Asked:
    with sessions(engine)() as writer:
        asked = make_survey(writer, cast.account_a, cast.people_a[0], **values)  # type: ignore[arg-type]  # passed on
        writer.commit()
        writer.expunge_all()
    return asked


def _everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, to compare."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))  # type: ignore[misc]  # as text
            for table in SQLModel.metadata.sorted_tables
        }


@SQLITE
def test_a_link_opens_the_questions_in_the_language_of_the_invitation(box: Letterbox) -> None:
    page = box.client.get(box.path)
    assert page.status_code == 200
    assert "How likely are you to recommend us?" in page.text
    assert "Is it worth its price?" in page.text, "the person is a decision maker"
    assert '<html lang="en"' in page.text
    chinese = box.client.get(box.path + "?language=zh")
    assert "您愿意把我们推荐给同行吗？" in chinese.text


@SQLITE
def test_the_page_sets_no_cookie_is_not_indexed_and_tells_nobody_its_address(box: Letterbox) -> None:
    page = box.client.get(box.path)
    assert "Set-Cookie" not in page.headers
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "'unsafe" not in page.headers["Content-Security-Policy"]
    sent = box.client.post(box.path, data={"nps": "9"})
    assert "Set-Cookie" not in sent.headers


@SQLITE
def test_a_number_pressed_in_a_mail_is_marked_and_sent_by_nothing_but_the_button(box: Letterbox) -> None:
    page = box.client.get(box.path + "?score=9")
    assert 'value="9" checked' in page.text
    assert "You chose 9. It is sent only when you press the button." in page.text
    assert box.responses() == []


@SQLITE
@pytest.mark.parametrize("score", ["11", "-1", "nine", "9.5", "９", "", "9" * 50])
def test_a_number_that_is_none_of_the_scale_is_not_marked(box: Letterbox, score: str) -> None:
    page = box.client.get(box.path, query_string={"score": score})
    assert page.status_code == 200
    assert "checked" not in page.text


def test_a_thousand_prefetches_of_every_address_change_nothing(box: Letterbox, engine: Engine) -> None:
    before = _everything(engine)
    addresses = [box.path, *(f"{box.path}?score={score}" for score in range(11)), f"{box.path}/amend"]
    for turn in range(1000):
        address = addresses[turn % len(addresses)]
        (box.client.head if turn % 3 == 2 else box.client.get)(address)
    assert _everything(engine) == before


def test_one_press_keeps_the_answer_with_its_person_and_marks_the_account(box: Letterbox, cast: Cast) -> None:
    answer = box.client.post(box.path, data={"nps": "9", "worth": "4", "reason": " Good people \r\nand fast "})
    assert answer.status_code == 303
    (kept,) = box.responses()
    assert (kept.person_id, kept.account_id) == (cast.people_a[0].id, cast.account_a.id)
    assert (kept.metric, kept.score, kept.scale_low, kept.scale_high) == (QuestionKind.NPS, 9.0, 0.0, 10.0)
    assert (kept.comment, kept.source, kept.answered_at) == ("Good people \nand fast", ResponseSource.RESPONDENT, NOW)
    answers = box.session.execute(select(col(Answer.question_id), col(Answer.number))).all()
    by_key = {box.asked.questions[key].id: key for key in box.asked.questions}
    assert {by_key[row.question_id]: row.number for row in answers if row.question_id in by_key} == {
        "nps": 9.0,
        "worth": 4.0,
        "reason": None,
    }
    assert box.invitation().state is InvitationState.ANSWERED
    assert box.session.get_one(Account, cast.account_a.id).stale_since is not None
    thanks = box.client.get(answer.headers["Location"])
    assert "Thank you, we read every answer." in thanks.text
    assert "Change my answer" in thanks.text


@SQLITE
def test_a_second_press_is_told_that_the_answer_is_there(box: Letterbox) -> None:
    box.client.post(box.path, data={"nps": "9"})
    again = box.client.post(box.path, data={"nps": "0"})
    assert again.status_code == 409
    assert "Your answer has arrived already. It was not changed." in again.text
    assert [kept.score for kept in box.responses()] == [9.0]


def test_of_a_hundred_posts_at_once_one_is_taken(box: Letterbox) -> None:
    def post(turn: int) -> int:
        return box.app.test_client().post(box.path, data={"nps": str(turn % 11)}).status_code

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(post, range(100)))
    assert sorted(set(statuses)) == [303, 409]
    assert statuses.count(303) == 1
    assert len(box.responses()) == 1


@SQLITE
@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"nps": "11"}, "Choose a number from 0 to 10."),
        ({"nps": "9", "worth": "0"}, "Choose a number from 1 to 5."),
        ({"nps": "3", "trouble": ["support", "weather"]}, "Choose from the answers that are offered."),
        ({"nps": "9", "effort": "2"}, "This survey has no such question."),
        ({"nps": "9", "account_id": "7"}, "This survey has no such question."),
        ({"nps": ["9", "2"]}, "Choose a number from 0 to 10."),
        ({"reason": "no number"}, "This question needs an answer."),
        ({}, "This question needs an answer."),
        ({"nps": "9", "reason": "x" * 20_001}, "This text is too long: at most 20,000 characters."),
    ],
)
def test_what_the_questions_do_not_take_is_refused_and_named(
    box: Letterbox, engine: Engine, data: dict[str, object], message: str
) -> None:
    refused = box.client.post(box.path, data={**data})
    assert refused.status_code == 422
    assert message in refused.text
    assert box.responses() == []
    assert box.invitation().state is InvitationState.SENT


@SQLITE
def test_a_question_of_another_survey_is_refused(box: Letterbox, engine: Engine, cast: Cast) -> None:
    _asked(engine, cast, questions=({"key": "other", "kind": QuestionKind.NPS, "texts": {"en": "?"}},))
    assert box.client.post(box.path, data={"nps": "9", "other": "9"}).status_code == 422
    assert box.responses() == []


@SQLITE
def test_markup_in_an_answer_is_shown_literally(box: Letterbox) -> None:
    box.client.post(box.path, data={"nps": "9", "reason": "<script>alert(1)</script>{{7*7}}\x00"})
    page = box.client.get(box.path + "/amend")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page.text
    assert box.responses()[0].comment == "<script>alert(1)</script>{{7*7}}"


@SQLITE
def test_a_low_number_leads_to_a_further_question_also_without_scripts(box: Letterbox) -> None:
    page = box.client.get(box.path)
    assert 'id="question-trouble" data-after="nps"' in page.text
    asked = box.client.post(box.path, data={"nps": "2", "shown": "nps worth reason"})
    assert asked.status_code == 200
    assert "What went wrong?" in asked.text
    assert 'value="2" checked' in asked.text
    assert box.responses() == []
    done = box.client.post(box.path, data={"nps": "2", "trouble": "price", "shown": "nps trouble worth reason"})
    assert done.status_code == 303
    assert box.responses()[0].score == 2.0


@SQLITE
def test_what_belongs_to_a_branch_not_taken_is_left_out(box: Letterbox) -> None:
    box.client.post(box.path, data={"nps": "9", "trouble": "price"})
    (kept,) = box.responses()
    answered = box.session.execute(select(col(Answer.question_id)).where(col(Answer.response_id) == kept.id)).scalars()
    assert list(answered) == [box.asked.questions["nps"].id]


@SQLITE
def test_an_unfinished_answer_waits_for_its_respondent(box: Letterbox) -> None:
    assert box.client.post(box.path + "/draft", data={"nps": "6", "reason": "so far"}).status_code == 204
    assert box.invitation().state is InvitationState.PARTIAL
    page = box.client.get(box.path)
    assert 'value="6" checked' in page.text
    assert ">so far</textarea>" in page.text
    assert 'id="question-trouble" data-after="nps" data-values="[&#34;0&#34;' in page.text
    box.client.post(box.path, data={"nps": "7"})
    assert box.invitation().draft is None


def test_an_answer_can_be_amended_for_a_day_and_the_first_stays_on_record(
    settings: Settings, engine: Engine, box: Letterbox
) -> None:
    box.client.post(box.path, data={"nps": "3", "reason": "late"})
    assert 'value="3" checked' in box.client.get(box.path + "/amend").text
    assert box.client.post(box.path + "/amend", data={"nps": "8", "reason": "solved"}).status_code == 303
    first, second = box.responses()
    assert (first.score, first.superseded_at) == (3.0, NOW)
    assert (second.score, second.superseded_at, second.amended_at, second.comment) == (8.0, None, NOW, "solved")
    late = create_app(settings, engine=engine, clock=lambda: NOW + timedelta(hours=24))
    for answer in (late.test_client().get(box.path + "/amend"), late.test_client().post(box.path + "/amend")):
        assert answer.status_code == 410
        assert "This answer can no longer be changed. It stands as you sent it." in answer.text
    used = late.test_client().get(box.path)
    assert used.status_code == 410
    assert "You have answered already, and we thank you." in used.text
    assert late.test_client().post(box.path, data={"nps": "1"}).status_code == 409
    assert len(box.responses()) == 2


@SQLITE
def test_an_answer_that_is_not_there_cannot_be_amended(box: Letterbox) -> None:
    assert box.client.get(box.path + "/amend").status_code == 409
    assert box.client.post(box.path + "/amend", data={"nps": "8"}).status_code == 409
    assert box.responses() == []


@SQLITE
def test_an_expired_link_says_so_and_takes_nothing(settings: Settings, engine: Engine, box: Letterbox) -> None:
    late = create_app(settings, engine=engine, clock=lambda: NOW + timedelta(days=30)).test_client()
    for answer in (late.get(box.path), late.post(box.path, data={"nps": "9"}), late.post(box.path + "/draft")):
        assert answer.status_code == 410
        assert "The time for answering is over. Nothing was changed." in answer.text
    assert box.responses() == []


@SQLITE
def test_a_link_seen_to_be_over_stays_over_when_the_clock_is_set_back(box: Letterbox, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE invitation SET state = 'expired'"))
    assert box.client.get(box.path).status_code == 410
    assert box.client.post(box.path, data={"nps": "9"}).status_code == 410


@SQLITE
def test_a_closed_survey_takes_nothing(app: Application, settings: Settings, engine: Engine, cast: Cast) -> None:
    asked = _asked(engine, cast, state=SurveyState.CLOSED)
    path = f"/r/{token_of(settings, asked.invitation)}"
    assert app.test_client().post(path, data={"nps": "9"}).status_code == 410
    assert "This survey is closed." in app.test_client().get(path).text


@SQLITE
def test_a_link_that_is_not_ours_leads_nowhere(box: Letterbox, settings: Settings) -> None:
    links = SignedLinks(secret_keys(settings))
    nonce = box.asked.invitation.nonce
    token = box.path.removeprefix("/r/")
    foreign = [
        nonce,
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token + "A",
        SignedLinks(["another key, of another house"]).sign("answer", nonce, now=NOW),
        links.sign("unsubscribe", nonce, now=NOW),
        links.sign("answer", "no such nonce", now=NOW),
        links.sign("answer", {"nonce": nonce}, now=NOW),
        trial_token(links, box.asked.version.id, now=NOW),
        "x" * 5000,
    ]
    pages = set()
    for one in foreign:
        assert box.client.post(f"/r/{one}", data={"nps": "9"}).status_code == 404
        page = box.client.get(f"/r/{one}")
        assert page.status_code == 404
        pages.add(page.text.replace(one, ""))
    assert len(pages) == 1, "absent and foreign look the same"
    assert "It may have been cut off on its way." in pages.pop()
    assert box.responses() == []


@SQLITE
def test_links_signed_by_an_older_key_still_open(box: Letterbox, settings: Settings, engine: Engine) -> None:
    rotated = settings.model_copy(
        update={
            "secret_key": settings.secret_key.__class__("a newer secret of the tests"),
            "previous_secret_keys": [settings.secret_key],
        }
    )
    app = create_app(rotated, engine=engine, clock=lambda: NOW)
    assert app.test_client().get(box.path).status_code == 200


def test_an_anonymous_answer_holds_no_way_back_to_its_person(
    app: Application, settings: Settings, engine: Engine, cast: Cast, session: Session
) -> None:
    box = Letterbox(app, settings, session, _asked(engine, cast, anonymous=True))
    assert box.client.post(box.path + "/draft", data={"nps": "2"}).status_code == 204
    assert box.invitation().draft is None
    assert box.client.post(box.path, data={"nps": "2", "reason": "hush"}).status_code == 303
    (kept,) = box.responses()
    assert (kept.person_id, kept.invitation_id, kept.entered_by_id) == (None, None, None)
    midnight = NOW.replace(hour=0)
    assert (kept.answered_at, kept.recorded_at) == (midnight, midnight)
    invitation = box.invitation()
    assert (invitation.state, invitation.answered_at, invitation.draft) == (InvitationState.ANSWERED, None, None)
    assert (invitation.posts, invitation.posts_since) == (0, None)
    page = box.client.get(box.path)
    assert "Nobody, we included, can connect this answer to you." in page.text
    assert "Change my answer" not in page.text
    assert box.client.post(box.path + "/amend", data={"nps": "9"}).status_code == 410
    assert box.client.post(box.path, data={"nps": "9"}).status_code == 409
    assert box.invitation().posts_since is None


@SQLITE
def test_a_link_that_is_posted_to_without_end_is_not_served_for_a_while(box: Letterbox, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE invitation SET posts = 240, posts_since = '2026-11-20 09:00:00.000000'"))
    refused = box.client.post(box.path, data={"nps": "9"})
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "3600"
    assert box.client.get(box.path).status_code == 200
    assert box.responses() == []


@SQLITE
def test_a_refused_post_counts_too(box: Letterbox) -> None:
    box.client.post(box.path, data={"nps": "11"})
    assert box.invitation().posts == 1


@SQLITE
def test_programs_get_problem_details(box: Letterbox) -> None:
    answer = box.client.get("/r/nonsense", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@SQLITE
def test_a_trial_link_shows_the_page_and_keeps_nothing(box: Letterbox, settings: Settings, engine: Engine) -> None:
    before = _everything(engine)
    token = trial_token(SignedLinks(secret_keys(settings)), box.asked.version.id, now=NOW)
    page = box.client.get(f"/r/try/{token}?score=7")
    assert "This is a preview. What you enter here is not kept." in page.text
    assert 'value="7" checked' in page.text
    done = box.client.post(f"/r/try/{token}", data={"nps": "7"})
    assert "This was a preview: nothing was kept." in done.text
    assert _everything(engine) == before


@SQLITE
def test_an_erased_person_is_asked_nothing(box: Letterbox, engine: Engine, cast: Cast) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE person SET erased_at = '2026-11-20 08:00:00.000000' WHERE id = :id"),
            {"id": cast.people_a[0].id},
        )
    assert box.client.get(box.path).status_code == 404


@SQLITE
def test_two_people_asked_by_the_same_survey_answer_each_for_themselves(
    box: Letterbox, engine: Engine, settings: Settings, cast: Cast
) -> None:
    with sessions(engine)() as writer:
        second = make_invitation(writer, box.asked.version, cast.account_a, cast.people_a[1])
        writer.commit()
        path = f"/r/{token_of(settings, second)}"
    box.client.post(box.path, data={"nps": "9"})
    box.client.post(path, data={"nps": "1"})
    assert {kept.person_id: kept.score for kept in box.responses()} == {
        cast.people_a[0].id: 9.0,
        cast.people_a[1].id: 1.0,
    }
    assert (
        box.session.execute(
            select(func.count()).select_from(Invitation).where(col(Invitation.state) == InvitationState.ANSWERED)
        ).scalar_one()
        == 2
    )
