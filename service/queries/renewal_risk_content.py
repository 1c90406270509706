"""The content of the renewal-risk report of one account: the one place where records become what the report shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from babel import Locale
from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account, Contract
from models.report import Report
from models.user import User
from models.vocabulary import ReportKind
from reports.formats import Formats
from reports.renewal_risk import content as paper
from reports.values import Measure, Money, Unit
from scoring.health_parameters import HealthException
from scoring.risk_effects import renewal_effects, renewal_probability
from scoring.risk_parameters import DEFAULT_RISK_PARAMETERS
from scoring.vocabulary import ContractOutcome
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.i18n.catalogue import locale_of, translator
from service.i18n.labels import text_of
from service.i18n.risk_words import factor_evidence, factor_label
from service.queries.account_analysis import AccountAnalysis, account_analysis
from service.queries.account_feedback import AccountFeedback, account_feedback
from service.queries.chain_content import chain_content
from service.queries.known_on import KnownOn
from service.queries.scores import AccountScores, account_scores, score_history
from service.queries.verdict import account_verdict, soonest_risk
from service.queries.visibility import may, visible_account

TREND = timedelta(days=365)
MOST_CONTACTS = 5
MOST_QUOTES = 4
MOST_SILENT = 6
# Below this a factor moves nothing that a reader could see.
LEAST_EFFECT = 0.005

Translate = Callable[[str], str]


@dataclass(frozen=True)
class _Sources:
    """Everything that was read for one report."""

    account: Account
    owner: str
    contract: Contract | None
    analysis: AccountAnalysis
    scores: AccountScores | None
    feedback: AccountFeedback
    money_visible: bool
    formats: Formats

    @property
    def day(self) -> date:
        return self.analysis.known.day


def renewal_risk_content(
    session: Session, principal: Principal, account_id: int, known: KnownOn, language: str
) -> paper.RenewalRiskContent:
    """What the renewal-risk report of one account shows to ``principal``, as known on one day.

    :raises NotFound: absent, or not within reach.
    """
    account = visible_account(session, principal, account_id, Resource.ACCOUNT)
    _ = translator(language)
    sources = _Sources(
        account=account,
        owner=_owner(session, account),
        contract=_contract(session, account_id, known),
        analysis=account_analysis(session, principal, account_id, known),
        scores=account_scores(session, principal, account_id, known),
        feedback=account_feedback(session, principal, account_id, known, quotes=MOST_QUOTES),
        money_visible=may(session, principal, account_id, Resource.REVENUE, Action.READ),
        formats=Formats(Locale.parse(locale_of(language)), _),
    )
    previous = _previous(session, account_id, known)
    return paper.RenewalRiskContent(
        locale=locale_of(language),
        data_date=known.day,
        account=_account(sources),
        verdict=_verdict(sources, _),
        parameter_version=sources.scores.parameters_version if sources.scores else "",
        health=_health(session, sources, _),
        chain=chain_content(sources.analysis, account.name, language),
        reasons=_reasons(sources),
        feedback=_feedback(sources),
        trend=_trend(session, principal, account_id, known),
        next_contacts=_next_contacts(sources, _),
        changes=_changes(session, principal, sources, previous, _),
        previous_report=None if previous is None else previous.day,
        baselines=_baselines(sources, _),
    )


def _owner(session: Session, account: Account) -> str:
    name = session.execute(select(col(User.name)).where(col(User.id) == account.owner_id)).scalar_one_or_none()
    return name or ""


def _contract(session: Session, account_id: int, known: KnownOn) -> Contract | None:
    statement = (
        select(Contract)
        .where(
            col(Contract.account_id) == account_id,
            col(Contract.starts_on) <= known.day,
            (col(Contract.outcome) == ContractOutcome.OPEN) | (col(Contract.outcome_recorded_at) > known.moment),
        )
        .order_by(col(Contract.ends_on), col(Contract.id))
        .limit(1)
    )
    found: Contract | None = session.execute(statement).scalar_one_or_none()
    return found


def _account(sources: _Sources) -> paper.AccountFacts:
    account, contract, language = sources.account, sources.contract, str(sources.formats.locale)
    notice_by = _notice_by(contract)
    risk = soonest_risk(sources.scores)
    arr = Money(contract.arr, contract.currency) if contract is not None and sources.money_visible else None
    at_risk = None
    if arr is not None and risk is not None:
        cents = (arr.amount * Decimal(str(risk.probability))).quantize(Decimal("0.01"))
        at_risk = Money(cents, arr.currency)
    return paper.AccountFacts(
        name=account.name,
        owner=sources.owner,
        segment=account.segment or "",
        industry=account.industry or "",
        region=account.region or account.country or "",
        stage=text_of(account.lifecycle_stage, language),
        arr=arr,
        at_risk=at_risk,
        contract_end=contract.ends_on if contract else None,
        days_left=(contract.ends_on - sources.day).days if contract else None,
        notice_by=notice_by,
        notice_days_left=(notice_by - sources.day).days if notice_by else None,
    )


def _notice_by(contract: Contract | None) -> date | None:
    return None if contract is None else contract.ends_on - timedelta(days=contract.notice_days)


def _verdict(sources: _Sources, _: Translate) -> paper.Verdict:
    silent = {int(person.person) for person in sources.feedback.silent}
    answered = set(sources.analysis.members) - silent
    reason = _("A percentage is shown once past forecasts have proved right.")
    return account_verdict(sources.analysis, sources.scores, answered, _notice_by(sources.contract), reason)


def _health(session: Session, sources: _Sources, _: Translate) -> paper.Health:
    if sources.scores is None:
        return paper.Health()
    health = sources.scores.health
    override = None
    if health.override is not None:
        by = session.execute(
            select(col(User.name)).where(col(User.id) == health.override.created_by_id)
        ).scalar_one_or_none()
        override = paper.Override(health.override.score, health.override.reason, by or "", health.override.expires_on)
    words = {
        HealthException.KEY_PERSON_LEFT: _("A decision maker or champion left within 120 days."),
        HealthException.NOTICE_GIVEN: _("Notice has been given."),
    }
    evidence = {
        group.group: "; ".join(
            factor_evidence(factor, measure.value, sources.formats)
            for measure in health.measures
            if measure.group is group.group and measure.value is not None
            for factor in [_FACTOR_OF.get(measure.measure.value)]
            if factor is not None
        )
        for group in health.groups
    }
    return paper.Health(
        score=health.score,
        confidence=health.confidence,
        segment_mean=health.baseline,
        groups=tuple(
            paper.GroupScore(
                group=group.group,
                score=group.score,
                weight=group.share,
                confidence=group.quality,
                contribution=group.contribution if group.score is not None else None,
                evidence=evidence[group.group],
            )
            for group in health.groups
        ),
        exceptions=tuple(words[exception] for exception in health.exceptions),
        override=override,
    )


_FACTOR_OF = {prior.factor.value: prior.factor for prior in DEFAULT_RISK_PARAMETERS.factors}


def _reasons(sources: _Sources) -> tuple[paper.Reason, ...]:
    risk = soonest_risk(sources.scores)
    if risk is None:
        return ()
    effects = renewal_effects(risk.segment_log_odds, [reason.log_odds for reason in risk.reasons])
    return tuple(
        paper.Reason(
            label=factor_label(reason.factor, sources.formats.translate),
            effect=effect,
            evidence=factor_evidence(reason.factor, reason.value, sources.formats),
        )
        for reason, effect in zip(risk.reasons, effects, strict=True)
        if abs(effect) >= LEAST_EFFECT
    )


def _feedback(sources: _Sources) -> paper.Feedback:
    analysis, said = sources.analysis, sources.feedback
    roles = []
    for result in said.roles:
        reported = result.feedback.reported
        nps = None
        if reported.answers:
            nps = Measure(reported.score, Unit.NPS, reported.low, reported.high)
        roles.append(
            paper.RoleFeedback(
                role=result.role,
                invited=result.invited,
                answered=result.answered,
                promoters=reported.promoters,
                passives=reported.passives,
                detractors=reported.detractors,
                nps=nps,
                response_coverage=result.response_coverage,
                latest=result.latest,
                withheld=result.withheld,
            )
        )
    silent = []
    for person in said.silent[:MOST_SILENT]:
        if int(person.person) in analysis.members:
            held = analysis.leading_role(int(person.person))
            silent.append(
                paper.SilentPerson(
                    name=analysis.members[int(person.person)].name,
                    role=held.role if held else None,
                    decision_weight=person.decision_weight,
                    asked_on=said.asked.get(int(person.person)),
                    last_answer=person.last_answered_on,
                )
            )
    return paper.Feedback(
        roles=tuple(roles),
        weighted_nps=None if said.weighted_nps is None else Measure(100.0 * said.weighted_nps, Unit.NPS),
        response_coverage=None if said.response_coverage is None else Measure(said.response_coverage, Unit.SHARE),
        silent=tuple(silent),
        quotes=tuple(
            paper.Quote(
                text=quote.text,
                role=quote.role,
                who=analysis.members[quote.person_id].name if quote.person_id in analysis.members else "",
                on=quote.answered_on,
            )
            for quote in said.quotes
        ),
    )


def _trend(session: Session, principal: Principal, account_id: int, known: KnownOn) -> tuple[paper.TrendPoint, ...]:
    points = score_history(session, principal, account_id, known.day - TREND)
    return tuple(
        paper.TrendPoint(point.as_of, point.score, point.confidence)
        for point in points
        if point.score is not None and point.as_of <= known.day
    )


def _next_contacts(sources: _Sources, _: Translate) -> tuple[paper.NextContact, ...]:
    found = []
    for contact in sources.analysis.analysis.next_contacts[:MOST_CONTACTS]:
        direct = contact.action == "contact"
        found.append(
            paper.NextContact(
                person=sources.analysis.name_of(contact.person),
                action=_purpose(contact.stance_part, contact.coverage_part, contact.gap_part, _),
                introducer="" if direct or contact.introducer is None else sources.analysis.name_of(contact.introducer),
                access=contact.access,
                value=contact.value,
                stance_part=contact.stance_part,
                coverage_part=contact.coverage_part,
                gap_part=contact.gap_part,
            )
        )
    return tuple(found)


def _purpose(stance: float, coverage: float, gap: float, _: Translate) -> str:
    """What a contact is for: its largest part."""
    largest = max(stance, coverage, gap)
    if largest == gap:
        return _("Find out where this person stands")
    return _("Build the relationship") if largest == coverage else _("Win this person over")


def _previous(session: Session, account_id: int, known: KnownOn) -> KnownOn | None:
    statement = (
        select(col(Report.issued_at))
        .where(
            col(Report.kind) == ReportKind.RENEWAL_RISK,
            col(Report.account_id) == account_id,
            col(Report.issued_at) < datetime.combine(known.day, time(0), tzinfo=UTC),
        )
        .order_by(col(Report.issued_at).desc())
        .limit(1)
    )
    issued = session.execute(statement).scalar_one_or_none()
    return None if issued is None else KnownOn.at(issued)


def _changes(
    session: Session, principal: Principal, sources: _Sources, previous: KnownOn | None, _: Translate
) -> tuple[paper.Change, ...]:
    if previous is None or sources.scores is None:
        return ()
    before = account_scores(session, principal, sources.account.id, previous)
    if before is None:
        return ()
    old_people = {person.person_id for person in before.chain.people}
    new_people = set(sources.analysis.members)
    joined = ", ".join(sources.analysis.members[person].name for person in sorted(new_people - old_people))
    changes = [
        _change(_("Health score"), before.health.score, sources.scores.health.score, Unit.POINTS),
        _change(_("Coverage"), before.chain.coverage, sources.scores.chain.coverage, Unit.SHARE),
        _change(_("Consensus"), before.chain.forecast, sources.scores.chain.forecast, Unit.BALANCE),
        _change(_("Decision that we understand"), before.chain.known_weight, sources.scores.chain.known_weight,
                Unit.SHARE),
        paper.Change(_("New in the chain"), None, joined) if joined else None,
    ]  # fmt: skip
    return tuple(change for change in changes if change is not None)


# What rounds to the same on paper has not changed.
_VISIBLE = {Unit.POINTS: 0.5, Unit.SHARE: 0.005, Unit.BALANCE: 0.005}


def _change(what: str, before: float | None, after: float | None, unit: Unit) -> paper.Change | None:
    if before is None or after is None or abs(after - before) < _VISIBLE[unit]:
        return None
    return paper.Change(what, Measure(before, unit), Measure(after, unit))


def _baselines(sources: _Sources, _: Translate) -> tuple[tuple[str, float], ...]:
    risk = soonest_risk(sources.scores)
    if risk is None:
        return ()
    return ((_("Average of the segment"), renewal_probability(risk.segment_log_odds)),)
