"""What the rules see: facts in, findings out; nothing is read or written here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from models.vocabulary import CaseOrigin, Urgency
from scoring.vocabulary import QuestionKind, Role
from service.cases.rules import DepartedChampion, FallingScore, RepeatedProblem, SilentDecisionMaker, UnhappyAnswer


@dataclass(frozen=True)
class Finding:
    """A reason for a case: ``cause`` is the same for everything that one case is about, ``evidence`` for one sight of
    it; seen again, the same evidence adds nothing."""

    origin: CaseOrigin
    account_id: int
    cause: str
    evidence: str
    urgency: Urgency
    person_id: int | None = None
    response_id: int | None = None
    # What the title says: a number, a category.
    detail: dict[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerFact:
    """An answer in force that its giver put their name to; ``roles`` are theirs, if known."""

    response_id: int
    account_id: int
    person_id: int
    metric: QuestionKind
    score: float
    scale_low: float
    scale_high: float
    low_is_good: bool
    answered_at: datetime
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class SilenceFact:
    """Somebody who was asked: first of the questions that are still open, and how much of the decision is theirs."""

    account_id: int
    person_id: int
    asked_at: datetime
    invitation_id: int
    weight: float
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class DepartureFact:
    """Somebody who mattered and left."""

    account_id: int
    person_id: int
    left_on: date
    learnt_at: datetime


@dataclass(frozen=True)
class ScoreFact:
    """An account's health on one day."""

    account_id: int
    as_of: date
    score: float | None
    confidence: float


@dataclass(frozen=True)
class TicketFact:
    """A ticket with a category."""

    ticket_id: int
    account_id: int
    category: str
    opened_at: datetime


def goodness(fact: AnswerFact) -> float:
    """Where an answer lies between the bad end (0) and the good end (1) of its scale.

    >>> from datetime import UTC
    >>> goodness(AnswerFact(1, 1, 1, QuestionKind.CES, 6, 1, 7, True, datetime(2026, 1, 1, tzinfo=UTC)))
    0.16666666666666663
    """
    share = (fact.score - fact.scale_low) / (fact.scale_high - fact.scale_low)
    return 1 - share if fact.low_is_good else share


def unhappy(rule: UnhappyAnswer, facts: Sequence[AnswerFact], now: datetime) -> list[Finding]:
    """One finding an unhappy answer; all answers of one person on one account are one cause."""
    found = []
    for fact in facts:
        if now - fact.answered_at > timedelta(days=rule.within_days) or fact.scale_high <= fact.scale_low:
            continue
        if fact.metric is QuestionKind.NPS:
            low = fact.score <= rule.nps_at_most
        elif fact.metric in {QuestionKind.CSAT, QuestionKind.CES}:
            low = goodness(fact) <= rule.share_at_most
        else:
            low = False
        if not low:
            continue
        found.append(
            Finding(
                CaseOrigin.UNHAPPY_ANSWER,
                fact.account_id,
                cause=f"{CaseOrigin.UNHAPPY_ANSWER}:{fact.account_id}:{fact.person_id}",
                evidence=f"response:{fact.response_id}",
                urgency=Urgency.HIGH if Role.DECISION_MAKER in fact.roles else Urgency.NORMAL,
                person_id=fact.person_id,
                response_id=fact.response_id,
                detail={"role": _highest(fact.roles)},
            )
        )
    return found


def _highest(roles: frozenset[Role]) -> str:
    return next((role.value for role in (Role.DECISION_MAKER, Role.INFLUENCER, Role.END_USER) if role in roles), "")


def silent(rule: SilentDecisionMaker, facts: Sequence[SilenceFact], now: datetime) -> list[Finding]:
    """One finding a person who weighs enough and has left a question open for long enough."""
    return [
        Finding(
            CaseOrigin.SILENT_DECISION_MAKER,
            fact.account_id,
            cause=f"{CaseOrigin.SILENT_DECISION_MAKER}:{fact.account_id}:{fact.person_id}",
            evidence=f"invitation:{fact.invitation_id}",
            urgency=Urgency.NORMAL,
            person_id=fact.person_id,
            detail={"days": float((now - fact.asked_at).days), "weight": fact.weight},
        )
        for fact in facts
        if Role.DECISION_MAKER in fact.roles
        and fact.weight >= rule.weight_at_least
        and timedelta(days=rule.after_days) <= now - fact.asked_at <= timedelta(days=rule.within_days)
    ]


def departed(rule: DepartedChampion, facts: Sequence[DepartureFact], now: datetime) -> list[Finding]:
    """One finding a champion or decision maker of whose leaving we learnt lately."""
    return [
        Finding(
            CaseOrigin.DEPARTED_CHAMPION,
            fact.account_id,
            cause=f"{CaseOrigin.DEPARTED_CHAMPION}:{fact.account_id}:{fact.person_id}",
            evidence=f"left:{fact.left_on.isoformat()}",
            urgency=Urgency.HIGH,
            person_id=fact.person_id,
        )
        for fact in facts
        if now - fact.learnt_at <= timedelta(days=rule.within_days)
    ]


def falling(rule: FallingScore, facts: Sequence[ScoreFact], today: date) -> list[Finding]:
    """At most one finding an account: the newest score against the highest one of the days before.

    The evidence is the month, so that a score that goes on falling adds to its case once a month.
    """
    by_account: dict[int, list[ScoreFact]] = {}
    for fact in facts:
        sure = fact.score is not None and fact.confidence >= rule.confidence
        if sure and 0 <= (today - fact.as_of).days <= rule.within_days:
            by_account.setdefault(fact.account_id, []).append(fact)
    found = []
    for account_id, points in sorted(by_account.items()):
        points.sort(key=lambda fact: fact.as_of)
        newest = points[-1].score or 0.0
        highest = max(fact.score or 0.0 for fact in points)
        if highest - newest >= rule.points:
            found.append(
                Finding(
                    CaseOrigin.FALLING_SCORE,
                    account_id,
                    cause=f"{CaseOrigin.FALLING_SCORE}:{account_id}",
                    evidence=f"month:{points[-1].as_of:%Y-%m}",
                    urgency=Urgency.HIGH if highest - newest >= 2 * rule.points else Urgency.NORMAL,
                    detail={"from": highest, "to": newest},
                )
            )
    return found


def repeated(rule: RepeatedProblem, facts: Sequence[TicketFact], now: datetime) -> list[Finding]:
    """One finding an account and category with enough tickets; the newest ticket is the evidence."""
    groups: dict[tuple[int, str], list[TicketFact]] = {}
    for fact in facts:
        category = " ".join(fact.category.split()).casefold()
        if category and timedelta(0) <= now - fact.opened_at <= timedelta(days=rule.within_days):
            groups.setdefault((fact.account_id, category), []).append(fact)
    found = []
    for (account_id, category), tickets in sorted(groups.items()):
        if len(tickets) < rule.tickets:
            continue
        newest = max(tickets, key=lambda fact: (fact.opened_at, fact.ticket_id))
        found.append(
            Finding(
                CaseOrigin.REPEATED_PROBLEM,
                account_id,
                cause=f"{CaseOrigin.REPEATED_PROBLEM}:{account_id}:{category}"[:180],
                evidence=f"ticket:{newest.ticket_id}",
                urgency=Urgency.NORMAL,
                detail={"category": " ".join(newest.category.split()), "count": float(len(tickets))},
            )
        )
    return found
