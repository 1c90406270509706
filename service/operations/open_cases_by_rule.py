"""Let the rules look at accounts: open a case for each new cause, join what is new to open ones, reopen solved ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_, select
from sqlmodel import Session, col

from models.account import Account
from models.case import Case, CaseEvent
from models.person import Membership, Person
from models.user import User
from models.vocabulary import CaseState, NoticeKind, Urgency
from service.auth.principal import the_service
from service.cases import findings as see
from service.cases.deadlines import case_due
from service.cases.findings import Finding
from service.cases.rules import REOPENED_WITHIN, Rules
from service.cases.titles import title_of
from service.i18n.languages import nearest_language
from service.inputs.case import NewCase
from service.operations.assign_case import note_cover, whose_case
from service.operations.notify import notify
from service.operations.open_case import Occasion, hours_of, open_case
from service.operations.record_audit import record_audit
from service.queries.case_candidates import OVER, may_work
from service.queries.case_facts import (
    answer_facts,
    departure_facts,
    roles_of,
    score_facts,
    silence_facts,
    ticket_facts,
)
from service.queries.case_rules import playbook_for, rules_in_force

CHUNK = 500
_RANK = {Urgency.LOW: 0, Urgency.NORMAL: 1, Urgency.HIGH: 2}
_RULES = the_service("case rules")


class Came(StrEnum):
    """What a finding came to."""

    OPENED = "opened"
    JOINED = "joined"
    REOPENED = "reopened"
    KNOWN = "known"


def open_cases_by_rule(session: Session, account_ids: Sequence[int], *, now: datetime) -> Mapping[str, int]:
    """Look at the accounts (at most :data:`CHUNK` at a time) and act on what the rules find; gives how often what.

    However often and by however many workers it is asked, one cause has one open case, and the same sight of it adds
    nothing: the account is held, the cause's key is unique, and each evidence stands in a case once.
    """
    came: Counter[str] = Counter()
    rules = rules_in_force(session)
    ids = sorted(set(account_ids))
    for start in range(0, len(ids), CHUNK):
        for finding in _findings(session, rules, _living(session, ids[start : start + CHUNK]), now):
            came[_act_on(session, finding, now)] += 1
    return dict(came)


def _living(session: Session, ids: Sequence[int]) -> list[int]:
    living = select(col(Account.id)).where(col(Account.id).in_(ids), col(Account.archived_at).is_(None))
    return list(session.execute(living.order_by(col(Account.id))).scalars())


def _findings(session: Session, rules: Rules, ids: Sequence[int], now: datetime) -> list[Finding]:
    roles = roles_of(session, ids, now)
    found: list[Finding] = []

    def since(days: float) -> datetime:
        return now - timedelta(days=days)

    if rules.unhappy is not None:
        facts = answer_facts(session, ids, roles, since=since(rules.unhappy.within_days))
        found += see.unhappy(rules.unhappy, facts, now)
    if rules.silent is not None:
        found += see.silent(
            rules.silent, silence_facts(session, ids, roles, since=since(rules.silent.within_days)), now
        )
    if rules.departed is not None:
        departures = departure_facts(session, ids, since=since(rules.departed.within_days))
        found += see.departed(rules.departed, departures, now)
    if rules.falling is not None:
        scores = score_facts(session, ids, now=now, days=rules.falling.within_days)
        found += see.falling(rules.falling, scores, now.date())
    if rules.repeated is not None:
        tickets = ticket_facts(session, ids, since=since(rules.repeated.within_days))
        found += see.repeated(rules.repeated, tickets, now)
    return found


def _act_on(session: Session, finding: Finding, now: datetime) -> Came:
    account = session.execute(
        select(Account).where(col(Account.id) == finding.account_id).with_for_update()
    ).scalar_one()
    cases = _cases_of(session, finding)
    if _seen(session, finding, cases):
        return Came.KNOWN
    latest = cases[0] if cases else None
    if latest is not None and latest.state not in OVER:
        _join(session, latest, finding, account, now)
        return Came.JOINED
    if latest is not None and latest.resolved_at is not None and now - latest.resolved_at <= REOPENED_WITHIN:
        _reopen(session, latest, finding, account, now)
        return Came.REOPENED
    _open(session, finding, account, len(cases), now)
    return Came.OPENED


def _cases_of(session: Session, finding: Finding) -> list[Case]:
    """The cases of the same cause, newest first: by its key, or about the same person for the same reason."""
    same = [
        col(Case.origin_key) == finding.cause,
        col(Case.origin_key).startswith(f"{finding.cause}#", autoescape=True),
    ]
    if finding.person_id is not None:
        same.append(col(Case.person_id) == finding.person_id)
    statement = (
        select(Case)
        .where(col(Case.account_id) == finding.account_id, col(Case.origin) == finding.origin, or_(*same))
        .order_by(col(Case.id).desc())
        .with_for_update()
    )
    return list(session.execute(statement).scalars())


def _seen(session: Session, finding: Finding, cases: Sequence[Case]) -> bool:
    if finding.response_id is not None and any(case.response_id == finding.response_id for case in cases):
        return True
    statement = select(col(CaseEvent.id)).where(
        col(CaseEvent.case_id).in_([case.id for case in cases]), col(CaseEvent.evidence) == finding.evidence
    )
    return session.execute(statement.limit(1)).first() is not None


def _open(session: Session, finding: Finding, account: Account, before: int, now: datetime) -> Case:
    assignment = whose_case(session, account, finding.origin, now=now)
    user = session.get(User, assignment.user_id) if assignment is not None else None
    language = nearest_language(account.language if user is None else user.language)
    playbook_id, steps = playbook_for(session, finding.origin, language)
    values = NewCase(
        account_id=account.id,
        person_id=finding.person_id if _placed(session, account.id, finding.person_id) else None,
        response_id=finding.response_id,
        title=title_of(finding, language, _name(session, finding.person_id)),
        urgency=finding.urgency,
        assignee_id=None if assignment is None else assignment.user_id,
        playbook_id=playbook_id,
    )
    key = finding.cause if before == 0 else f"{finding.cause}#{before}"
    occasion = Occasion(finding.origin, key, finding.evidence, steps)
    case = open_case(session, _RULES, values, occasion=occasion, now=now)
    if assignment is not None:
        note_cover(session, case, assignment.covers_for, now=now)
    return case


def _join(session: Session, case: Case, finding: Finding, account: Account, now: datetime) -> None:
    """What is new goes into the open case; a graver finding makes it more urgent and due sooner, never later."""
    session.add(CaseEvent(case_id=case.id, at=now, kind="again", evidence=finding.evidence))
    if _RANK[finding.urgency] > _RANK[case.urgency]:
        due_at = case_due(now, finding.urgency, hours_of(session, account, case.assignee_id))
        case.urgency = finding.urgency
        case.due_at = due_at if case.due_at is None else min(case.due_at, due_at)
    _touch(session, case, "joined", finding, now)
    if case.assignee_id is not None:
        notify(session, NoticeKind.JOINED, case, case.assignee_id, finding.evidence, now=now)


def _reopen(session: Session, case: Case, finding: Finding, account: Account, now: datetime) -> None:
    """What was solved has come back: to whoever solved it, or to whose it is by now where they cannot work it."""
    user = session.get(User, case.assignee_id) if case.assignee_id is not None else None
    if not may_work(session, user, account.id, now=now):
        assignment = whose_case(session, account, finding.origin, now=now)
        case.assignee_id = None if assignment is None else assignment.user_id
    case.state, case.resolved_at = CaseState.OPEN, None
    case.urgency = max(case.urgency, finding.urgency, key=lambda urgency: _RANK[urgency])
    case.due_at = case_due(now, case.urgency, hours_of(session, account, case.assignee_id))
    case.escalation, case.escalated_at = 0, None
    case.response_id = finding.response_id or case.response_id
    session.add(CaseEvent(case_id=case.id, at=now, kind="reopened", evidence=finding.evidence))
    _touch(session, case, "reopened", finding, now)
    if case.assignee_id is not None:
        notify(session, NoticeKind.REOPENED, case, case.assignee_id, finding.evidence, now=now)


def _touch(session: Session, case: Case, action: str, finding: Finding, now: datetime) -> None:
    case.updated_at = now
    case.version += 1
    session.add(case)
    session.flush()
    fields = {"evidence": finding.evidence}
    record_audit(session, _RULES, action, "case", case.id, now=now, account_id=case.account_id, fields=fields)


def _placed(session: Session, account_id: int, person_id: int | None) -> bool:
    placed = select(col(Membership.id)).where(
        col(Membership.account_id) == account_id, col(Membership.person_id) == person_id
    )
    return person_id is not None and session.execute(placed.limit(1)).first() is not None


def _name(session: Session, person_id: int | None) -> str | None:
    if person_id is None:
        return None
    return session.execute(select(col(Person.name)).where(col(Person.id) == person_id)).scalar_one_or_none()
