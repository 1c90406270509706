"""Waves: the list, a new one, its dry run, a test to oneself, its start, its progress and its end."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from models.vocabulary import InvitationState
from scoring.vocabulary import LifecycleStage, OrganisationSide, Role, SubRole
from service.auth.policy import Action, Resource
from service.edge.current import abandon, current_principal, current_session, now
from service.edge.permits import allows, needs
from service.edge.state import settings
from service.errors import Conflict, Invalid
from service.i18n.labels import options
from service.i18n.languages import LANGUAGES
from service.inputs.wave import WaveChange
from service.operations.cancel_wave import cancel_wave
from service.operations.change_wave import change_wave
from service.operations.plan_wave import plan_wave
from service.operations.post_invitations import PostOffice
from service.operations.send_test import send_test
from service.operations.start_wave import start_wave
from service.queries.invitation_page import questions_of
from service.queries.portfolio_choices import portfolio_choices
from service.queries.touchpoints import touchpoint_choices
from service.queries.visible_waves import visible_wave
from service.queries.wave_choices import account_names, live_surveys
from service.queries.wave_dry_run import DryRun, wave_dry_run
from service.queries.waves import WaveRow, asked_people
from service.queries.waves import wave as wave_query
from service.queries.waves import waves as waves_query
from service.secret_key import secret_keys
from service.sending.audience import audience_of
from service.sending.deciding import LeftOut
from service.sending.rules import rules_of
from service.sending.states import WaveState
from service.sending.window import WEEKDAYS
from service.web.form_errors import form_errors
from service.web.wave_form import CONTROLS, form_of, read_wave
from service.web.wave_recipient import recipient_of
from service.web.wave_words import BADGES, REASONS, STATES, TRIGGERS, audience_words, rules_words

waves = Blueprint("waves", __name__, url_prefix="/feedback/waves")
needs(waves, Resource.SURVEY)

PAGE = 50
_NOT_BEGUN = frozenset({WaveState.DRAFT, WaveState.SCHEDULED})


@waves.get("")
def index() -> str:
    """The waves so far, the latest first."""
    page = max(1, request.args.get("page", 1, type=int))
    rows, total = waves_query(current_session(), current_principal(), now=now(), limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "waves/index.html",
        rows=rows,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE)),
        states=STATES,
        badges=BADGES,
    )


@waves.get("/new")
@allows(Resource.SURVEY, Action.WRITE)
def new() -> str:
    """An empty form, or that of a wave that is copied (``?like=``)."""
    like = request.args.get("like", type=int)
    if like is None:
        filled: MultiDict[str, str] = MultiDict(request.args)
        filled.setlist("days", ["tue", "wed", "thu"])
        return _form(filled, {})
    found = visible_wave(current_session(), current_principal(), like)
    row = wave_query(current_session(), current_principal(), found.id, now=now())
    return _form(form_of(row.version, row.wave), {})


@waves.post("")
def create() -> Response | tuple[str, int]:
    """Plan a wave, and show whom it would ask."""
    session, principal = current_session(), current_principal()
    try:
        made = plan_wave(session, principal, read_wave(session, principal, request.form), now=now())
    except Invalid as refusal:
        abandon()
        return _form(request.form, form_errors(refusal, CONTROLS)), refusal.status
    return redirect(url_for("waves.show", wave_id=made.id), 303)


@waves.get("/<int:wave_id>/edit")
@allows(Resource.SURVEY, Action.WRITE)
def edit(wave_id: int) -> str:
    """The form of a wave that has not begun."""
    session, principal = current_session(), current_principal()
    found = visible_wave(session, principal, wave_id, Action.WRITE)
    row = wave_query(session, principal, found.id, now=now())
    if row.state not in _NOT_BEGUN:
        raise Conflict(_("This wave has begun already, or was cancelled."))
    return _form(form_of(row.version, row.wave), {}, row)


@waves.post("/<int:wave_id>/edit")
def change(wave_id: int) -> Response | tuple[str, int]:
    """Set whom a wave is for and how it is sent, and show whom it would ask now."""
    session, principal = current_session(), current_principal()
    try:
        wanted = read_wave(session, principal, request.form)
        values = {"name": wanted.name, "audience": wanted.audience, "rules": wanted.rules}
        change_wave(session, principal, wave_id, WaveChange.model_validate(values), now=now())
    except Invalid as refusal:
        abandon()
        row = wave_query(session, principal, wave_id, now=now())
        return _form(request.form, form_errors(refusal, CONTROLS), row), refusal.status
    except Conflict as refusal:
        abandon()
        flash(refusal.detail, "danger")
    return redirect(url_for("waves.show", wave_id=wave_id), 303)


def _form(filled: MultiDict[str, str], errors: dict[str, str], changed: WaveRow | None = None) -> str:
    session, principal = current_session(), current_principal()
    names = get_day_names("wide", locale=get_locale())
    return render_template(
        "waves/new.html",
        changed=changed,
        filled=filled,
        errors=errors,
        surveys=live_surveys(session) if changed is None else [(changed.survey.id, changed.survey.name)],
        roles=options(Role),
        sub_roles=options(SubRole),
        sides=options(OrganisationSide),
        stages=options(LifecycleStage),
        segments=[(name, name) for name in portfolio_choices(session, principal).segments],
        touchpoints=[(number, name) for number, name, _stage in touchpoint_choices(session)],
        triggers=[(kind.value, words) for kind, words in TRIGGERS.items()],
        days=[(day, names[number]) for number, day in enumerate(WEEKDAYS)],
    )


@waves.get("/<int:wave_id>")
def show(wave_id: int) -> str:
    """Before it begins: whom it would ask, and why somebody is left out. Afterwards: how far it is."""
    session, principal = current_session(), current_principal()
    row = wave_query(session, principal, wave_id, now=now())
    audience = audience_of(row.wave.audience)
    touchpoints = {number: name for number, name, _stage in touchpoint_choices(session)}
    common: dict[str, Any] = {
        "row": row,
        "states": STATES,
        "badges": BADGES,
        "audience": audience_words(audience, account_names(session, principal, audience.account_ids), touchpoints),
        "rules": rules_words(rules_of(row.wave.rules)),
        "spoken": [(code, LANGUAGES.get(code, code)) for code in row.version.languages],
        "zone": principal.time_zone,
    }
    return _before(row, common) if row.state in _NOT_BEGUN else _progress(row, common)


def _before(row: WaveRow, common: dict[str, Any]) -> str:
    only = request.args.get("only", "")
    dry: DryRun | None = None
    problem = ""
    try:
        dry = wave_dry_run(
            current_session(),
            current_principal(),
            row.wave.id,
            secret_keys(settings()),
            now=now(),
            only=LeftOut(only) if only in set(LeftOut) else None,
            asked_only=only == "asked",
        )
    except Conflict as refusal:
        problem = refusal.detail
    questions = questions_of(current_session(), row.version.id)
    return render_template(
        "waves/dry_run.html",
        dry=dry,
        problem=problem,
        only=only,
        reasons=REASONS,
        gets=lambda person: recipient_of(person, row.version.languages, questions),
        **common,
    )


def _progress(row: WaveRow, common: dict[str, Any]) -> str:
    page = max(1, request.args.get("page", 1, type=int))
    state = request.args.get("state", "")
    people, total = asked_people(
        current_session(),
        current_principal(),
        row.wave.id,
        state=InvitationState(state) if state in set(InvitationState) else None,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    return render_template(
        "waves/progress.html",
        people=people,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE)),
        state=state,
        invitation_states=options(InvitationState),
        moving=row.state is WaveState.SENDING,
        **common,
    )


@waves.post("/<int:wave_id>/start")
def start(wave_id: int) -> Response:
    """Begin now, or at the moment that the form names in the reader's time zone."""
    session, principal = current_session(), current_principal()
    try:
        starts_at = _moment(request.form.get("starts_at", ""), principal.time_zone)
        made = start_wave(session, principal, wave_id, now=now(), starts_at=starts_at)
    except (Invalid, Conflict) as refusal:
        abandon()
        flash(refusal.detail, "danger")
    else:
        later = made.starts_at is not None and made.starts_at > now()
        flash(_("The wave is scheduled.") if later else _("The wave begins."), "success")
    return redirect(url_for("waves.show", wave_id=wave_id), 303)


@waves.post("/<int:wave_id>/cancel")
def cancel(wave_id: int) -> Response:
    """Send nothing more."""
    try:
        closing = "close_links" in request.form
        cancel_wave(current_session(), current_principal(), wave_id, now=now(), close_links=closing)
    except Conflict as refusal:
        abandon()
        flash(refusal.detail, "danger")
    else:
        flash(_("The wave is cancelled. Nothing more is sent."), "success")
    return redirect(url_for("waves.show", wave_id=wave_id), 303)


@waves.post("/<int:wave_id>/test")
def test(wave_id: int) -> Response:
    """Send the mail to the one who asks."""
    session, principal = current_session(), current_principal()
    office = PostOffice(settings().base_url, secret_keys(settings()), settings().mail_from)
    try:
        send_test(session, principal, wave_id, request.form.get("language", ""), office, now=now())
    except (Invalid, Conflict) as refusal:
        abandon()
        flash(refusal.detail, "danger")
    else:
        flash(_("A test is on its way to %(address)s.", address=principal.email), "success")
    return redirect(url_for("waves.show", wave_id=wave_id), 303)


def _moment(text: str, time_zone: str) -> datetime | None:
    """The moment that a form names on the reader's clock; None where it names none.

    :raises Invalid: not a moment.
    """
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(time_zone))
    except ValueError as error:
        message = _("Enter a day and a time, such as 2026-03-31T09:00.")
        raise Invalid(message, [{"path": "starts_at", "message": message}]) from error
