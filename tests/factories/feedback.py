"""A small world of answers whose figures can be worked out by hand.

.. code-block:: python

    world = FeedbackWorld(session, team=cast.team_a)
    acme = world.account("Acme", segment="Enterprise")
    chief = world.person(acme, Role.DECISION_MAKER, weight=0.7)
    world.answer(acme, chief, 9, days_ago=10)
    world.score()                                           # decision weights come into force
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from sqlmodel import Session

from models.account import Account, Contract
from models.person import Membership, Person, RoleAssignment
from models.score import ChainScore, RenewalRisk, ScoreGeneration
from models.survey import Invitation, Response, Survey, SurveyVersion
from models.team import Team
from models.vocabulary import GenerationKind, GenerationState, InvitationState, SurveyPurpose, SurveyState
from scoring.vocabulary import QuestionKind, RiskBand, Role, ScoreFamily
from service.auth.answer_links import new_nonce
from service.queries.packed_scores import PERSON_COLUMNS, pack_people
from tests.factories.cast import NOW, TODAY, make_account

_SCALES = {QuestionKind.NPS: (0, 10), QuestionKind.CSAT: (1, 5), QuestionKind.CES: (1, 7)}


@dataclass
class FeedbackWorld:
    """Writes accounts, people, surveys, answers and decision weights; everything is flushed."""

    session: Session
    team: Team | None = None
    _weights: dict[int, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    _risks: dict[int, tuple[Contract, float]] = field(default_factory=dict)

    def _add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def account(self, name: str, *, arr: float | None = None, risk: float = 0.0, **values: Any) -> Account:
        """An account; with ``arr`` it has a contract of which ``risk`` is the probability of loss."""
        made = make_account(self.session, name, team=self.team, created_at=NOW, **values)
        if arr is not None:
            dates = {"starts_on": date(2026, 2, 1), "ends_on": date(2027, 2, 1)}
            contract = self._add(Contract(account_id=made.id, arr=Decimal(str(arr)), currency="EUR", **dates))
            self._risks[made.id] = (contract, risk)
        return made

    def person(
        self,
        account: Account,
        role: Role | None = None,
        weight: float = 0.0,
        *,
        placeholder: bool = False,
        **values: Any,
    ) -> Person:
        """Somebody on an account, with a confirmed role and a decision weight."""
        name = values.pop("name", f"{account.name} {role or 'nobody'} {len(self._weights[account.id])}")
        made = self._add(Person(name=name, name_key=name.casefold(), **values))
        since = {"valid_from": date(2025, 1, 1), "recorded_at": NOW - timedelta(days=900)}
        self._add(Membership(account_id=account.id, person_id=made.id, placeholder=placeholder, **since))
        if role is not None:
            self._add(RoleAssignment(account_id=account.id, person_id=made.id, role=role, **since))
        self._weights[account.id][made.id] = weight
        return made

    def survey(self, name: str, **values: Any) -> SurveyVersion:
        """A live survey; gives its version."""
        made = self._add(Survey(name=name, state=SurveyState.LIVE, **values))
        return self._add(SurveyVersion(survey_id=made.id, number=1, published_at=NOW - timedelta(days=800)))

    def answer(
        self,
        account: Account,
        person: Person | None,
        score: float,
        *,
        days_ago: int = 10,
        metric: QuestionKind = QuestionKind.NPS,
        survey: SurveyVersion | None = None,
        **values: Any,
    ) -> Response:
        """An answer; ``person`` None: anonymous."""
        low, high = _SCALES[metric]
        at = NOW - timedelta(days=days_ago)
        kind = {"purpose": SurveyPurpose.RELATIONSHIP, "family": ScoreFamily.CUSTOMER}
        if survey is not None:
            asked = self.session.get_one(Survey, survey.survey_id)
            kind = {"purpose": asked.purpose, "family": asked.family}
        row = {
            "account_id": account.id,
            "person_id": None if person is None else person.id,
            "survey_version_id": None if survey is None else survey.id,
            "metric": metric,
            "score": score,
            "scale_low": low,
            "scale_high": high,
            "low_is_good": metric is QuestionKind.CES,
            "answered_at": at,
            "recorded_at": at,
            **kind,
        }
        return self._add(Response(**{**row, **values}))

    def invite(
        self,
        account: Account,
        person: Person,
        survey: SurveyVersion,
        *,
        state: InvitationState = InvitationState.EXPIRED,
        days_ago: int = 10,
    ) -> Invitation:
        """One person asked, so many days ago."""
        sent = NOW - timedelta(days=days_ago)
        row = Invitation(
            survey_version_id=survey.id,
            account_id=account.id,
            person_id=person.id,
            nonce=new_nonce(),
            state=state,
            created_at=sent,
            sent_at=sent,
            expires_at=sent + timedelta(days=30),
        )
        return self._add(row)

    def score(self) -> None:
        """Bring the decision weights and risks into force, and commit."""
        generation = self._add(
            ScoreGeneration(
                kind=GenerationKind.PORTFOLIO,
                state=GenerationState.PUBLISHED,
                as_of=TODAY,
                parameters_version="test",
                started_at=NOW,
                published_at=NOW - timedelta(minutes=1),
            )
        )
        column = PERSON_COLUMNS.index("weight")
        for account_id, weights in self._weights.items():
            table = np.zeros((len(weights), len(PERSON_COLUMNS)))
            table[:, column] = list(weights.values())
            self._add(
                ChainScore(
                    generation_id=generation.id,
                    account_id=account_id,
                    **dict.fromkeys(("forecast", "forecast_low", "forecast_high", "known_weight"), 0.0),
                    **dict.fromkeys(("probability_yes", "coverage", "threads"), 0.0),
                    single_threaded=False,
                    rule_assumed=True,
                    people_count=len(weights),
                    people=pack_people(list(weights), table),
                )
            )
        for account_id, (contract, risk) in self._risks.items():
            self._add(
                RenewalRisk(
                    generation_id=generation.id,
                    contract_id=contract.id,
                    account_id=account_id,
                    **dict.fromkeys(("probability", "probability_low", "probability_high"), risk),
                    band=RiskBand.LOW,
                    known_share=1.0,
                    model="test",
                    segment_log_odds=0.0,
                    reasons=b"",
                )
            )
        self.session.commit()
