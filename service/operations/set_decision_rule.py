"""Say how an account decides: votes, vetoes and the quota; or that it is not known any more."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from models.chain import DecisionRule, Vote
from service.auth.principal import Principal
from service.inputs.base import Change
from service.inputs.chain import NewDecisionRule, NewVote
from service.operations.effective import add_fact, end_fact, fact_to_change, replace_fact
from service.operations.references import account_to_write, check_start, day_of, invalid, members_of, standing


def set_decision_rule(
    session: Session, principal: Principal, values: NewDecisionRule, *, now: datetime
) -> DecisionRule:
    """The rule in force from now on, flushed, with its votes; the one before it becomes history.

    :raises NotFound: the account is absent, or not within reach.
    :raises Invalid: votes of nobody of the account or twice, or a quota that the votes cannot reach.
    """
    account = account_to_write(session, principal, values.account_id)
    _check(session, account.id, values.quota, values.votes)
    for standing_rule in session.execute(select(DecisionRule).where(*standing(DecisionRule, account.id))).scalars():
        end_fact(session, principal, standing_rule, "decision rule", now=now)
        keep_votes(session, standing_rule, now)
    rule = DecisionRule(account_id=account.id, quota=values.quota, valid_from=check_start(values.valid_from, now))
    add_fact(session, principal, rule, "decision rule", now=now)
    _write(session, rule, values.votes)
    return rule


def change_decision_rule(
    session: Session, principal: Principal, rule_id: int, change: Change, *, now: datetime
) -> DecisionRule:
    """Replace a rule by one with another quota or other votes from today on.

    :raises NotFound: absent, or not within reach; :raises Conflict: replaced or ended already.
    :raises Invalid: as :func:`set_decision_rule`.
    """
    rule = fact_to_change(session, principal, DecisionRule, rule_id)
    before = votes_of(session, rule.id)
    quota = change.values.get("quota") or rule.quota
    votes: Sequence[NewVote] = change.values.get("votes", before) or ()
    if quota == rule.quota and sorted(votes, key=_by_person) == sorted(before, key=_by_person):
        return rule
    _check(session, rule.account_id, quota, votes)
    if quota == rule.quota:
        # Only the votes differ: they hang on the rule, so a new one stands for them.
        end_fact(session, principal, rule, "decision rule", now=now)
        made = DecisionRule(account_id=rule.account_id, quota=quota, valid_from=day_of(now))
        add_fact(session, principal, made, "decision rule", now=now)
    else:
        made = replace_fact(session, principal, rule, "decision rule", {"quota": quota}, now=now)
    keep_votes(session, rule, now)
    _write(session, made, votes)
    return made


def end_decision_rule(session: Session, principal: Principal, rule_id: int, *, now: datetime) -> None:
    """From today on the rule is not known; one is assumed in its place.

    :raises NotFound: absent, or not within reach; :raises Conflict: replaced or ended already.
    """
    rule = fact_to_change(session, principal, DecisionRule, rule_id)
    end_fact(session, principal, rule, "decision rule", now=now)
    keep_votes(session, rule, now)


def votes_of(session: Session, rule_id: int) -> list[NewVote]:
    """The votes of a rule, by person."""
    rows = session.execute(select(Vote).where(col(Vote.rule_id) == rule_id).order_by(col(Vote.person_id))).scalars()
    return [NewVote(person_id=row.person_id, votes=row.votes, veto=row.veto) for row in rows]


def keep_votes(session: Session, ended: DecisionRule, now: datetime) -> None:
    """Give the closing row of an ended rule the votes that the rule had."""
    closing = session.execute(
        select(DecisionRule).where(
            col(DecisionRule.account_id) == ended.account_id,
            col(DecisionRule.recorded_at) == now,
            col(DecisionRule.valid_from) == ended.valid_from,
            col(DecisionRule.valid_to).is_not(None),
            col(DecisionRule.id) > ended.id,
        )
    ).scalar_one_or_none()
    if closing is not None:
        _write(session, closing, votes_of(session, ended.id))


def _write(session: Session, rule: DecisionRule, votes: Sequence[NewVote]) -> None:
    session.add_all(Vote(rule_id=rule.id, person_id=vote.person_id, votes=vote.votes, veto=vote.veto) for vote in votes)
    session.flush()


def _check(session: Session, account_id: int, quota: Decimal, votes: Sequence[NewVote]) -> None:
    members = members_of(session, account_id)
    seen: set[int] = set()
    for number, vote in enumerate(votes):
        if vote.person_id not in members:
            raise invalid(f"votes.{number}.person_id", "Nobody of this number has a place on this account.")
        if vote.person_id in seen:
            raise invalid(f"votes.{number}.person_id", "This person stands in the rule twice.")
        seen.add(vote.person_id)
    if not any(vote.votes > 0 or vote.veto for vote in votes):
        raise invalid("votes", "Somebody must have a vote or a veto.")
    total = sum((vote.votes for vote in votes), Decimal(0))
    if quota > total:
        raise invalid("quota", "The votes together do not reach the quota.")


def _by_person(vote: NewVote) -> int:
    return vote.person_id
