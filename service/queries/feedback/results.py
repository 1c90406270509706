"""The results of surveys over all accounts within a reader's reach."""

from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from models.survey import Response
from scoring.disclosure import FEWEST_PEOPLE
from service.auth.policy import Action, Reach, Resource, reach
from service.auth.principal import Principal
from service.queries.feedback.account_money import account_money
from service.queries.feedback.accounts import accounts_frame
from service.queries.feedback.agreement import agreement
from service.queries.feedback.coverage import coverage
from service.queries.feedback.figures import Agreement, Change, FeedbackResults, Figures
from service.queries.feedback.groups import Said
from service.queries.feedback.measures import Measures
from service.queries.feedback.people import decision_weights, leading_roles, places_and_people
from service.queries.feedback.rows import Context, answer_rows, invitation_rows
from service.queries.feedback.stretches import stretches
from service.queries.feedback.surveys import surveys_frame
from service.queries.feedback.wanted import USUALLY, AccountWeight, Bucket, Dimension, Period, Wanted
from service.queries.known_on import KnownOn
from service.queries.visibility import accounts_within

Flags = NDArray[np.bool_]

SHOWN = (Dimension.ROLE, Dimension.SEGMENT, Dimension.TOUCHPOINT)
"""By what the results are broken down."""
_COMPARED_AFTER = 90


def feedback_results(
    session: Session,
    principal: Principal,
    wanted: Wanted = USUALLY,
    *,
    now: datetime,
    currency: str,
    weighting: AccountWeight = AccountWeight.EQUAL,
    bucket: Bucket | None = None,
) -> FeedbackResults:
    """What was asked, who answered and what they said: in all, by role, segment and touchpoint, and over time.

    A reader with an aggregate reach gets figures over at least five people. Accounts weigh the same for a reader who
    may not see revenue, whatever ``weighting`` says. ``bucket`` None: months up to half a year, else
    quarters.

    :raises Forbidden: the role sees no answers, not even in sums.
    """
    known = KnownOn.at(now)
    accounts = accounts_frame(session, principal)
    if reach(principal, Resource.REVENUE, Action.READ) < Reach.OWN:
        weighting = AccountWeight.EQUAL
    since = wanted.period.since(known.day)
    surveys = surveys_frame(session)
    wanted = surveys.of_its_family(wanted)
    context = Context(accounts, surveys, leading_roles(session, accounts.selection, known))
    answers = answer_rows(session, context, known, since)
    weights = decision_weights(session, accounts.selection)
    account_weight = np.ones(len(accounts.selection.ids))
    if weighting is AccountWeight.ARR:
        account_weight = account_money(session, principal, accounts.selection, known.day, currency)[0]
    first = since or (answers.day.min().astype(date) if len(answers) else known.day)
    said = Said.of(
        context,
        wanted,
        Measures.of(answers, weights, account_weight, known.day),
        invitation_rows(session, context, known, since),
        coverage(session, context, weights, account_weight, known),
        compared_with=known.day - timedelta(days=min(_COMPARED_AFTER, ((known.day - first).days + 1) // 2)),
        today=known.day,
    )
    total = said.total()
    bucket = bucket or _usual_bucket(wanted.period)
    groups = {} if total.withheld else {one: said.groups(one) for one in SHOWN if one not in wanted.restricted}
    return FeedbackResults(
        since=since,
        until=known.day,
        compared_with=said.compared_with,
        weighting=weighting,
        bucket=bucket,
        attributed=accounts.attributed,
        fewest_people=FEWEST_PEOPLE,
        ever=len(answers) > 0 or _any_answer(session, principal, accounts.attributed),
        scored_accounts=len(np.unique(places_and_people(weights.keys)[0])),
        total=total,
        groups=groups,
        course=[] if total.withheld else said.course(stretches(first, known.day, bucket)),
        changes=_changes(groups),
        agreement=Agreement() if total.withheld or wanted.role else _agreement(session, said),
    )


def _agreement(session: Session, said: Said) -> Agreement:
    accounts = said.context.accounts
    return agreement(session, said.measures, said.latest, said.coverage, accounts.selection, accounts.attributed)


def _usual_bucket(period: Period) -> Bucket:
    return Bucket.MONTH if period in (Period.QUARTER, Period.HALF_YEAR) else Bucket.QUARTER


def _any_answer(session: Session, principal: Principal, attributed: bool) -> bool:
    resource = Resource.RESPONSE if attributed else Resource.ACCOUNT
    statement = (
        select(col(Response.id))
        .join(Account, col(Account.id) == col(Response.account_id))
        .where(accounts_within(principal, resource), col(Response.superseded_at).is_(None))
    )
    return session.execute(statement.limit(1)).first() is not None


def _changes(groups: dict[Dimension, list[Figures]]) -> list[Change]:
    """Every group whose change is more than chance, the greatest first."""
    found = [
        Change(
            dimension=dimension,
            key=figures.key,
            name=figures.name,
            before=100.0 * figures.trend.before,
            now=100.0 * figures.trend.now,
            change=100.0 * figures.trend.change,
        )
        for dimension, groups_of in groups.items()
        for figures in groups_of
        if figures.trend is not None and figures.trend.flagged and figures.key is not None
    ]
    return sorted(found, key=lambda change: -abs(change.change))
