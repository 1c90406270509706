"""What meetings, tickets and notes are about, in English and Chinese."""

from random import Random

from scoring.vocabulary import InteractionKind, Role

_MEETINGS: dict[InteractionKind, tuple[str, str]] = {
    InteractionKind.MEETING: (
        "Quarterly business review|Roadmap session|Success plan review|Workshop on shift rules|On-site visit|"
        "Walk through the new forecast view|Review of open points|Planning of the roll-out to more sites",
        "季度业务回顾|产品路线图交流|成功计划评审|排班规则研讨会|现场拜访|新预测视图演示|未结事项梳理|新站点推广计划讨论",
    ),
    InteractionKind.CALL: (
        "Weekly check-in|Call on data import|Call on open tickets|Question on invoices|Follow-up to the survey|"
        "Call about new users|Short call before the steering committee",
        "每周例行沟通|数据导入问题电话|未结工单沟通|发票问题电话|问卷回访|新用户开通电话|指导委员会会前沟通",
    ),
    InteractionKind.EMAIL: (
        "Minutes and next steps|Answer on single sign-on|Offer for additional seats|Documents for procurement|"
        "Usage figures of last month|Invitation to the user group|Security questionnaire",
        "会议纪要与后续事项|单点登录问题答复|增购席位报价|采购所需文件|上月使用数据|用户交流会邀请|安全问卷",
    ),
    InteractionKind.EVENT: (
        "User group day|Regional customer forum|Webinar on demand planning|Trade fair conversation",
        "用户交流日|区域客户论坛|需求计划线上研讨会|展会现场交流",
    ),
    InteractionKind.NOTE: (
        "Heard of a change in the management team|New budget year begins in autumn|Reorganisation announced|"
        "They compare suppliers every two years",
        "听说管理层有变动|新预算年度从秋季开始|已宣布组织调整|每两年比较一次供应商",
    ),
}
_FOR_DECIDERS = (
    "Executive review|Renewal conversation|Value review with the board|Budget planning for next year",
    "高层交流|续约沟通|面向董事会的价值回顾|明年预算规划",
)

TICKETS: dict[str, tuple[str, str]] = {
    "Performance": (
        "Weekly plan takes minutes to load|Time-out when saving a large plan|Slow search on Monday mornings",
        "周计划加载需要几分钟|保存大型计划时超时|周一上午搜索缓慢",
    ),
    "Data import": (
        "Import stops at row 4,000|Dates shifted by one day after import|Duplicate sites after import",
        "导入到第4000行中断|导入后日期相差一天|导入后出现重复站点",
    ),
    "Reporting": (
        "Figures in the monthly report do not add up|Export to Excel misses a column|Wrong week in the summary",
        "月度报表数字对不上|导出Excel缺少一列|汇总中的周次错误",
    ),
    "Sign-in": (
        "Users locked out after password change|Single sign-on fails for new site|Reset mail does not arrive",
        "修改密码后用户被锁定|新站点单点登录失败|收不到重置邮件",
    ),
    "Integration": (
        "Payroll interface sends empty files|Webhook delivered twice|ERP sync is two days behind",
        "薪资接口发送空文件|Webhook重复推送|与ERP同步滞后两天",
    ),
    "Permissions": (
        "Supervisor cannot see own depot|Read-only user can edit shifts|Role change has no effect",
        "主管看不到自己的站点|只读用户可以修改班次|角色变更不生效",
    ),
    "Mobile app": (
        "Notifications do not arrive on phones|App closes when opening the roster|Offline changes are lost",
        "手机收不到通知|打开排班表时应用闪退|离线修改丢失",
    ),
    "Billing": (
        "Seats on the invoice do not match|Purchase order number is missing",
        "发票席位数不符|发票缺少采购订单号",
    ),
}  # fmt: skip
TICKET_TOPICS = tuple(TICKETS)


def _pick(texts: tuple[str, str], language: str, rng: Random) -> str:
    return rng.choice(texts[1 if language == "zh" else 0].split("|"))


def meeting_subject(kind: InteractionKind, role: Role, language: str, rng: Random) -> str:
    """What a contact was about; with those who decide it is sometimes about the renewal."""
    if role is Role.DECISION_MAKER and kind in {InteractionKind.MEETING, InteractionKind.CALL} and rng.random() < 0.6:
        return _pick(_FOR_DECIDERS, language, rng)
    return _pick(_MEETINGS[kind], language, rng)


def ticket_subject(topic: str, language: str, rng: Random) -> str:
    """What a ticket of a topic complains about."""
    return _pick(TICKETS[topic], language, rng)
