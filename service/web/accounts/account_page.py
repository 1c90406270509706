"""What all pages of an account share: the day they speak of, the verdict, the facts and the tabs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

from reports.formats import Formats
from reports.renewal_risk.content import Verdict
from reports.renewal_risk.verdict import verdict_sentence
from service.auth.policy import Action, Reach, Resource, reach
from service.edge.current import current_principal, current_session, now, today
from service.errors import Invalid
from service.queries.account_analysis import AccountChain, account_chain
from service.queries.account_header import AccountHeader, account_header
from service.queries.answered_people import answered_people
from service.queries.known_on import KnownOn
from service.queries.open_glass import open_glass
from service.queries.report_readers import SHOWN
from service.queries.scores import AccountScores, RiskResult, account_scores
from service.queries.verdict import account_verdict, soonest_risk
from service.queries.visibility import may
from service.web.page import query_with

FURTHEST_BACK = timedelta(days=3660)


@dataclass(frozen=True)
class AccountPage:
    """One account on one day, as this reader may see it. ``past``: the day is not today, and nothing is edited.

    ``opened_until``: the end of the day for which an administrator opened the opinions; ``openable``: may do so.
    """

    header: AccountHeader
    known: KnownOn
    past: bool
    chain: AccountChain
    scores: AccountScores | None
    verdict: Verdict
    answered: set[int] | None
    editable: bool
    opinions_editable: bool
    reportable: bool
    opened_until: datetime | None
    openable: bool

    @property
    def id(self) -> int:
        """The number of the account."""
        return self.header.account.id

    @property
    def risk(self) -> RiskResult | None:
        """The risk of the renewal that comes first."""
        return soonest_risk(self.scores)

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        return verdict_sentence(self.verdict, formats(), _)

    def address(self, part: str = "", **query: str | int) -> str:
        """The address of a part of this account, on the same day."""
        asked = {**query, **({"as_of": self.known.day.isoformat()} if self.past else {})}
        text = "&".join(f"{name}={value}" for name, value in asked.items())
        return f"/accounts/{self.id}" + (f"/{part}" if part else "") + (f"?{text}" if text else "")


def formats() -> Formats:
    """Numbers and dates in the reader's language, for texts that pages share with documents."""
    return Formats(get_locale(), _)


def asked_day() -> date | None:
    """The past day that the address asks for; None: today.

    :raises Invalid: no date, or one that has not come or lies too far back.
    """
    day = day_in_address("as_of")
    return None if day == today() else day


def day_in_address(name: str) -> date | None:
    """The day that the address gives as ``name``; None where it gives none.

    :raises Invalid: no date, or one that has not come or lies too far back.
    """
    text = request.args.get(name)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _bad_day(name) from error
    if not today() - FURTHEST_BACK <= day <= today():
        raise _bad_day(name)
    return day


def _bad_day(name: str) -> Invalid:
    message = _("Choose a day of the last ten years, written like 2026-03-31.")
    return Invalid(message, [{"path": name, "message": message}])


def open_account(account_id: int) -> AccountPage:
    """Read what every page of the account shows.

    :raises NotFound: absent, or not within reach; :raises Invalid: a day that cannot be shown.
    """
    session, principal, day = current_session(), current_principal(), asked_day()
    known = KnownOn.at(now()) if day is None else KnownOn.end_of(day)
    header = account_header(session, principal, account_id, known)
    chain = account_chain(session, principal, account_id, known)
    scores = account_scores(session, principal, account_id, None if day is None else known, known.day)
    answered = answered_people(session, principal, account_id, known)
    reason = _("A percentage is shown once past forecasts have proved right.")
    verdict = account_verdict(
        chain, scores, set(chain.members) if answered is None else answered, header.notice_by, reason
    )
    return AccountPage(
        header=header,
        known=known,
        past=day is not None,
        chain=chain,
        scores=scores,
        verdict=verdict,
        answered=answered,
        editable=day is None and may(session, principal, account_id, Resource.ACCOUNT, Action.WRITE),
        opinions_editable=day is None and may(session, principal, account_id, Resource.OPINION, Action.WRITE),
        reportable=day is None
        and reach(principal, Resource.REPORT, Action.WRITE) >= Reach.OWN
        and all(may(session, principal, account_id, resource, Action.READ) for resource in SHOWN),
        opened_until=open_glass(session, principal, account_id, now()),
        openable=not chain.opinions_visible and reach(principal, Resource.ADMIN, Action.WRITE) is Reach.ALL,
    )


def render_account(template: str, page: AccountPage, tab: str, **values: Any) -> str:
    """One page of the account, with its tabs."""
    return render_template(
        f"account/{template}.html", page=page, tab=tab, tabs=_tabs(page), back_to_today=query_with({"as_of": None}),
        **values,
    )  # fmt: skip


def _tabs(page: AccountPage) -> list[tuple[str, str, str] | tuple[str, str, str, int]]:
    return [
        ("map", _("Overview"), page.address()),
        ("people", _("People"), page.address("people"), page.chain.chain.size),
        ("health", _("Health"), page.address("health")),
        ("renewal", _("Renewal"), page.address("renewal")),
        ("feedback", _("Feedback"), page.address("feedback")),
        ("coverage", _("Coverage"), page.address("coverage")),
        ("contacts", _("Next contacts"), page.address("contacts")),
        ("departures", _("What if"), page.address("departures")),
        ("history", _("History"), page.address("history")),
        ("activity", _("Activity"), page.address("activity")),
    ]
