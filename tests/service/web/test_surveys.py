"""Surveys among ourselves: made, edited, published in versions, previewed, placed on the journey, answered by hand."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from models.audit import AuditEvent
from models.survey import Invitation, Question, Response, Survey, SurveyVersion, Touchpoint
from models.user import User
from models.vocabulary import InvitationState, ResponseSource, SurveyState
from scoring.vocabulary import LifecycleStage, QuestionKind, ScoreFamily
from service.database import reading, sessions, writing
from service.edge.application import Application
from service.settings import Settings
from tests.factories.cast import CANARY_A, NOW, Cast, bearer, login
from tests.factories.surveys import Asked, make_survey, token_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def csm(app: Application, cast: Cast) -> FlaskClient:
    return login(app.test_client(), cast.csm)


@pytest.fixture
def look(engine: Engine) -> Iterator[Session]:
    with reading(sessions(engine)) as session:
        yield session


def from_template(client: FlaskClient, key: str = "relationship") -> int:
    answer = client.post("/feedback/surveys", data={"template": key})
    assert answer.status_code == 303
    return int(answer.headers["Location"].split("/")[3])


def versions(engine: Engine, survey_id: int) -> list[tuple[int, bool, list[str]]]:
    """Number, whether it is published, and the keys asked, of each version."""
    with reading(sessions(engine)) as session:
        found = []
        statement = select(SurveyVersion).where(col(SurveyVersion.survey_id) == survey_id)
        for version in session.execute(statement.order_by(col(SurveyVersion.number))).scalars():
            keys = select(col(Question.key)).where(col(Question.survey_version_id) == version.id)
            asked = list(session.execute(keys.order_by(col(Question.position))).scalars())
            found.append((version.number, version.published_at is not None, asked))
        return found


def survey_of(engine: Engine, survey_id: int) -> Survey:
    with reading(sessions(engine)) as session:
        return session.get_one(Survey, survey_id)


def form_of(*questions: dict[str, object], version: int, **values: object) -> dict[str, object]:
    """The editor's form with these questions."""
    form: dict[str, object] = {"version": version, "questions": len(questions), "languages": ["en", "zh"], **values}
    for number, question in enumerate(questions):
        form |= {f"q{number}.{name}": value for name, value in question.items()}
    return form


NPS = {"key": "nps", "kind": "nps", "text.en": "Recommend?", "text.zh": "推荐吗？", "required": "1"}
REASON = {"key": "reason", "kind": "text", "text.en": "Why?", "text.zh": "为什么？"}


def test_a_ready_made_survey_becomes_a_draft_at_its_place_of_the_journey(csm: FlaskClient, engine: Engine):
    number = from_template(csm)
    assert versions(engine, number) == [(1, False, ["nps", "missing", "worth", "fit", "ease", "reason"])]
    survey = survey_of(engine, number)
    assert (survey.name, survey.state) == ("Relationship NPS by role", SurveyState.DRAFT)
    with reading(sessions(engine)) as session:
        place = session.get_one(Touchpoint, survey.touchpoint_id)
    assert (place.name, place.stage) == ("Business review", LifecycleStage.VALUE)
    assert survey_of(engine, from_template(csm)).name == "Relationship NPS by role (2)"


def test_every_ready_made_survey_can_be_published_and_is_shown(csm: FlaskClient):
    for key in ("relationship", "solved_ticket", "onboarding", "renewal_check", "partner", "delivery_team"):
        number = from_template(csm, key)
        csm.post(f"/feedback/surveys/{number}/publish")
        assert csm.get(f"/feedback/surveys/{number}").status_code == 200
        assert csm.get(f"/feedback/surveys/{number}/edit").status_code == 200
    page = csm.get("/feedback/surveys").text
    assert page.count("Live") >= 6


def test_a_change_to_a_published_survey_begins_another_version(csm: FlaskClient, engine: Engine):
    number = from_template(csm)
    csm.post(f"/feedback/surveys/{number}/publish")
    form = form_of(NPS, REASON, version=survey_of(engine, number).version)
    assert csm.post(f"/feedback/surveys/{number}/edit", data=form).status_code == 303
    assert versions(engine, number) == [
        (1, True, ["nps", "missing", "worth", "fit", "ease", "reason"]),
        (2, False, ["nps", "reason"]),
    ]
    csm.post(f"/feedback/surveys/{number}/publish")
    assert [published for _number, published, _keys in versions(engine, number)] == [True, True]


def test_what_was_sent_keeps_its_wording_under_its_answers(
    app: Application, csm: FlaskClient, settings: Settings, engine: Engine, cast: Cast
):
    with writing(sessions(engine)) as session:
        asked = make_survey(session, cast.account_a, cast.people_a[0])
        number, link = asked.survey.id, f"/r/{token_of(settings, asked.invitation)}"
    form = form_of({**NPS, "text.en": "Quite another question?"}, version=1)
    csm.post(f"/feedback/surveys/{number}/edit", data=form)
    csm.post(f"/feedback/surveys/{number}/publish")
    stranger = app.test_client()
    assert "How likely are you to recommend us?" in stranger.get(link).text
    assert stranger.post(link, data={"nps": "9", "reason": "still asked"}).status_code == 303
    assert versions(engine, number)[0][2] == ["nps", "trouble", "worth", "reason"]


def test_the_editor_adds_moves_and_removes_questions(csm: FlaskClient, engine: Engine):
    number = from_template(csm)
    path = f"/feedback/surveys/{number}/edit"

    def act(action: str, *questions: dict[str, object]) -> list[str]:
        form = form_of(*questions, version=survey_of(engine, number).version, action=action)
        answer = csm.post(path, data=form)
        assert answer.status_code == 303
        return versions(engine, number)[0][2]

    assert act("add:nps", NPS, REASON) == ["nps", "reason", "nps_2"]
    assert act("up:reason", NPS, REASON) == ["reason", "nps"]
    assert act("down:nps", NPS, REASON) == ["reason", "nps"]
    assert act("up:nps", NPS, REASON) == ["nps", "reason"]
    assert act("remove:nps", NPS, REASON) == ["reason"]
    assert act("save", NPS, {**NPS, "text.en": "The same key"}) == ["nps", "nps_2"]
    assert act("nonsense:nps", NPS) == ["nps"]


def test_conditions_options_and_scales_are_kept_as_they_were_entered(csm: FlaskClient, engine: Engine, look: Session):
    number = from_template(csm)
    pick = {
        "key": "what", "kind": "multiple_choice", "text.en": "What?", "options": "3",
        "option.0.en": "Price", "option.0.zh": "价格", "option.0.value": "price", "option.1.en": "",
        "option.2.en": "Help",
        "roles": ["end_user", "champion", "boss"], "tags": "Pilot, north ，", "after": "nps", "after_shown": "nps",
        "is": ["0", "1", "99"],
    }  # fmt: skip
    effort = {"key": "effort", "kind": "ces", "text.en": "Effort?", "scale_low": "1", "scale_high": "5",
              "low.en": "Little", "high.zh": "很大", "low_is_good": "1"}  # fmt: skip
    form = form_of(NPS, pick, effort, version=survey_of(engine, number).version)
    csm.post(f"/feedback/surveys/{number}/edit", data=form)
    rows = {row.key: row for row in look.execute(select(Question)).scalars()}
    assert rows["what"].options == [
        {"value": "price", "texts": {"en": "Price", "zh": "价格"}},
        {"value": "option_2", "texts": {"en": "Help"}},
    ]
    assert rows["what"].asked_when == {
        "roles": ["champion", "end_user"],
        "tags": ["north", "pilot"],
        "after": {"key": "nps", "is": ["0", "1"]},
    }
    effort_row = rows["effort"]
    assert (effort_row.scale_low, effort_row.scale_high, effort_row.low_is_good) == (1, 5, True)
    assert effort_row.ends == {"low": {"en": "Little"}, "high": {"zh": "很大"}}


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        ((), "Ask at least one question."),
        (({**NPS, "text.en": "", "text.zh": " "},), "The question has no text."),
        (({"kind": "single_choice", "text.en": "?", "options": "1", "option.0.en": "A"},), "Give at least two answers"),
        (({"kind": "csat", "text.en": "?", "scale_low": "5", "scale_high": "1"},), "A scale lies within 0 and 10"),
        ((NPS, {**REASON, "after": "nps", "after_shown": "nps"}), "Choose the answers after which it is asked."),
    ],
)
def test_what_cannot_be_sent_is_kept_as_a_draft_and_not_published(
    csm: FlaskClient, engine: Engine, questions: tuple[dict[str, object], ...], message: str
):
    number = from_template(csm)
    form = form_of(*questions, version=survey_of(engine, number).version)
    assert csm.post(f"/feedback/surveys/{number}/edit", data=form).status_code == 303
    refused = csm.post(f"/feedback/surveys/{number}/publish", follow_redirects=True)
    assert "Nothing was published." in refused.text
    assert message in refused.text
    assert survey_of(engine, number).state is SurveyState.DRAFT


def test_two_editors_at_once_lose_nothing_of_each_other(csm: FlaskClient, app: Application, cast: Cast, engine: Engine):
    number = from_template(csm)
    seen = survey_of(engine, number).version
    assert csm.post(f"/feedback/surveys/{number}/edit", data=form_of(NPS, version=seen)).status_code == 303
    admin = login(app.test_client(), cast.admin)
    late = admin.post(f"/feedback/surveys/{number}/edit", data=form_of(REASON, version=seen))
    assert late.status_code == 412
    assert "Why?" in late.text, "what was typed is still on the page"
    assert versions(engine, number) == [(1, False, ["nps"])]


def test_a_draft_is_thrown_away_and_the_version_in_force_stays(csm: FlaskClient, engine: Engine):
    number = from_template(csm)
    csm.post(f"/feedback/surveys/{number}/publish")
    csm.post(f"/feedback/surveys/{number}/edit", data=form_of(NPS, version=survey_of(engine, number).version))
    assert csm.post(f"/feedback/surveys/{number}/discard").status_code == 303
    assert [(n, published) for n, published, _ in versions(engine, number)] == [(1, True)]
    assert csm.post(f"/feedback/surveys/{number}/discard").status_code == 404


def test_a_survey_is_closed_opened_and_copied(csm: FlaskClient, engine: Engine, look: Session):
    number = from_template(csm)
    assert csm.post(f"/feedback/surveys/{number}/reopen").status_code == 409
    csm.post(f"/feedback/surveys/{number}/publish")
    csm.post(f"/feedback/surveys/{number}/close")
    assert survey_of(engine, number).state is SurveyState.CLOSED
    csm.post(f"/feedback/surveys/{number}/reopen")
    assert survey_of(engine, number).state is SurveyState.LIVE
    copy = int(csm.post(f"/feedback/surveys/{number}/copy").headers["Location"].split("/")[3])
    assert versions(engine, copy) == [(1, False, versions(engine, number)[0][2])]
    actions = look.execute(select(col(AuditEvent.action)).where(col(AuditEvent.target_kind) == "survey")).scalars()
    assert {"created", "published", "closed", "reopened"} <= set(actions)


def test_the_preview_shows_each_role_its_questions_and_only_our_pages_may_frame_it(csm: FlaskClient):
    number = from_template(csm)
    decides = csm.get(f"/feedback/surveys/{number}/preview/1?role=decision_maker")
    assert "What we get is worth what we pay." in decides.text
    assert "It makes my daily work easier." not in decides.text
    uses = csm.get(f"/feedback/surveys/{number}/preview/1?role=end_user&language=zh")
    assert "它让我的日常工作更轻松。" in uses.text
    assert decides.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in decides.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in csm.get("/feedback/surveys").headers["Content-Security-Policy"]
    assert csm.get(f"/feedback/surveys/{number}/preview/9").status_code == 404


def test_name_and_touchpoint_are_changed_anonymity_never(csm: FlaskClient, engine: Engine):
    number = from_template(csm)
    survey = survey_of(engine, number)
    changed = {
        "name": "Half-yearly", "family": "customer", "purpose": "relationship", "touchpoint_id": "", "anonymous": "1",
        "version": survey.version,
    }  # fmt: skip
    assert csm.post(f"/feedback/surveys/{number}/settings", data=changed).status_code == 303
    after = survey_of(engine, number)
    assert (after.name, after.touchpoint_id, after.anonymous) == ("Half-yearly", None, False)
    assert csm.post(f"/feedback/surveys/{number}/settings", data=changed).status_code == 412


@pytest.mark.parametrize(
    ("who", "seen", "written"),
    [("admin", 200, 303), ("leadership", 200, 403), ("csm", 200, 303), ("sales", 403, 403), ("read_only", 403, 403)],
)
def test_who_may_see_and_who_may_write_surveys(app: Application, cast: Cast, who: str, seen: int, written: int):
    client = login(app.test_client(), getattr(cast, who))
    assert client.get("/feedback/surveys").status_code == seen
    assert client.get("/feedback/journey").status_code == seen
    assert client.post("/feedback/surveys", data={"template": "partner"}).status_code == written


# --- the journey ---------------------------------------------------------------------------------------------------


def _answers(engine: Engine, cast: Cast, scores: list[float], *, account: int, named: bool, **values: object) -> Survey:
    with writing(sessions(engine)) as session:
        place = Touchpoint(name=f"Place {len(scores)} {named} {account}", stage=LifecycleStage.VALUE)
        session.add(place)
        session.flush()
        person = cast.people_a[0] if account == cast.account_a.id else cast.people_b[0]
        asked = make_survey(
            session, cast.account_a if account == cast.account_a.id else cast.account_b, person,
            touchpoint_id=place.id, anonymous=not named, **values,  # type: ignore[arg-type]  # passed on
        )  # fmt: skip
        people = cast.people_a if account == cast.account_a.id else cast.people_b
        for place_of, score in enumerate(scores):
            session.add(
                Response(
                    survey_version_id=asked.version.id,
                    account_id=account,
                    person_id=people[place_of % len(people)].id if named else None,
                    metric=QuestionKind.NPS,
                    score=score,
                    answered_at=NOW,
                    recorded_at=NOW,
                )
            )
        return asked.survey


def test_a_touchpoint_shows_the_nps_of_ones_own_accounts_with_its_interval(
    csm: FlaskClient, engine: Engine, cast: Cast
):
    _answers(engine, cast, [10, 9, 0], account=cast.account_a.id, named=True)
    _answers(engine, cast, [0, 0, 0, 0], account=cast.account_b.id, named=True)
    page = csm.get("/feedback/journey").text
    # Two promoters and a detractor: (2.75 - 1.75) / 6 = +17 by the adjusted interval; the foreign four do not count.
    assert "+17" in page
    assert "3 answers" in page
    assert "4 answers" not in page


@pytest.mark.parametrize(("count", "shown"), [(4, False), (5, True)])
def test_anonymous_answers_are_shown_from_five_on(
    csm: FlaskClient, engine: Engine, cast: Cast, count: int, shown: bool
):
    _answers(engine, cast, [10.0] * count, account=cast.account_a.id, named=False)
    page = csm.get("/feedback/journey").text
    assert ("5 answers" in page) is shown
    assert ("Fewer than five answers: not shown" in page) is not shown


def test_too_few_anonymous_answers_are_left_out_of_the_sum_of_their_stage(csm: FlaskClient, engine: Engine, cast: Cast):
    _answers(engine, cast, [10, 10, 10], account=cast.account_a.id, named=True)
    _answers(engine, cast, [0, 0], account=cast.account_a.id, named=False)
    page = csm.get("/feedback/journey").text
    assert "5 answers" not in page, "the difference would tell what the two said"


def test_leadership_sees_figures_over_five_and_no_fewer(app: Application, engine: Engine, cast: Cast):
    _answers(engine, cast, [10, 9, 0], account=cast.account_a.id, named=True)
    client = login(app.test_client(), cast.leadership)
    assert "Fewer than five answers: not shown" in client.get("/feedback/journey").text


def test_an_administrator_edits_the_journey_others_do_not(
    app: Application, csm: FlaskClient, cast: Cast, look: Session
):
    admin = login(app.test_client(), cast.admin)
    assert admin.post("/feedback/journey", data={"name": "Kick-off", "stage": "onboarding"}).status_code == 303
    place = look.execute(select(Touchpoint).where(col(Touchpoint.name) == "Kick-off")).scalar_one()
    moved = {"name": "First talk", "stage": "adoption", "position": "2"}
    assert csm.post(f"/feedback/journey/{place.id}", data=moved).status_code == 403
    assert admin.post(f"/feedback/journey/{place.id}", data=moved).status_code == 303
    assert "First talk" in csm.get("/feedback/journey").text
    assert admin.post("/feedback/journey", data={"name": "", "stage": "nowhere"}).status_code == 422
    assert admin.post(f"/feedback/journey/{place.id}/remove").status_code == 303


def test_a_touchpoint_with_surveys_stays(app: Application, csm: FlaskClient, cast: Cast, engine: Engine):
    place = survey_of(engine, from_template(csm)).touchpoint_id
    admin = login(app.test_client(), cast.admin)
    refused = admin.post(f"/feedback/journey/{place}/remove")
    assert refused.status_code == 409
    assert "Business review" in refused.text


# --- answers entered by a colleague --------------------------------------------------------------------------------


@pytest.fixture
def asked(engine: Engine, cast: Cast) -> Asked:
    with sessions(engine)() as session:
        made = make_survey(session, cast.account_a, cast.people_a[0])
        session.commit()
        session.expunge_all()
        return made


def entered(engine: Engine, asked: Asked) -> list[Response]:
    with reading(sessions(engine)) as session:
        statement = select(Response).where(col(Response.survey_version_id) == asked.version.id)
        return list(session.execute(statement).scalars())


def test_a_colleague_enters_an_answer_and_it_is_marked_so(
    app: Application, csm: FlaskClient, engine: Engine, cast: Cast, asked: Asked, settings: Settings
):
    person = cast.people_a[0]
    page = csm.get(f"/accounts/{cast.account_a.id}/answers/new?survey_id={asked.survey.id}&person_id={person.id}")
    assert "Is it worth its price?" in page.text, "asked of a decision maker"
    data = {"survey_id": asked.survey.id, "person_id": person.id, "nps": "3", "trouble": "price", "reason": "By phone",
            "answered_on": "2026-11-18"}  # fmt: skip
    assert csm.post(f"/accounts/{cast.account_a.id}/answers", data=data).status_code == 303
    (kept,) = entered(engine, asked)
    assert (kept.source, kept.entered_by_id, kept.person_id) == (ResponseSource.COLLEAGUE, cast.csm.id, person.id)
    assert (kept.score, kept.comment, kept.answered_at.date().isoformat()) == (3.0, "By phone", "2026-11-18")
    with reading(sessions(engine)) as session:
        assert session.get_one(Invitation, asked.invitation.id).state is InvitationState.ANSWERED
    link = app.test_client().get(f"/r/{token_of(settings, asked.invitation)}")
    assert "Change my answer" in link.text, "who was spoken for can put it right"


def test_a_program_enters_an_answer_through_the_api(app: Application, engine: Engine, cast: Cast, asked: Asked):
    body = {
        "account_id": cast.account_a.id,
        "person_id": cast.people_a[0].id,
        "survey_version_id": asked.version.id,
        "answers": {"nps": 8, "reason": "from the shop"},
    }
    client = app.test_client()
    made = client.post("/api/v1/responses", json=body, headers=bearer(cast.token_csm))
    assert made.status_code == 201, made.text
    assert (made.json["score"], made.json["source"], made.json["comment"]) == (8.0, "api", "from the shop")
    wrong = {**body, "answers": {"nps": 11, "worth": "many"}}
    refused = client.post("/api/v1/responses", json=wrong, headers=bearer(cast.token_csm))
    assert refused.status_code == 422
    assert {problem["path"] for problem in refused.json["errors"]} == {"nps", "worth"}
    assert len(entered(engine, asked)) == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"nps": "11"}, 422),
        ({"nps": ""}, 422),
        ({"other": "1"}, 422),
        ({"answered_on": "2027-01-01"}, 422),
        ({"answered_on": "yesterday"}, 422),
        ({"person_id": "987654321"}, 422),
        ({"survey_id": "987654321"}, 422),
    ],
)
def test_what_cannot_be_entered_changes_nothing(
    csm: FlaskClient, engine: Engine, cast: Cast, asked: Asked, change: dict[str, str], status: int
):
    data = {"survey_id": asked.survey.id, "person_id": cast.people_a[0].id, "nps": "5", **change}
    assert csm.post(f"/accounts/{cast.account_a.id}/answers", data=data).status_code == status
    assert entered(engine, asked) == []


def test_colleagues_answer_a_survey_of_our_own_people_for_themselves(
    csm: FlaskClient, engine: Engine, cast: Cast, look: Session
):
    number = from_template(csm, "delivery_team")
    csm.post(f"/feedback/surveys/{number}/publish")
    data = {"survey_id": number, "team": "4", "reason": "More hands"}
    assert csm.post(f"/accounts/{cast.account_a.id}/answers", data=data).status_code == 303
    kept = look.execute(select(Response).where(col(Response.family) == ScoreFamily.INTERNAL)).scalar_one()
    assert (kept.person_id, kept.entered_by_id, kept.score) == (None, cast.csm.id, 4.0)


@pytest.mark.parametrize("who", ["outsider", "leadership", "read_only"])
def test_nobody_else_enters_answers_of_this_account(app: Application, cast: Cast, asked: Asked, who: str):
    user: User = getattr(cast, who)
    client = login(app.test_client(), user)
    data = {"survey_id": asked.survey.id, "person_id": cast.people_a[0].id, "nps": "5"}
    for answer in (
        client.get(f"/accounts/{cast.account_a.id}/answers/new"),
        client.post(f"/accounts/{cast.account_a.id}/answers", data=data),
    ):
        assert answer.status_code in {403, 404}
        assert CANARY_A not in answer.text


# --- tags ----------------------------------------------------------------------------------------------------------


def test_a_tag_of_account_or_person_brings_its_question(
    app: Application, csm: FlaskClient, cast: Cast, engine: Engine, settings: Settings
):
    pilot = {"key": "pilot", "kind": QuestionKind.TEXT, "texts": {"en": "How is the pilot?"},
             "asked_when": {"tags": ["pilot"]}}  # fmt: skip
    with writing(sessions(engine)) as session:
        asked = make_survey(session, cast.account_a, cast.people_a[0], (pilot,))
        link = f"/r/{token_of(settings, asked.invitation)}"
    stranger = app.test_client()
    assert "How is the pilot?" not in stranger.get(link).text
    path, person = f"/accounts/{cast.account_a.id}/tags", f"person-{cast.people_a[0].id}"
    assert csm.post(path, data={"account": "", person: " PILOT，  Early  adopter, pilot"}).status_code == 303
    assert 'value="early adopter, pilot"' in csm.get(path).text
    assert "How is the pilot?" in stranger.get(link).text
    csm.post(path, data={"account": "pilot", person: ""})
    assert "How is the pilot?" in stranger.get(link).text
    csm.post(path, data={"account": "", person: ""})
    assert "How is the pilot?" not in stranger.get(link).text


def test_a_tag_that_is_too_long_is_refused(csm: FlaskClient, cast: Cast):
    assert csm.post(f"/accounts/{cast.account_a.id}/tags", data={"account": "x" * 61}).status_code == 422
