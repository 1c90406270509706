"""Comments as customers write them, English and Chinese, written for these tests.

They are mixed on purpose: plain words of tone, mixed feelings, negations, and complaints without any such word.
DEVELOPMENT was looked at when the parameters were chosen; HELD_OUT was written after that and only ever judged.
"""

from scoring.comment_values import Comment, Tone

POSITIVE = (
    "The onboarding team answered every question and we were live in two weeks.",
    "Really smooth migration, our people hardly noticed.",
    "Your consultant knows our plant better than some of us do.",
    "It just works. No complaints from the shop floor.",
    "Reports that took us a day are done before coffee.",
    "We renewed without a second thought.",
    "Pricing is fair and there are no surprises on the invoice.",
    "Support called back within ten minutes, on a Sunday.",
    "The new dashboard is a joy to use.",
    "I would recommend it to any finance team.",
    "Not a single outage this year, impressive.",
    "Easy to learn, even for our oldest colleagues.",
    "Thanks to Maria, the issue was fixed the same day.",
    "Every release brings something that we asked for.",
    "实施团队很专业,两周就上线了。",
    "客服回复很及时,问题当天就解决了。",
    "系统稳定,用了一年没有出过故障。",
    "界面简洁,新同事半天就学会了。",
    "价格合理,性价比高。",
    "报表功能帮我们节省了大量时间。",
    "培训讲得很清楚,大家都满意。",
    "每次更新都能看到我们提的建议被采纳。",
    "顾问很了解我们的业务,值得信赖。",
    "续约没有犹豫,会推荐给同行。",
    "数据导出非常方便,财务部门很喜欢。",
    "售后服务态度好,耐心解答。",
)
NEGATIVE = (
    "We have been waiting three weeks for an answer to a ticket marked urgent.",
    "The export fails every month-end, exactly when we need it.",
    "Far too expensive for what our users get out of it.",
    "Nobody told us that our account manager had left.",
    "Logging in takes forever since the last update.",
    "The training was a waste of an afternoon.",
    "We are looking at your competitors.",
    "Same bug again, third time this quarter.",
    "Documentation is outdated and the screenshots do not match.",
    "Promised features keep slipping.",
    "It is not easy to find anything in the new menu.",
    "Our users went back to spreadsheets.",
    "Invoices are wrong more often than they are right.",
    "The app crashed twice during the board meeting.",
    "提交的工单三周没有人回复。",
    "每到月底导出就报错,严重影响工作。",
    "价格太贵,功能却越来越少。",
    "客户经理离职了也没有通知我们。",
    "更新之后登录特别慢。",
    "培训内容空洞,浪费时间。",
    "我们正在考虑更换供应商。",
    "同样的问题反复出现,一直没有解决。",
    "操作复杂,不好用,员工都抱怨。",
    "承诺的功能一拖再拖。",
    "发票经常开错,沟通很费劲。",
    "开会演示时系统突然崩溃,非常尴尬。",
)
LATER_POSITIVE = (
    "Setup took an hour and nobody needed a manual.",
    "Your engineers are patient and explain things clearly.",
    "Great value, we saved a full headcount in the first year.",
    "The mobile app is fast and reliable on the road.",
    "I am happy with how quickly the team reacts.",
    "Best supplier we have, keep going.",
    "Data quality improved a lot since we started.",
    "The workshop was useful and well prepared.",
    "No trouble at all during the audit, thanks to your logs.",
    "Our drivers love the new route view.",
    "合作三年,服务一直很稳定。",
    "功能强大,操作简单,团队上手快。",
    "遇到问题随时有人支持,很放心。",
    "上线后效率提升明显,领导很认可。",
    "文档清晰,接口好用。",
    "客服小王非常耐心,帮助很大。",
    "整体体验不错,下次还会选择你们。",
    "移动端流畅,出差时也很方便。",
    "交付准时,质量超出预期。",
    "感谢团队的支持,项目顺利完成。",
)
LATER_NEGATIVE = (
    "Two outages in one week, our line stood still.",
    "The search is slow and returns the wrong records.",
    "I had to explain the same issue to four different people.",
    "We pay for two hundred seats and twenty people use it.",
    "The contract terms are confusing and the discount disappeared.",
    "Updates break our integration every time.",
    "Support closes tickets without a fix.",
    "Disappointed with the lack of reporting options.",
    "It took months to get a simple change approved.",
    "The interface is clumsy and looks ten years old.",
    "这一周宕机两次,生产线都停了。",
    "搜索太慢,结果还经常不准。",
    "同一个问题要跟四个人重复解释。",
    "合同条款不清楚,折扣也没了。",
    "每次升级都会把接口弄坏。",
    "工单没解决就被关闭了。",
    "报表功能太少,很失望。",
    "一个小改动拖了几个月。",
    "界面难看,操作麻烦。",
    "售后推诿,没有人负责。",
)


def rated(name: str, positive: tuple[str, ...], negative: tuple[str, ...]) -> tuple[Comment, ...]:
    return tuple(
        Comment(f"{name}-{tone.value}-{place}", text, tone)
        for tone, texts in ((Tone.POSITIVE, positive), (Tone.NEGATIVE, negative))
        for place, text in enumerate(texts)
    )


DEVELOPMENT = rated("development", POSITIVE, NEGATIVE)
HELD_OUT = rated("held-out", LATER_POSITIVE, LATER_NEGATIVE)
