"""The golden example of the methods as records: four people, their ties, votes and answers, all certain today."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from models.account import Account
from models.chain import DecisionRule, Tie, Vote
from models.person import Membership, Person, RoleAssignment
from models.survey import Response
from models.vocabulary import SurveyPurpose
from scoring.vocabulary import QuestionKind, Role, SubRole, TieKind


@dataclass(frozen=True)
class Golden:
    """The ids of the account and its people."""

    account: int
    cfo: int
    vp: int
    it: int
    user: int


def golden_account(session: Session, now: datetime, name: str = "Golden") -> Golden:
    """Add the account; its forecast is 323/1320 at ``now``."""
    account = Account(name=name, name_key=name.casefold(), created_at=now, updated_at=now)
    session.add(account)
    session.flush()
    people = {}
    for key, role, sub_role, openness, nps in (
        ("cfo", Role.DECISION_MAKER, SubRole.ECONOMIC_BUYER, 0.5, 4),
        ("vp", Role.DECISION_MAKER, SubRole.COMMITTEE_MEMBER, 0.5, 9),
        ("it", Role.INFLUENCER, SubRole.TECHNICAL_EVALUATOR, 0.5, 5),
        ("user", Role.END_USER, SubRole.USER, 0.0, 8),
    ):
        person = Person(name=key.upper(), name_key=key, created_at=now, updated_at=now)
        session.add(person)
        session.flush()
        people[key] = person.id
        known = {"account_id": account.id, "person_id": person.id, "valid_from": now.date(), "recorded_at": now}
        session.add(Membership(**known, openness=openness))
        session.add(RoleAssignment(**known, role=role, sub_role=sub_role))
        session.add(
            Response(
                account_id=account.id,
                person_id=person.id,
                purpose=SurveyPurpose.RELATIONSHIP,
                metric=QuestionKind.NPS,
                score=nps,
                answered_at=now,
                recorded_at=now,
            )
        )
    for source, target, strength in (
        ("vp", "cfo", 2 / 3),
        ("it", "cfo", 1 / 3),
        ("cfo", "vp", 0.5),
        ("user", "vp", 0.5),
        ("user", "it", 1.0),
    ):
        session.add(
            Tie(
                account_id=account.id,
                kind=TieKind.INFLUENCES,
                source_id=people[source],
                target_id=people[target],
                strength=strength,
                valid_from=now.date(),
                recorded_at=now,
            )
        )
    rule = DecisionRule(account_id=account.id, quota=Decimal(3), valid_from=now.date(), recorded_at=now)
    session.add(rule)
    session.flush()
    for key, votes in (("cfo", 2), ("vp", 1), ("it", 1)):
        session.add(Vote(rule_id=rule.id, person_id=people[key], votes=Decimal(votes)))
    session.flush()
    return Golden(account.id, people["cfo"], people["vp"], people["it"], people["user"])
