"""A company that sends surveys: accounts with people of all kinds, a live survey, and the job process that sends it.

.. code-block:: python

    sending = make_sending(session, people=5)          # one account, its CSM, a survey that is live
    wave = sending.plan(session, roles=["end_user"])   # by the CSM
"""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from models.account import Account
from models.person import Membership, Person, RoleAssignment
from models.survey import Survey, SurveyVersion, Wave
from models.team import Team
from models.user import User
from models.vocabulary import UserRole
from scoring.vocabulary import Role
from service.auth.identify import principal_of
from service.auth.principal import Principal
from service.inputs.wave import NewWave
from service.keys import email_key
from service.operations.plan_wave import plan_wave
from service.operations.post_invitations import PostOffice
from tests.factories.cast import make_account, make_user
from tests.factories.outbox import BASE_URL, SECRET
from tests.factories.surveys import make_survey

#: A Tuesday at ten in the morning in UTC: the usual window is open there, not in New York.
NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
OFFICE = PostOffice(BASE_URL, (SECRET,), "Linchpin <linchpin@linchpin.example>")
_SINCE = date(2025, 1, 1)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Sending:
    """The rows that a wave is about."""

    team: Team
    csm: User
    account: Account
    people: tuple[Person, ...]
    survey: Survey
    version: SurveyVersion

    def principal(self, session: Session) -> Principal:
        """The CSM as the rules see them."""
        return principal_of(session, self.csm, now=NOW)

    def plan(self, session: Session, rules: dict[str, Any] | None = None, **audience: Any) -> Wave:
        """A wave of the CSM, flushed."""
        values = NewWave(survey_id=self.survey.id, name="Spring", audience=audience, rules=rules or {})
        return plan_wave(session, self.principal(session), values, now=NOW)


def make_person(
    session: Session, account: Account, role: Role | None = Role.END_USER, *, placeholder: bool = False, **values: Any
) -> Person:
    """Somebody with an address and a place on the account."""
    number = next(_numbers)
    name = str(values.pop("name", f"Person {number}"))
    email = values.pop("email", f"person{number}@customer.example")
    person = Person(
        **{
            "name": name,
            "name_key": name.casefold(),
            "email": email,
            "email_key": email_key(email) if email else None,
            "time_zone": "UTC",
            **values,
        }
    )
    session.add(person)
    session.flush()
    session.add(
        Membership(
            account_id=account.id,
            person_id=person.id,
            placeholder=placeholder,
            valid_from=_SINCE,
            recorded_at=_moment(),
        )
    )
    if role is not None:
        session.add(
            RoleAssignment(
                account_id=account.id, person_id=person.id, role=role, valid_from=_SINCE, recorded_at=_moment()
            )
        )
    session.flush()
    return person


def make_sending(session: Session, people: int = 3) -> Sending:
    """One account of a CSM's team with some people, and a live survey; flushed."""
    number = next(_numbers)
    team = Team(name=f"Sending team {number}")
    session.add(team)
    session.flush()
    csm = make_user(session, f"csm{number}@linchpin.example", UserRole.CSM, team=team)
    account = make_account(session, f"Customer {number}", team=team)
    made = tuple(make_person(session, account) for _ in range(people))
    outsider = make_person(session, make_account(session, f"Elsewhere {number}"))
    asked = make_survey(session, account, outsider)
    session.delete(asked.invitation)
    session.flush()
    return Sending(team, csm, account, made, asked.survey, asked.version)


def _moment() -> datetime:
    return datetime(2025, 1, 1, tzinfo=UTC)
