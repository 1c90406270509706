"""Example content: an invented account, for trying the layout, for tests and for the documentation."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from reports.chain import Chain, Person, Tie
from reports.renewal_risk.content import (
    AccountFacts,
    Caveat,
    CaveatKind,
    Change,
    Feedback,
    GroupScore,
    Health,
    NextContact,
    Quote,
    Reason,
    RenewalRiskContent,
    RoleFeedback,
    SilentPerson,
    TrendPoint,
    Verdict,
)
from reports.renewal_risk.example_people import NAMES, PARTNERS, TITLES
from reports.values import Direction, Measure, Money, Unit
from scoring.vocabulary import HealthGroup, OrganisationSide, RiskBand, Role, Stance, SubRole, TieKind

DATA_DATE = date(2026, 3, 2)
_SUB_ROLES = (
    SubRole.ECONOMIC_BUYER,
    SubRole.APPROVER,
    SubRole.CHAMPION,
    SubRole.TECHNICAL_EVALUATOR,
    SubRole.PROCUREMENT,
    SubRole.USER_LEAD,
    SubRole.POWER_USER,
    SubRole.USER,
)
_STANCES = (
    None,
    Stance.SCEPTIC,
    Stance.ADVOCATE,
    Stance.SUPPORTER,
    Stance.OPPONENT,
    Stance.SUPPORTER,
    Stance.NEUTRAL,
    Stance.ADVOCATE,
)


def example_content(people: int = 12, locale: str = "en") -> RenewalRiskContent:
    """A full report with a chain of ``people``; the texts are English or Chinese by ``locale``.

    >>> content = example_content(12)
    >>> round(sum(person.decision_weight for person in content.chain.people), 9)
    1.0
    """
    chinese = locale.startswith("zh")
    chain = example_chain(people, chinese=chinese)
    first = chain.people[0]
    return RenewalRiskContent(
        locale=locale,
        data_date=DATA_DATE,
        account=_account(chinese),
        verdict=Verdict(
            RiskBand.LOW,
            Measure(0.78, Unit.SHARE, low=0.64, high=0.88),
            caveat=Caveat(CaveatKind.NOBODY_REACHES, first.title if chinese else "the CFO"),
        ),
        parameter_version="2026.1",
        health=_health(chinese),
        chain=chain,
        reasons=_reasons(chinese),
        feedback=_feedback(chain, chinese),
        trend=_trend(),
        next_contacts=_next_contacts(chain, chinese),
        changes=_changes(chinese),
        previous_report=date(2026, 2, 2),
        baselines=(("基准率", 0.86), ("仅按净推荐值", 0.81)) if chinese else (("Base rate", 0.86), ("NPS only", 0.81)),
    )


def nothing_known(locale: str = "en") -> RenewalRiskContent:
    """A report on an account of which only the name is on record."""
    return RenewalRiskContent(
        locale=locale,
        data_date=DATA_DATE,
        account=AccountFacts(name="Halden Water"),
        verdict=Verdict(RiskBand.UNKNOWN),
        parameter_version="2026.1",
    )


def _account(chinese: bool) -> AccountFacts:
    facts = AccountFacts(
        name="Aurelia Foods Group",
        owner="Mara Lindqvist",
        segment="Enterprise",
        industry="Food processing",
        region="Northern Europe",
        stage="Renewal",
        arr=Money(Decimal("184000.00"), "EUR"),
        at_risk=Money(Decimal("40480.00"), "EUR"),
        contract_end=date(2026, 6, 30),
        days_left=120,
        notice_by=date(2026, 3, 31),
        notice_days_left=29,
    )
    if not chinese:
        return facts
    return replace(
        facts,
        name="华曜食品集团有限公司",
        owner="林静怡",
        segment="大型企业",
        industry="食品加工",
        region="华东",
        stage="续约期",
        arr=Money(Decimal("1280000.00"), "CNY"),
        at_risk=Money(Decimal("281600.00"), "CNY"),
    )


def example_chain(count: int, *, chinese: bool = False) -> Chain:
    """A chain of ``count`` people: one line of command that widens, influence across it, and from eight people on a
    partner in between."""
    raw = [1.0 / (1.0 + 0.55 * n) for n in range(count)]
    total = sum(raw)
    everyone = tuple(_person(n, count, raw[n] / total, chinese) for n in range(count))
    return Chain(
        people=everyone,
        ties=tuple(_ties(count)),
        rule="过半数票，财务总监有否决权" if chinese else "more than half of the votes, with a veto for the CFO",
        rule_assumed=False,
        coverage=Measure(0.56, Unit.SHARE),
        threads=Measure(1.4, Unit.NUMBER),
        single_threaded=True,
        known_weight=Measure(0.71, Unit.SHARE),
        forecast=Measure(0.24, Unit.BALANCE, low=-0.05, high=0.53),
    )


def _person(n: int, count: int, weight: float, chinese: bool) -> Person:
    names, titles = NAMES[chinese], TITLES[chinese]
    partner = count >= 8 and n in (count - 1, count - 2)
    kind = _SUB_ROLES[n % 8] if n < 8 else _SUB_ROLES[2 + n % 6]
    stance = _STANCES[n % 8]
    missing = count > 5 and n == 4
    person = Person(
        key=f"p{n}",
        name=names[n % len(names)],
        title=titles[n % len(titles)],
        organisation=PARTNERS[chinese] if partner else "",
        side=OrganisationSide.PARTNER if partner else OrganisationSide.CUSTOMER,
        role=kind.role,
        sub_role=kind,
        stance=stance,
        stance_confidence=0.0 if stance is None else 0.8,
        decision_weight=weight,
        reach=0.0 if n == 0 else (0.25 + 0.11 * n) % 0.95,
        gap=weight if stance is None else weight * 0.2,
        last_contact=None if n == 0 else DATA_DATE - timedelta(days=(n * 17) % 160 + 3),
        blocker=stance in (Stance.SCEPTIC, Stance.OPPONENT) and n < count / 2,
        left_on=date(2026, 2, 11) if n == 6 else None,
        opted_out=n == 9,
    )
    if not missing:
        return person
    name = "批准人，尚不知是谁" if chinese else "Approver, not known"
    return replace(
        person,
        name=name,
        title="",
        role=Role.DECISION_MAKER,
        sub_role=SubRole.APPROVER,
        missing=True,
        stance=None,
        blocker=False,
        last_contact=None,
    )


def _ties(count: int) -> list[Tie]:
    def tie(kind: TieKind, source: int, target: int, strength: float = 0.5) -> Tie:
        return Tie(kind, f"p{source}", f"p{target}", strength)

    inside = count - 2 if count >= 8 else count
    reports = [tie(TieKind.REPORTS_TO, n, (n - 1) // 3) for n in range(1, inside)]
    influence = [tie(TieKind.INFLUENCES, n, (n * 5 + 2) % count, 0.3 + 0.1 * (n % 7)) for n in range(2, count, 2)]
    if count < 4:
        return [*reports, tie(TieKind.INFLUENCES, 2, 1, 0.9)]
    return [
        *reports,
        *influence,
        tie(TieKind.INFLUENCES, count - 1, 1, 0.8),
        tie(TieKind.WORKS_WITH, 2, 3),
        tie(TieKind.CONFLICTS, 1, 2),
    ]


def _health(chinese: bool) -> Health:
    evidence = {
        HealthGroup.SENTIMENT: ("Consensus +0.24; the CFO has never answered", "共识 +0.24；财务总监从未作答"),
        HealthGroup.RELATIONSHIPS: (
            "1.4 threads; last decision maker met 41 days ago",
            "1.4 条线索；41 天前见过决策人",
        ),
        HealthGroup.USAGE: ("312 of 380 seats used; trend +2 % a week", "380 个席位用了 312 个；每周 +2%"),
        HealthGroup.SUPPORT: ("Two urgent tickets open for 9 days", "两张紧急工单已开 9 天"),
        HealthGroup.COMMERCIAL: ("Paid on time; no notice given", "按时付款；未提出终止"),
        HealthGroup.RESPONSIVENESS: ("Answers cover 54 % of the decision", "作答覆盖 54% 的决策"),
    }
    numbers = (
        (58, 0.30, 0.71, 1.2),
        (44, 0.20, 0.90, -3.1),
        (81, 0.20, 1.00, 5.4),
        (49, 0.15, 1.00, -1.8),
        (92, 0.10, 0.95, 2.6),
        (54, 0.05, 0.60, -0.3),
    )
    groups = tuple(
        GroupScore(group, score, weight, confidence, contribution, evidence[group][chinese])
        for group, (score, weight, confidence, contribution) in zip(HealthGroup, numbers, strict=True)
    )
    capped = (
        "“关系”最高 40 分：一位关键人员在 120 天内离职。"
        if chinese
        else ("Relationships are capped at 40: a champion left within 120 days.")
    )
    return Health(score=62, confidence=0.82, segment_mean=58, groups=groups, exceptions=(capped,))


def _reasons(chinese: bool) -> tuple[Reason, ...]:
    words = (
        ("Usage grows", "使用量上升", 4.8, "312 of 380 seats, +2 % a week", "312／380 个席位，每周 +2%"),
        ("The champion left", "支持者离职", -9.9, "Left without a successor", "尚无继任者"),
        ("Paid on time", "按时付款", 2.4, "No invoice overdue for a year", "一年内无逾期发票"),
        (
            "The CFO is not reached",
            "接触不到财务总监",
            -6.6,
            "No contact on record; holds the veto",
            "没有联系记录；持有否决权",
        ),
        ("Urgent tickets open", "紧急工单未结", -3.2, "Two for 9 days", "两张，已 9 天"),
        ("Plant managers are content", "厂长们满意", 2.9, "NPS +40 from five answers", "五份答卷，净推荐值 +40"),
        ("Third renewal", "第三次续约", 1.6, "", ""),
    )
    return tuple(
        Reason(c if chinese else e, effect, ec if chinese else ee, DATA_DATE - timedelta(days=7 * i + 2))
        for i, (e, c, effect, ee, ec) in enumerate(words)
    )


def _feedback(chain: Chain, chinese: bool) -> Feedback:
    def nps(value: float, low: float, high: float) -> Measure:
        return Measure(value, Unit.NPS, low=low, high=high)

    quote = (
        "自从二月升级后，报表终于准时了，但支持团队回复太慢，“紧急”工单等了九天。"
        if chinese
        else "Since the February upgrade the reports are on time at last, but support answers too late: an urgent "
        "ticket waited for nine days."
    )
    return Feedback(
        roles=(
            RoleFeedback(Role.DECISION_MAKER, 3, 1, 0, 0, 1, nps(-100, -100, 13), 0.31, date(2026, 1, 19)),
            RoleFeedback(Role.INFLUENCER, 5, 4, 2, 1, 1, nps(25, -42, 92), 0.78, date(2026, 2, 20)),
            RoleFeedback(Role.END_USER, 14, 10, 6, 3, 1, nps(50, 6, 81), 0.69, date(2026, 2, 27)),
            RoleFeedback(None, 22, 15, 8, 4, 3, nps(33, -4, 65), 0.54, date(2026, 2, 27)),
        ),
        weighted_nps=nps(4, -38, 47),
        response_coverage=Measure(0.54, Unit.SHARE),
        silent=tuple(
            SilentPerson(p.name, p.role, p.decision_weight, date(2026, 1, 12) if n else None)
            for n, p in enumerate(p for p in chain.people if p.stance is None and not p.missing)
        )[:4],
        quotes=(Quote(quote, Role.INFLUENCER, NAMES[chinese][3], date(2026, 2, 20)),),
    )


def _trend() -> tuple[TrendPoint, ...]:
    scores = (51, 52, 50, 55, 58, 57, 61, 64, 66, 63, 60, 61, 62)
    return tuple(
        TrendPoint(DATA_DATE - timedelta(days=30 * (len(scores) - 1 - n)), score, 0.35 if n < 3 else 0.8)
        for n, score in enumerate(scores)
    )


def _next_contacts(chain: Chain, chinese: bool) -> tuple[NextContact, ...]:
    actions = (
        ("Ask for a first meeting on the business case", "约第一次会面，谈商业价值"),
        ("Settle the two urgent tickets in person", "当面解决两张紧急工单"),
        ("Ask who succeeds the champion", "询问支持者的继任者是谁"),
    )
    introducers = (NAMES[chinese][2], "", NAMES[chinese][3])
    return tuple(
        NextContact(
            person=person.name,
            action=action[chinese],
            introducer=introducers[n],
            access=0.42 + 0.07 * n,
            value=(0.42 + 0.07 * n) * (0.28 - 0.07 * n),
            stance_part=0.09 - 0.02 * n,
            coverage_part=0.11 - 0.03 * n,
            gap_part=0.08 - 0.02 * n,
        )
        for n, (person, action) in enumerate(zip(chain.people, actions, strict=False))
    )


def _changes(chinese: bool) -> tuple[Change, ...]:
    if chinese:
        words = ("续约概率", "健康分", "支持者", "未结紧急工单", "在职", "已离职")
    else:
        words = ("Probability of renewal", "Health score", "Champion", "Urgent tickets open", "in place", "left")
    return (
        Change(
            words[0], Measure(0.83, Unit.SHARE, low=0.70, high=0.91), Measure(0.78, Unit.SHARE, low=0.64, high=0.88)
        ),
        Change(words[1], Measure(60, Unit.POINTS), Measure(62, Unit.POINTS)),
        Change(words[2], words[4], words[5], date(2026, 2, 11)),
        Change(
            words[3],
            Measure(0, Unit.COUNT, direction=Direction.LOW_IS_GOOD),
            Measure(2, Unit.COUNT, direction=Direction.LOW_IS_GOOD),
            date(2026, 2, 21),
        ),
    )
