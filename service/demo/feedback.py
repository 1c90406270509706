"""Invitations and answers: who was asked, who kept silent, and what the others said."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from models.survey import Answer, Invitation, Response
from models.vocabulary import InvitationState, ResponseSource, SurveyPurpose
from scoring.vocabulary import OrganisationSide, QuestionKind, Role, ScoreFamily, SubRole
from service.demo.comments import compose, tone_of
from service.demo.customer import Customer, workday
from service.demo.people import Actor, attitude
from service.demo.rows import Rows
from service.demo.scores import Scale, drivers_of, plan_of, rating_of, scale_of
from service.demo.survey_catalogue import PLANNED_IN_DAYS, RATED, Surveys, Version

_ANSWERS = {Role.DECISION_MAKER: 0.34, Role.INFLUENCER: 0.47, Role.END_USER: 0.5}
_OPEN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Voice:
    """An answer as the closed loop sees it: who, when, how good (0 to 1), and the number of its row."""

    actor: Actor
    day: date
    position: float
    response_id: int


@dataclass
class Feedback:
    """Adds one customer's feedback; remembers what the closed loop must react to."""

    rows: Rows
    customer: Customer
    surveys: Surveys
    seed: int
    rng: Random
    voices: list[Voice] = field(default_factory=list)
    _turn: int = 0

    def add(self, solved: list[tuple[int, int, date, str]]) -> list[Voice]:
        """Add the waves, what was triggered by tickets, introduction and renewals, and our own view."""
        self._turn = self.rng.randrange(7)
        self._add_waves()
        self._add_after_tickets(solved)
        self._add_introduction()
        self._add_renewal_checks()
        self._add_anonymous()
        self._add_our_own()
        return self.voices

    def _asked(self, actor: Actor, day: date) -> bool:
        return actor.there(day) and not actor.do_not_contact and self.customer.first_day <= day < self.customer.last_day

    def _add_waves(self) -> None:
        partner = self.surveys.latest("Partner survey")
        for place, (wave, day, version) in enumerate(self.surveys.waves):
            for actor in self.customer.actors:
                if not self._asked(actor, day):
                    continue
                if actor.side is OrganisationSide.PARTNER:
                    self._ask(actor, day, partner, None)
                elif place == 0:
                    # The first round came from an earlier tool: answers without invitations.
                    if self._answers(actor, day):
                        self._answer(actor, day, None, version, source=ResponseSource.IMPORT)
                else:
                    self._ask(actor, day, version, wave)
        wave, day, version = self.surveys.planned
        if self.customer.story.lost_on is None and self.rng.random() < 0.3:
            for actor in self.customer.actors:
                if actor.there(self.customer.today) and actor.side is OrganisationSide.CUSTOMER:
                    self._invite(actor, day, version, wave, InvitationState.PLANNED)

    def _add_after_tickets(self, solved: list[tuple[int, int, date, str]]) -> None:
        version, last = self.surveys.latest("After a solved ticket"), self.customer.first_day
        by_id = {actor.person_id: actor for actor in self.customer.actors}
        for _ticket, person_id, day, _topic in solved:
            # Nobody is asked again within a month.
            if day - last > timedelta(days=30) and self.rng.random() < 0.6 and self._asked(by_id[person_id], day):
                self._ask(by_id[person_id], day, version, None)
                last = day

    def _add_introduction(self) -> None:
        day = self.customer.story.customer_since + timedelta(days=75)
        for actor in self.customer.actors:
            if self._asked(actor, day) and actor.role is not Role.DECISION_MAKER and self.rng.random() < 0.5:
                self._ask(actor, day, self.surveys.latest("After the introduction"), None)

    def _add_renewal_checks(self) -> None:
        for term in self.customer.story.terms:
            day = term.ends_on - timedelta(days=120)
            for actor in self.customer.actors:
                senior = actor.role is Role.DECISION_MAKER or actor.sub_role is SubRole.CHAMPION
                if senior and actor.side is OrganisationSide.CUSTOMER and self._asked(actor, day):
                    self._ask(actor, day, self.surveys.latest("Renewal check"), None)

    def _add_anonymous(self) -> None:
        if self.rng.random() > 0.3 or (self.customer.last_day - self.customer.first_day).days < 90:
            return
        span = (self.customer.last_day - self.customer.first_day).days
        day = self.customer.first_day + timedelta(days=self.rng.randint(40, span - 1))
        users = [a for a in self.customer.actors if a.role is Role.END_USER and a.there(day)]
        for actor in users[:8]:
            self._answer(actor, day, None, self.surveys.latest("Training feedback"), nameless=True)

    def _add_our_own(self) -> None:
        if self.rng.random() < 0.25 and self.customer.first_day < self.customer.last_day - timedelta(days=60):
            day = self.customer.last_day - timedelta(days=self.rng.randint(10, 50))
            for colleague in (self.customer.owner, self.customer.engineer):
                self._answer(
                    self.customer.actors[0], day, None, self.surveys.latest("Delivery team survey"),
                    nameless=True, source=ResponseSource.COLLEAGUE, entered_by=colleague,
                )  # fmt: skip

    def _answers(self, actor: Actor, day: date) -> bool:
        if actor.silent:
            return False
        chance = _ANSWERS[actor.role] + 0.15 * attitude(self.customer.story, actor, day)
        return self.rng.random() < chance

    def _ask(self, actor: Actor, day: date, version: Version, wave: int | None) -> None:
        """Invite somebody and let them answer, or not, within the month that the link lives."""
        rng, today = self.rng, self.customer.today
        if not self._answers(actor, day):
            over = day + _OPEN_FOR <= today
            states = (
                (InvitationState.EXPIRED if over else InvitationState.SENT, 0.92), (InvitationState.BOUNCED, 0.04),
                (InvitationState.EXPIRED if over else InvitationState.PARTIAL, 0.03), (InvitationState.WITHDRAWN, 0.01),
            )  # fmt: skip
            state = rng.choices([s for s, _ in states], [w for _, w in states])[0]
            self._invite(actor, day, version, wave, state)
            return
        answered = workday(day + timedelta(days=int(rng.expovariate(1 / 4))))
        if answered >= min(today, day + _OPEN_FOR):
            self._invite(
                actor, day, version, wave, InvitationState.SENT if answered >= today else InvitationState.EXPIRED
            )
            return
        at = self.customer.at(answered, rng, hours=11)
        invitation = self._invite(actor, day, version, wave, InvitationState.ANSWERED, at)
        drawn = rng.random()
        source = (
            ResponseSource.COLLEAGUE
            if drawn < 0.03
            else ResponseSource.API
            if drawn < 0.05
            else ResponseSource.RESPONDENT
        )
        entered = self.customer.csm if source is ResponseSource.COLLEAGUE else None
        self._answer(actor, answered, invitation, version, at=at, source=source, entered_by=entered)

    def _invite(
        self,
        actor: Actor,
        day: date,
        version: Version,
        wave: int | None,
        state: InvitationState,
        answered_at: datetime | None = None,
    ) -> int:
        planned = state is InvitationState.PLANNED
        at = self.customer.at(day, self.rng, hours=1)
        if planned:
            at = self.customer.horizon + timedelta(days=PLANNED_IN_DAYS, hours=6)
        values: dict[str, Any] = {}
        if state is InvitationState.PARTIAL:
            values["draft"] = {"answers": {next(iter(version.questions)): {"number": self.rng.randint(4, 9)}}}
        key = f"{self.seed}/{self.customer.account_id}/{actor.person_id}/{self.rows.next_number(Invitation)}"
        return self.rows.add(
            Invitation,
            survey_version_id=version.version_id,
            wave_id=wave,
            account_id=self.customer.account_id,
            person_id=actor.person_id,
            nonce=hashlib.sha256(key.encode()).hexdigest()[:40],
            language=self.customer.language,
            state=state,
            created_at=self.customer.horizon if planned else at,
            send_at=at,
            sent_at=None if planned else at,
            expires_at=at + _OPEN_FOR,
            answered_at=answered_at,
            reminders=0 if planned or answered_at else 1,
            **values,
        )

    def _answer(
        self,
        actor: Actor,
        day: date,
        invitation: int | None,
        version: Version,
        *,
        at: datetime | None = None,
        source: ResponseSource = ResponseSource.RESPONDENT,
        entered_by: int | None = None,
        nameless: bool = False,
    ) -> None:
        customer, rng = self.customer, self.rng
        at = at or customer.at(day, rng)
        scale = scale_of(version)
        feeling = attitude(customer.story, actor, day)
        score = scale.score(feeling, rng)
        position = scale.position(score)
        comment = None
        if rng.random() < 0.6 and version.family is ScoreFamily.CUSTOMER:
            self._turn += 1
            comment = compose(customer.story, actor.role, tone_of(position), customer.language, self._turn, rng)
        common: dict[str, Any] = {
            "survey_version_id": version.version_id,
            "account_id": customer.account_id,
            "person_id": None if nameless else actor.person_id,
            "source": source,
            "entered_by_id": entered_by,
            "purpose": version.purpose,
            "family": version.family,
            "metric": scale.metric,
            "scale_low": float(scale.low),
            "scale_high": float(scale.high),
            "low_is_good": scale.low_is_good,
            "language": customer.language,
            "answered_at": at,
        }
        amended = at + timedelta(hours=3) if rng.random() < 0.015 and not nameless else None
        if amended and amended < customer.horizon:
            first = scale.score(feeling - 0.3, rng)
            self.rows.add(Response, score=first, recorded_at=at, superseded_at=amended, **common)
            common["amended_at"] = amended
        response = self.rows.add(
            Response,
            invitation_id=invitation,
            score=score,
            comment=comment,
            recorded_at=common.get("amended_at", at),
            **common,
        )
        self._add_answers(response, version, scale, score, comment, feeling)
        if version.purpose is SurveyPurpose.RELATIONSHIP and version.family is ScoreFamily.CUSTOMER and not nameless:
            self.voices.append(Voice(actor, at.date(), position, response))

    def _add_answers(
        self, response: int, version: Version, scale: Scale, score: float, comment: str | None, feeling: float
    ) -> None:
        questions = version.questions
        self.rows.add(Answer, response_id=response, question_id=questions[scale.key], number=score)
        if comment and "comment" in questions:
            self.rows.add(Answer, response_id=response, question_id=questions["comment"], text=comment)
        if "drivers" in questions and self.rng.random() < 0.7:
            chosen = drivers_of(self.customer.story, feeling, self.rng)
            self.rows.add(Answer, response_id=response, question_id=questions["drivers"], choices=chosen)
        if "plan" in questions:
            self.rows.add(Answer, response_id=response, question_id=questions["plan"], choices=[plan_of(feeling)])
        if scale.metric is QuestionKind.NPS and "value" in questions and self.rng.random() < 0.7:
            noise = Random(f"{self.seed}/{self.customer.account_id}/{response}/value").gauss(0, 1.4)
            number = max(1.0, min(7.0, float(round(4.6 + 2.2 * feeling + noise))))
            self.rows.add(Answer, response_id=response, question_id=questions["value"], number=number)
        if "product" in questions:
            self._rate(response, questions, scale.position(score))

    def _rate(self, response: int, questions: dict[str, int], position: float) -> None:
        # Dice of its own, so that ratings leave everything else as it is.
        rng = Random(f"{self.seed}/{self.customer.account_id}/{response}/ratings")
        for asked in RATED:
            if rng.random() < 0.93:
                rating = rating_of(asked.key, self.customer.story, position, rng)
                self.rows.add(Answer, response_id=response, question_id=questions[asked.key], number=rating)
