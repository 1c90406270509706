"""The health of an account: the score, what it adds up from, and the records behind it; and a person's own score."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlmodel import col
from werkzeug.wrappers import Response

from models.user import User
from scoring.health_facts import EvidenceSource
from scoring.health_parameters import DEFAULT_SCORECARD, HealthException, Scorecard
from scoring.risk_parameters import RiskFactor
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now, today
from service.edge.permits import allows
from service.errors import Conflict, Invalid
from service.i18n.risk_words import factor_evidence, factor_label
from service.inputs.score import NewOverride
from service.operations.override_score import override_score, withdraw_override
from service.queries.health_evidence import EvidenceLine, health_evidence
from service.queries.packed_scores import MeasureResult
from service.queries.scorecards import card_named
from service.web.accounts.account_page import AccountPage, formats, open_account, render_account
from service.web.accounts.blueprint import accounts
from service.web.form_errors import form_errors
from service.web.form_input import form_input
from service.web.formatting import number, signed

Groups = list[dict[str, Any]]


@accounts.get("/<int:account_id>/health")
def health(account_id: int) -> str:
    """The score with everything that it rests on."""
    return _page(open_account(account_id), {}, {})


@accounts.post("/<int:account_id>/override")
@allows(Resource.ACCOUNT, Action.WRITE)
def override(account_id: int) -> Response | tuple[str, int]:
    """Set one's own score, with a reason and an end."""
    page, form = open_account(account_id), request.form
    session = current_session()
    try:
        values = form_input(
            NewOverride,
            account_id=account_id,
            score=form.get("score", "").replace(",", "."),
            reason=form.get("reason"),
            expires_on=form.get("expires_on"),
        )
        override_score(session, current_principal(), values, now=now())
    except Invalid as refusal:
        session.rollback()
        return _page(page, form.to_dict(), form_errors(refusal)), 422
    flash(_("Your score is shown from now on; the computed one stays beside it."), "success")
    return redirect(url_for("accounts.health", account_id=account_id), 303)


@accounts.post("/<int:account_id>/override/withdraw")
@allows(Resource.ACCOUNT, Action.WRITE)
def withdraw(account_id: int) -> Response:
    """Show the computed score again."""
    page = open_account(account_id)
    held = page.scores.health.override if page.scores else None
    try:
        if held is None:
            raise Conflict(_("No override is in force."))
        withdraw_override(current_session(), current_principal(), held.id, now=now())
        flash(_("The computed score is shown again."), "success")
    except Conflict as refusal:
        current_session().rollback()
        flash(refusal.detail, "info")
    return redirect(url_for("accounts.health", account_id=account_id), 303)


def _page(page: AccountPage, entered: dict[str, str], errors: dict[str, str]) -> str:
    card, card_words = _scorecard(page)
    return render_account(
        "health",
        page,
        "health",
        health=page.scores.health if page.scores else None,
        groups=_groups(page),
        exceptions=_exceptions(page, card),
        scorecard=card_words,
        override_by=_author(page),
        longest=DEFAULT_SCORECARD.longest_override_days,
        latest=today(),
        entered=entered,
        errors=errors,
    )


def _groups(page: AccountPage) -> Groups:
    """Each group with its measures and its records, in the order of the scorecard."""
    if page.scores is None:
        return []
    evidence = health_evidence(current_session(), current_principal(), page.chain)
    found = page.scores.health
    return [
        {
            "result": group,
            "measures": [_measure(one) for one in found.measures if one.group is group.group],
            "evidence": [(line, _line_words(line)) for line in evidence.get(group.group, [])],
        }
        for group in found.groups
    ]


def _measure(measure: MeasureResult) -> dict[str, Any]:
    factor = RiskFactor(measure.measure.value)
    return {
        "label": factor_label(factor, _),
        "value": factor_evidence(factor, measure.value, formats()),
        "score": measure.score,
        "quality": measure.quality,
        "known": measure.value is not None,
    }


def _line_words(line: EvidenceLine) -> tuple[str, str]:
    """What kind of record it is, and what its value says."""
    match line.source:
        case EvidenceSource.RESPONSE:
            return _("Answer"), "" if line.value is None else number(line.value)
        case EvidenceSource.PERSON:
            left = line.value is None
            return (_("Left"), "") if left else (_("Colleague's observation"), signed(line.value, 1))
        case EvidenceSource.TICKET:
            return _("Ticket"), _("%(days)s open days, weighted by severity", days=number(line.value))
        case EvidenceSource.INVOICE:
            return _("Invoice"), _("%(days)s days overdue", days=number(line.value))
        case EvidenceSource.INTERACTION:
            return _("Meeting"), ""
        case EvidenceSource.USAGE:
            return _("Week of use"), _("%(count)s active users", count=number(line.value))
        case EvidenceSource.CONTRACT:
            return _("Notice given"), ""


def _exceptions(page: AccountPage, card: Scorecard) -> list[str]:
    """What holds, with the caps of the scorecard that the score was made by."""
    most = {cap.exception: number(cap.at_most) for cap in card.caps}
    words = {
        HealthException.KEY_PERSON_LEFT: _(
            "A decision maker or champion left within 120 days: relationships count %(most)s at most.",
            most=most[HealthException.KEY_PERSON_LEFT],
        ),
        HealthException.NOTICE_GIVEN: _(
            "Notice has been given: the commercial group counts %(most)s at most.",
            most=most[HealthException.NOTICE_GIVEN],
        ),
    }
    return [words[one] for one in page.scores.health.exceptions] if page.scores else []


def _scorecard(page: AccountPage) -> tuple[Scorecard, str]:
    """The scorecard that the score was made by, and what it is called."""
    if page.scores is None:
        return DEFAULT_SCORECARD, ""
    card, version = card_named(current_session(), page.scores.health.scorecard)
    if version is None:
        return card, _("As delivered (%(version)s)", version=card.version)
    return card, _("%(name)s, version %(number)s", name=version.name, number=version.number)


def _author(page: AccountPage) -> str | None:
    held = page.scores.health.override if page.scores else None
    if held is None or held.created_by_id is None:
        return None
    statement = select(col(User.name)).where(col(User.id) == held.created_by_id)
    return current_session().execute(statement).scalar_one_or_none()
