"""What people write beside their scores, in English and Chinese: composed, so that neighbours never read the same."""

from enum import StrEnum
from random import Random

from scoring.vocabulary import Role
from service.demo.story import Cause, Story


class Tone(StrEnum):
    """How a comment sounds, by the score that it came with."""

    HAPPY = "happy"
    LUKEWARM = "lukewarm"
    UNHAPPY = "unhappy"


def tone_of(position: float) -> Tone:
    """The tone of a score by its place on the scale, 0 the worst and 1 the best.

    >>> tone_of(0.9).value, tone_of(0.75).value, tone_of(0.5).value
    ('happy', 'lukewarm', 'unhappy')
    """
    if position >= 0.85:
        return Tone.HAPPY
    return Tone.LUKEWARM if position > 0.6 else Tone.UNHAPPY


_OPENINGS: dict[Tone, tuple[str, str]] = {
    Tone.HAPPY: (
        "Very good.|We are glad that we chose it.|It has become part of our week.|Good experience so far.|"
        "I would not want to go back.||Works well for our site.",
        "非常好。|很庆幸当初选择了它。|已经离不开了。|目前体验不错。|不想再回到过去的做法。||对我们站点很适用。",
    ),
    Tone.LUKEWARM: (
        "Mostly fine.|It does what it should.|No great complaints.|All right, with some wishes.||"
        "Better than last year.",
        "总体还行。|基本够用。|没有大的抱怨。|还可以，但有些建议。||比去年好一些。",
    ),
    Tone.UNHAPPY: (
        "I am disappointed.|This is not what we were promised.|We are losing patience.|To be frank:||"
        "It has got worse this year.|Hard to recommend at the moment.",
        "比较失望。|和当初承诺的不一样。|我们快没有耐心了。|说实话，||今年变差了。|目前很难推荐给别人。",
    ),
}
_CLOSINGS: dict[Tone, tuple[str, str]] = {
    Tone.HAPPY: (
        "|Please keep it up.|Thank you to the team.|We want to bring in two more sites.||"
        "Looking forward to the next release.",
        "|请继续保持。|感谢团队的支持。|我们打算再推广两个站点。||期待下一个版本。",
    ),
    Tone.LUKEWARM: (
        "|A call about this would help.|Let us look at it in the next review.||Otherwise nothing to add.",
        "|希望能电话沟通一下。|下次回顾时再谈。||其他没有补充。",
    ),
    Tone.UNHAPPY: (
        "|Somebody should call me.|We will look at alternatives.||I raised this before.|"
        "Please tell us when it will be fixed.",
        "|请安排人联系我。|我们会考虑其他方案。||之前已经反映过。|请告知什么时候能解决。",
    ),
}
_GOOD: dict[Role, tuple[str, str]] = {
    Role.DECISION_MAKER: (
        "Overtime costs went down since we plan with it.|The figures for the board are there when I need them.|"
        "The return is clear after one year.|Our sites finally plan in the same way.",
        "用它排班后加班成本下降了。|给董事会的数据随时可以拿到。|一年下来投入产出很清楚。|各站点终于用同一种方式做计划。",
    ),
    Role.INFLUENCER: (
        "Support answers within the hour and knows our set-up.|The interface to payroll has run without a fault.|"
        "Our contact knows our business.|New requests are taken seriously and often delivered.",
        "技术支持一小时内回复，而且了解我们的情况。|薪资接口一直运行稳定。|对接人员懂我们的业务。|提出的需求会被认真对待并常常实现。",
    ),
    Role.END_USER: (
        "Swapping a shift takes me two clicks.|The weekly plan is ready in minutes instead of half a day.|"
        "The app is easy, also for new colleagues.|I see at once where somebody is missing.",
        "换班只要点两下。|周计划几分钟就能做好，以前要半天。|应用很好上手，新同事也会用。|哪里缺人一眼就能看到。",
    ),
}
_WISHES = (
    "The search could be faster on Mondays.|Reports need more filters.|The training came a little late.|"
    "The mobile app lacks the month view.|Prices rose more than expected.|Some translations are odd.",
    "周一查询可以再快一些。|报表需要更多筛选条件。|培训来得稍晚。|手机端缺少月视图。|涨价幅度超出预期。|部分翻译有点奇怪。",
)
_BAD: dict[Cause | None, tuple[str, str]] = {
    None: (
        "It takes too many steps to change a plan.|The search is slow when everybody plans.|"
        "My requests have been waiting for months.|The figures in the report do not match ours.",
        "修改计划步骤太多。|大家一起排班时查询很慢。|我的需求等了好几个月。|报表数字和我们的对不上。",
    ),
    Cause.USAGE_DECLINE: (
        "Half of my team is back to spreadsheets.|Nobody uses it since the reorganisation.|"
        "We pay for seats that stand empty.|It does not fit how we work now.",
        "我们组一半人又用回表格了。|组织调整之后没人再用。|很多席位空着却还在付费。|已经不适合我们现在的工作方式。",
    ),
    Cause.CHAMPION_LEFT: (
        "Since our project lead left, nobody explains anything.|The new head of planning knows another product.|"
        "We do not know whom to ask any more.",
        "项目负责人离职后没有人给我们讲解。|新来的计划部经理更熟悉别的产品。|现在不知道该找谁。",
    ),
    Cause.UNSOLVED_PROBLEMS: (
        "The same fault comes back every week.|Our ticket has been open for two months.|"
        "Support closes tickets that are not solved.|The time-outs cost us an hour each morning.",
        "同样的故障每周都出现。|我们的工单两个月了还没解决。|问题没解决就关单。|每天早上因为超时要浪费一小时。",
    ),
    Cause.BUDGET_CUT: (
        "It is too expensive for what we use.|We must cut software costs by a fifth.|"
        "The price rise came at the wrong moment.",
        "按我们的使用量来说太贵了。|软件费用必须削减五分之一。|涨价的时机不对。",
    ),
    Cause.SILENT_DECISION_MAKER: (
        "I do not see what it brings to the company.|Nobody has shown me a result this year.",
        "看不出它给公司带来了什么。|今年没有人向我展示过成果。",
    ),
    Cause.BLOCKER: (
        "Our own suite could do the same.|It stands apart from the rest of our systems.|"
        "The interfaces cost us too much work.",
        "集团现有的套件也能做到。|与我们其他系统脱节。|接口维护工作量太大。",
    ),
    Cause.INSOLVENCY: (
        "We are closing sites and need less.|All spending is frozen here.",
        "我们在关闭站点，用不了这么多。|目前所有支出都冻结了。",
    ),
    Cause.GROUP_DECISION: (
        "Head office wants one system for everybody.|The group has asked others for an offer.",
        "总部希望统一使用一套系统。|集团已经向其他供应商询价。",
    ),
}  # fmt: skip


def compose(story: Story, role: Role, tone: Tone, language: str, turn: int, rng: Random) -> str:
    """A comment of one to three sentences; ``turn`` counts an account's comments, so that openings take turns.

    >>> from datetime import date
    >>> from service.demo.story import story_of
    >>> compose(story_of(7, 0, date(2026, 1, 1)), Role.END_USER, Tone.HAPPY, "zh", 0, Random(3))[:4]
    '非常好。'
    """
    column = 1 if language == "zh" else 0
    cause = story.trouble.cause if story.trouble and tone is Tone.UNHAPPY and rng.random() < 0.8 else None
    body = _BAD[cause] if tone is Tone.UNHAPPY else _WISHES if tone is Tone.LUKEWARM else _GOOD[role]
    openings = _OPENINGS[tone][column].split("|")
    parts = (
        openings[turn % len(openings)],
        rng.choice(body[column].split("|")),
        rng.choice(_CLOSINGS[tone][column].split("|")),
    )
    return ("" if language == "zh" else " ").join(part for part in parts if part)
