"""Waves, invitations and responses: who is asked, and what came back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from service.api.answers import Answer
from service.api.noun import Noun
from service.api.questions import Question
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.edge.state import settings
from service.inputs.survey import InvitationChange, NewInvitation, NewResponse
from service.inputs.wave import NewWave, WaveChange, WaveEnd, WaveStart, WaveTest
from service.operations.cancel_wave import cancel_wave
from service.operations.change_wave import change_wave
from service.operations.invite_person import change_invitation, invite_person, withdraw_invitation
from service.operations.plan_wave import plan_wave
from service.operations.post_invitations import PostOffice
from service.operations.record_response import record_response, withdraw_response
from service.operations.send_test import send_test
from service.operations.start_wave import start_wave
from service.queries.nouns import surveys as listed
from service.queries.wave_decisions import Decided
from service.queries.wave_dry_run import wave_dry_run
from service.secret_key import secret_keys
from service.sending.deciding import LeftOut

_WRITE = (Resource.SURVEY, Action.WRITE)

waves = Noun(
    name="waves",
    singular="wave",
    about="Sendings of a survey to an audience: changed until they have begun. Removing one cancels it.",
    listing=listed.WAVES,
    resource=Resource.SURVEY,
    parameter="wave_id",
    create=(NewWave, plan_wave),
    change=(WaveChange, change_wave),
    remove=cancel_wave,
)


class DryRunQuestion(Question):
    """Which decisions are listed; the sums are always of all."""

    only: Literal["all", "asked", "left_out"] = Field(default="all", description="Only those asked, or left out.")
    reason: LeftOut | None = Field(default=None, description="Only those left out for this reason.")


class Decision(BaseModel):
    """Somebody of the audience: asked at ``send_at``, or left out for ``reason`` until ``until`` (null: for good)."""

    account_id: int
    person_id: int
    name: str
    send_at: datetime | None
    reason: LeftOut | None
    until: datetime | None


class DryRunAnswer(BaseModel):
    """What would be sent now; ``items`` are at most 200 of the ``matching`` decisions that were asked for."""

    asked: int
    accounts: int
    left_out: dict[str, int]
    languages: dict[str, int]
    first_at: datetime | None
    last_at: datetime | None
    matching: int
    items: list[Decision]


def dry_run(wave_id: int, query: DryRunQuestion) -> Mapping[str, Any]:
    """Who would be asked if the wave began now, and why somebody is left out. Nothing is written."""
    keys = secret_keys(settings())
    found = wave_dry_run(
        current_session(),
        current_principal(),
        wave_id,
        keys,
        now=now(),
        only=query.reason,
        asked_only=query.only == "asked",
        left_out_only=query.only == "left_out",
    )
    return {
        "asked": found.asked,
        "accounts": found.accounts,
        "left_out": {reason.value: count for reason, count in found.left_out.items()},
        "languages": dict(found.languages),
        "first_at": found.first_at,
        "last_at": found.last_at,
        "matching": found.matching,
        "items": [_decision(row) for row in found.rows],
    }


def _decision(row: Decided) -> dict[str, Any]:
    return {
        "account_id": row.person.account_id,
        "person_id": row.person.person_id,
        "name": row.person.name,
        "send_at": row.decision.send_at,
        "reason": row.decision.reason,
        "until": row.decision.until,
    }


def start(wave_id: int, body: WaveStart) -> Answer:
    """Let the wave begin at a moment, or at once."""
    session, principal = current_session(), current_principal()
    start_wave(session, principal, wave_id, now=now(), starts_at=body.starts_at)
    return waves.answer(session, principal, wave_id)


def cancel(wave_id: int, body: WaveEnd) -> Answer:
    """Send nothing more of the wave, no reminder either."""
    session, principal = current_session(), current_principal()
    cancel_wave(session, principal, wave_id, now=now(), close_links=body.close_links)
    return waves.answer(session, principal, wave_id)


def test(wave_id: int, body: WaveTest) -> Answer:
    """Send oneself the mail as a respondent would get it; its links keep nothing."""
    session, principal, chosen = current_session(), current_principal(), settings()
    office = PostOffice(chosen.base_url, secret_keys(chosen), chosen.mail_from)
    send_test(session, principal, wave_id, body.language, office, now=now())
    return waves.answer(session, principal, wave_id)


waves.routes.get(
    f"{waves.address}/dry-run",
    dry_run,
    "Try a wave without sending",
    query=DryRunQuestion,
    answer=DryRunAnswer,
    operation_id="dry_run_wave",
)
for _path, _view, _summary, _body in (
    ("start", start, "Start a wave", WaveStart),
    ("cancel", cancel, "Cancel a wave", WaveEnd),
    ("test", test, "Send oneself a test", WaveTest),
):
    waves.routes.post(
        f"{waves.address}/{_path}",
        _view,
        _summary,
        body=_body,
        answer=waves.row,
        status=200,
        needs=_WRITE,
        operation_id=f"{_path}_wave",
    )

invitations = Noun(
    name="invitations",
    singular="invitation",
    about="One person asked once. Removing an invitation withdraws it: its link opens nothing any more.",
    listing=listed.INVITATIONS,
    resource=Resource.SURVEY,
    parameter="invitation_id",
    create=(NewInvitation, invite_person),
    change=(InvitationChange, change_invitation),
    remove=withdraw_invitation,
)

responses = Noun(
    name="responses",
    singular="response",
    about="Answers that carry a name. Anonymous ones are told in sums only: see the feedback of an account. Nobody "
    "rewrites an answer: one that was entered wrongly is removed (withdrawn) and entered again.",
    listing=listed.RESPONSES,
    resource=Resource.RESPONSE,
    parameter="response_id",
    create=(NewResponse, record_response),
    remove=withdraw_response,
)

ROUTES = (waves.routes, invitations.routes, responses.routes)
