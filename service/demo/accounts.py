"""Accounts and their contracts."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from random import Random

from models.account import Account, Contract
from scoring.vocabulary import ContractOutcome, LifecycleStage
from service.demo.cast import Company
from service.demo.company_names import INDUSTRIES, CompanyName, branch_name, company_name
from service.demo.customer import Customer
from service.demo.people import people_of
from service.demo.person_names import latin
from service.demo.places import COUNTRIES, Country
from service.demo.rows import Rows
from service.demo.story import Cause, Ending, Story, Term
from service.keys import name_key

# What a year costs at the lower and upper end of a segment, in euros or dollars.
_ARR = {"Enterprise": (90_000, 620_000), "Mid-market": (18_000, 110_000), "Small business": (2_400, 19_000)}
_RATE = {"CNY": 7, "GBP": 1}
_LOST_BECAUSE: dict[Cause, str] = {
    Cause.USAGE_DECLINE: "Hardly used any more after a reorganisation",
    Cause.CHAMPION_LEFT: "The champion left; the successor brought another product",
    Cause.UNSOLVED_PROBLEMS: "The same problems came back too often",
    Cause.BUDGET_CUT: "Budget cut; the price was not accepted",
    Cause.SILENT_DECISION_MAKER: "Decided against us without talking to us",
    Cause.BLOCKER: "IT pushed through the group's own suite",
    Cause.INSOLVENCY: "Insolvent",
    Cause.GROUP_DECISION: "Head office chose one system for the whole group",
}


@dataclass
class Register:
    """The names given so far, so that no two companies share a name or a domain."""

    seed: int
    _given: Counter[str] = field(default_factory=Counter)
    _domains: Counter[str] = field(default_factory=Counter)

    def identity(self, number: int, parent: Customer | None) -> tuple[Country, str, CompanyName]:
        """Country, industry and name of one account; a subsidiary bears its parent's name in another country."""
        rng = Random(f"{self.seed}/{number}/identity")
        country = rng.choices(COUNTRIES, [c.share for c in COUNTRIES])[0]
        if parent is None:
            industry = rng.choice(INDUSTRIES)
            turn = self._given[country.language]
            self._given[country.language] += 1
            return country, industry, self._own_domain(company_name(country, industry, turn + self.seed % 13))
        name = branch_name(parent.company, country)
        while country.code == parent.country.code or self._domains[name.domain]:
            country = COUNTRIES[(COUNTRIES.index(country) + 1) % len(COUNTRIES)]
            name = branch_name(parent.company, country)
        return country, parent.industry, self._own_domain(name)

    def _own_domain(self, name: CompanyName) -> CompanyName:
        # Stems that are written differently can be spelt alike in Latin letters.
        self._domains[name.domain] += 1
        times = self._domains[name.domain]
        return name if times == 1 else replace(name, domain=f"{latin(name.stem)}-{times}.example")


def add_account(
    rows: Rows, register: Register, story: Story, company: Company, horizon: datetime, parent: Customer | None
) -> Customer:
    """Add one account and make its people, still without rows of their own."""
    country, industry, name = register.identity(story.number, parent)
    rng = Random(f"{register.seed}/{story.number}/account")
    owner, csm, engineer, sponsor = company.account_team(country.team, rng)
    created = datetime.combine(story.customer_since - timedelta(days=20), time(9), tzinfo=UTC)
    account_id = rows.add(
        Account,
        name=name.written,
        name_key=name_key(name.written),
        domain=name.domain,
        parent_id=parent.account_id if parent else None,
        segment=story.segment,
        region=country.region,
        country=country.code,
        industry=industry,
        lifecycle_stage=_stage(story, horizon),
        language="zh" if country.language == "zh" else "en",
        time_zone=country.time_zone,
        owner_id=owner,
        csm_id=csm,
        team_id=company.teams[country.team],
        territory_id=company.territories[country.territory],
        customer_since=story.customer_since,
        stale_since=horizon,
        created_at=created,
        updated_at=created,
    )
    today = horizon.date()
    actors = people_of(story, country, today, Random(f"{register.seed}/{story.number}/people"))
    return Customer(account_id, story, country, industry, name, actors, owner, csm, engineer, sponsor, today)


def _stage(story: Story, horizon: datetime) -> LifecycleStage:
    today = horizon.date()
    last = story.terms[-1]
    if story.lost_on:
        return LifecycleStage.CHURNED
    age = (today - story.customer_since).days
    if age < 90:
        return LifecycleStage.ONBOARDING
    if (last.ends_on - today).days <= 120:
        return LifecycleStage.RENEWAL
    if age < 300:
        return LifecycleStage.ADOPTION
    grown = len(story.terms) > 1 and story.terms[-2].outcome is ContractOutcome.EXPANDED
    return LifecycleStage.EXPANSION if grown else LifecycleStage.VALUE


def add_contracts(rows: Rows, customer: Customer, rng: Random) -> list[tuple[Term, Decimal]]:
    """Add the terms of business, one after the other; returned with what a year of each costs."""
    story = customer.story
    low, high = _ARR[story.segment]
    euros = low * (high / low) ** rng.random()
    yearly = Decimal(round(euros * _RATE.get(customer.country.currency, 1) / 100) * 100)
    notice_days = rng.choice((30, 60, 90, 90, 90))
    terms: list[tuple[Term, Decimal]] = []
    for place, term in enumerate(story.terms):
        _add_contract(rows, customer, term, yearly, notice_days, place, rng)
        terms.append((term, yearly))
        change = {ContractOutcome.EXPANDED: "1.24", ContractOutcome.CONTRACTED: "0.8"}.get(term.outcome, "1.03")
        yearly = Decimal(round(yearly * Decimal(change) / 100) * 100)
    return terms


def _add_contract(
    rows: Rows, customer: Customer, term: Term, yearly: Decimal, notice_days: int, place: int, rng: Random
) -> None:
    trouble = customer.story.trouble
    struck = trouble is not None and trouble.climax == term.ends_on
    lost = term.outcome is ContractOutcome.LOST
    closed = term.outcome is not ContractOutcome.OPEN
    notice = term.ends_on - timedelta(days=notice_days + rng.randint(0, 25))
    gives_notice = (lost and rng.random() < 0.6) or (
        struck and trouble is not None and trouble.ending is Ending.AHEAD and rng.random() < 0.6
    )
    signed = term.ends_on - timedelta(days=rng.randint(1, 45))
    if lost:
        signed = max(notice + timedelta(days=5), term.ends_on - timedelta(days=rng.randint(0, 30)))
    known = customer.at(signed, rng)
    starts = datetime.combine(term.starts_on - timedelta(days=14), time(10), tzinfo=UTC)
    rows.add(
        Contract,
        account_id=customer.account_id,
        name=f"Planner {term.starts_on.year}" if place else f"Planner {term.starts_on.year}, first term",
        arr=yearly,
        currency=customer.country.currency,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        notice_days=notice_days,
        notice_given_on=notice if gives_notice and notice < customer.today else None,
        auto_renews=rng.random() < 0.4,
        outcome=term.outcome,
        outcome_recorded_at=known if closed else None,
        closed_on=signed if closed else None,
        lost_reason=_LOST_BECAUSE[trouble.cause] if lost and trouble else None,
        created_at=starts,
        updated_at=known if closed else starts,
    )
