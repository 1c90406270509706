"""What our people believe that theirs think, and the notes that they keep."""

from datetime import date, timedelta
from random import Random

from models.chain import Note, StanceObservation
from models.score import Override
from scoring.vocabulary import Role, Stance
from service.demo.customer import Customer, workday
from service.demo.people import Actor, attitude
from service.demo.rows import Rows
from service.demo.story import Cause, Ending, Shape

_REMARKS: dict[Stance, tuple[str, str]] = {
    Stance.ADVOCATE: (
        "Speaks for us in the steering committee|Offered to be a reference",
        "在指导委员会上替我们说话|愿意作为推荐客户",
    ),
    Stance.SUPPORTER: (
        "Content, wants to extend to more sites|Likes the new forecast view",
        "比较满意，想推广到更多站点|喜欢新的预测视图",
    ),
    Stance.NEUTRAL: (
        "No strong view, leaves it to the department|Waits for the figures",
        "没有明确看法，交给部门决定|在等数据",
    ),
    Stance.SCEPTIC: (
        "Asks what it costs each time|Doubts that the site uses it enough",
        "每次都问价格|怀疑现场使用不够",
    ),
    Stance.OPPONENT: (
        "Prefers the suite that the group already has|Told others to look for alternatives",
        "更倾向集团已有的套件|让同事寻找替代方案",
    ),
}
_NOTES: dict[Cause | Shape, tuple[str, str]] = {
    Cause.USAGE_DECLINE: (
        "Two depots have gone back to spreadsheets since the reorganisation. Ask who decided that.",
        "组织调整后有两个站点又改回表格了，要弄清楚是谁决定的。",
    ),
    Cause.CHAMPION_LEFT: (
        "Our champion has left for another firm. The successor has not used the product before.",
        "我们的支持者已跳槽，接任者以前没用过我们的产品。",
    ),
    Cause.UNSOLVED_PROBLEMS: (
        "The same problem has been reopened three times. They are losing patience; engineering must answer by Friday.",
        "同一个问题已经重开三次，客户快没有耐心了，研发周五前必须给答复。",
    ),
    Cause.BUDGET_CUT: (
        "Finance asks for fifteen per cent off or a smaller scope. Invoices are paid late since spring.",
        "财务要求降价百分之十五或缩小范围，春季以来付款一直拖延。",
    ),
    Cause.SILENT_DECISION_MAKER: (
        "No answer from the decision maker for months; the assistant keeps moving our meeting.",
        "决策人几个月没有回音，助理一直在推迟会面。",
    ),
    Cause.BLOCKER: (
        "IT argues for the group suite, and finance listens. We need the operations side in the room.",
        "信息部门主张用集团套件，财务也听他们的，我们需要运营部门到场。",
    ),
    Cause.INSOLVENCY: (
        "The press reports lay-offs. Two invoices are open; talk to collections before offering anything.",
        "媒体报道该公司裁员，两张发票未付，报价前先与催收沟通。",
    ),
    Cause.GROUP_DECISION: (
        "Head office wants one planning system for all subsidiaries and has asked two suppliers for offers.",
        "总部希望所有子公司统一计划系统，已向两家供应商询价。",
    ),
    Shape.HIDDEN_INFLUENCER: (
        "Everybody asks the senior planner before they decide. None of us has met this person yet.",
        "大家做决定前都会问那位高级计划员，我们还没有人见过。",
    ),
    Shape.RESELLER: (
        "The partner does all the talking. We should be introduced to the customer's own people.",
        "一直由合作伙伴出面，我们应当请他们引见客户本人。",
    ),
    Shape.COMMITTEE: (
        "Decided by committee, simple majority; legal can stop it. Next session is in six weeks.",
        "由委员会简单多数决定，法务可以否决，下次会议在六周后。",
    ),
}


def add_observations(rows: Rows, customer: Customer, rng: Random) -> None:
    """Add what was noted about stances every few months, near the truth; a few were corrected later."""
    for actor in customer.actors:
        if actor.hidden or actor.placeholder or rng.random() < (0.75 if actor.role is Role.END_USER else 0.25):
            continue
        author = customer.owner if actor.role is Role.DECISION_MAKER else customer.csm
        day = max(customer.first_day, actor.known_since) + timedelta(days=rng.randint(10, 120))
        while day < customer.last_day and actor.there(day):
            _observe(rows, customer, actor, author, rng, at=day)
            day += timedelta(days=rng.randint(70, 220))


def _observe(rows: Rows, customer: Customer, actor: Actor, author: int, rng: Random, *, at: date) -> None:
    day = min(workday(at), customer.last_day - timedelta(days=1))
    # People are taken for friendlier than they are.
    seen = attitude(customer.story, actor, day) + rng.gauss(0.08, 0.15)
    stance = Stance.nearest(max(-1.0, min(1.0, seen)))
    recorded = customer.at(day, rng)
    corrected = recorded + timedelta(days=3)
    wrong = rng.random() < 0.03 and corrected < customer.horizon
    whose = {"account_id": customer.account_id, "person_id": actor.person_id, "observed_by_id": author}
    if wrong:
        rows.add(
            StanceObservation,
            stance=Stance.NEUTRAL,
            observed_on=day,
            recorded_at=recorded,
            superseded_at=corrected,
            **whose,
        )
    rows.add(
        StanceObservation,
        stance=stance,
        observed_on=day,
        note=_pick(_REMARKS[stance], customer, rng) if rng.random() < 0.4 else None,
        recorded_at=corrected if wrong else recorded,
        **whose,
    )


def add_notes(rows: Rows, customer: Customer, rng: Random) -> None:
    """Add what a careful colleague would have written down about this account."""
    story = customer.story
    if story.trouble and rng.random() < 0.7:
        day = story.trouble.onset + timedelta(days=rng.randint(20, 60))
        _add_note(rows, customer, story.trouble.cause, min(day, customer.last_day - timedelta(days=1)), rng)
    if story.shape in _NOTES and rng.random() < 0.6:
        span = max(1, (customer.last_day - customer.first_day).days)
        _add_note(rows, customer, story.shape, customer.first_day + timedelta(days=rng.randrange(span)), rng)


def _add_note(rows: Rows, customer: Customer, about: Cause | Shape, day: date, rng: Random) -> None:
    hidden = next((a for a in customer.actors if a.hidden), None)
    rows.add(
        Note,
        account_id=customer.account_id,
        person_id=hidden.person_id if hidden and about is Shape.HIDDEN_INFLUENCER else None,
        author_id=rng.choice((customer.owner, customer.csm)),
        text=_NOTES[about][1 if customer.language == "zh" else 0],
        created_at=customer.at(workday(day), rng),
    )


def _pick(texts: tuple[str, str], customer: Customer, rng: Random) -> str:
    return rng.choice(texts[1 if customer.language == "zh" else 0].split("|"))


_OVERRIDES = (
    (
        "Told in confidence that the budget is secured; the papers follow in the new year.",
        "对方私下告知预算已落实，年初签约。",
        72.0,
    ),
    (
        "Reorganised: usage will look low until the new sites are live.",
        "组织调整期间使用量偏低，新站点上线后会恢复。",
        60.0,
    ),
    (
        "The sponsor is about to leave; nothing of it shows in the data yet.",
        "支持我们的高管即将离任，数据尚未体现。",
        35.0,
    ),
)


def add_override(rows: Rows, customer: Customer, rng: Random) -> None:
    """Add, for few accounts, a judgement of our own that stands against the computed score for at most sixty days."""
    ahead = customer.story.trouble is not None and customer.story.trouble.ending is Ending.AHEAD
    if customer.story.lost_on or rng.random() > (0.12 if ahead else 0.02):
        return
    english, chinese, score = rng.choice(_OVERRIDES)
    day = workday(customer.today - timedelta(days=rng.randint(5, 45)))
    rows.add(
        Override,
        account_id=customer.account_id,
        score=score,
        reason=chinese if customer.language == "zh" else english,
        created_by_id=customer.csm,
        created_at=customer.at(day, rng),
        expires_on=day + timedelta(days=rng.randint(30, 60)),
    )
