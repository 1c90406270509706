"""The words that files use for the values of the domain, English and Chinese ones here."""

import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache

from babel import Locale

from scoring.vocabulary import (
    ContractOutcome,
    InteractionKind,
    LifecycleStage,
    OrganisationSide,
    QuestionKind,
    Role,
    Strength,
    SubRole,
    TicketSeverity,
)
from service.imports.japanese_words import JAPANESE_VALUES
from service.imports.value_words import OTHER_VALUES

TRUE = frozenset(
    [
        "true",
        "t",
        "yes",
        "y",
        "1",
        "1.0",
        "on",
        "x",
        "✓",
        "✔",
        "ja",
        "wahr",
        "oui",
        "vrai",
        "si",
        "sí",
        "是",
        "对",
        "有",
    ]
)
FALSE = frozenset(
    ["false", "f", "no", "n", "0", "0.0", "off", "nein", "falsch", "non", "faux", "falso", "否", "不", "无", "假"]
)

_CHOICES: dict[type[StrEnum], dict[StrEnum, str]] = {
    Role: {
        Role.DECISION_MAKER: "decision maker, decisionmaker, dm, decider, 决策者, 决策人, 拍板人",
        Role.INFLUENCER: "influencer, 影响者, 影响人",
        Role.END_USER: "end user, enduser, 最终用户, 使用者, 终端用户",
    },
    SubRole: {
        SubRole.ECONOMIC_BUYER: "economic buyer, economic decision maker, budget holder, buyer, signatory, "
            "经济决策者, 预算负责人, 签约人",
        SubRole.APPROVER: "approver, approval, legal, security, 审批人, 批准人",
        SubRole.EXECUTIVE_SPONSOR: "executive sponsor, exec sponsor, sponsor, 高层支持者, 发起高管",
        SubRole.COMMITTEE_MEMBER: "committee member, business decision maker, 委员会成员",
        SubRole.CHAMPION: "champion, 支持者, 内部支持者",
        SubRole.COACH: "coach, 教练, 内线",
        SubRole.TECHNICAL_EVALUATOR: "technical evaluator, technical buyer, evaluator, technical decision maker, "
            "技术评估者, 技术把关",
        SubRole.PROCUREMENT: "procurement, purchaser, purchasing, 采购",
        SubRole.GATEKEEPER: "gatekeeper, 守门人",
        SubRole.INITIATOR: "initiator, 发起人",
        SubRole.EXTERNAL_ADVISER: "external adviser, external advisor, consultant, adviser, advisor, 外部顾问",
        SubRole.POWER_USER: "power user, key user, 关键用户, 超级用户",
        SubRole.ADMINISTRATOR: "administrator, admin, 管理员",
        SubRole.USER_LEAD: "user lead, team lead, 用户负责人",
        SubRole.USER: "user, 用户, 普通用户",
    },
    OrganisationSide: {
        OrganisationSide.CUSTOMER: "customer, client, 客户",
        OrganisationSide.PARTNER: "partner, reseller, distributor, consultant, 合作伙伴, 经销商, 代理商",
        OrganisationSide.SUBSIDIARY: "subsidiary, branch, 子公司, 分公司",
    },
    LifecycleStage: {
        LifecycleStage.ONBOARDING: "onboarding, implementation, trial, new, 上线, 实施, 试用",
        LifecycleStage.ADOPTION: "adoption, live, active, customer, 采用, 使用中",
        LifecycleStage.VALUE: "value, mature, 价值",
        LifecycleStage.RENEWAL: "renewal, renewing, 续约",
        LifecycleStage.EXPANSION: "expansion, growth, upsell, 扩展, 增购",
        LifecycleStage.CHURNED: "churned, churn, lost, cancelled, canceled, former customer, 流失, 已流失",
    },
    ContractOutcome: {
        ContractOutcome.OPEN: "open, active, running, in force, in progress, current, live, signed, pending, draft, "
            "进行中, 有效, 未结束, 执行中, 履行中, 生效, 生效中, 正常, 合作中, 使用中",
        ContractOutcome.RENEWED: "renewed, won, closed won, closedwon, renewal won, 已续约, 赢单, 成交, "
            "已赢单, 续签, 已续签, 续约, 续约成功",
        ContractOutcome.EXPANDED: "expanded, upsell, expansion, 增购, 已扩展",
        ContractOutcome.CONTRACTED: "contracted, downsell, downgraded, reduced, 缩减, 降级",
        ContractOutcome.LOST: "lost, closed lost, closedlost, churned, cancelled, canceled, terminated, "
            "not renewed, non renewed, expired, ended, 丢单, 输单, 流失, 未续约, 已终止, 终止, 已流失, 已解约, 解约, "
            "已取消, 取消, 不续约, 已到期, 到期, 已过期",
    },
    InteractionKind: {
        InteractionKind.MEETING: "meeting, visit, demo, presentation, onsite, 会议, 拜访, 见面",
        InteractionKind.CALL: "call, phone, phone call, video call, 电话, 通话",
        InteractionKind.EMAIL: "email, e mail, mail, incoming email, list email, 邮件, 电子邮件",
        InteractionKind.EVENT: "event, webinar, conference, training, 活动, 培训",
        InteractionKind.NOTE: "note, task, todo, to do, other, communication, x, 备注, 任务, 记录",
    },
    TicketSeverity: {
        TicketSeverity.LOW: "low, minor, trivial, p4, s4, sev4, 低",
        TicketSeverity.NORMAL: "normal, medium, moderate, p3, s3, sev3, 中, 普通, 一般",
        TicketSeverity.HIGH: "high, major, p2, s2, sev2, 高",
        TicketSeverity.URGENT: "urgent, critical, blocker, p1, s1, sev1, p0, emergency, 紧急, 严重",
    },
    Strength: {
        Strength.NONE: "none, no contact, unknown, 无",
        Strength.BRIEF: "brief, weak, low, met once, acquaintance, 弱, 简短",
        Strength.SEVERAL_CONTACTS: "several contacts, several, medium, moderate, 中, 多次接触",
        Strength.IN_DEPTH: "in depth, strong, high, good, 强, 深入",
        Strength.TRUSTED: "trusted, trusted adviser, trusted advisor, very strong, 信任",
    },
    QuestionKind: {
        QuestionKind.NPS: "nps, net promoter, net promoter score, enps, 净推荐值, 推荐",
        QuestionKind.CSAT: "csat, satisfaction, customer satisfaction, 满意度",
        QuestionKind.CES: "ces, effort, customer effort, customer effort score, 费力度",
    },
}  # fmt: skip

# Kind of tie, and whether the file names the two people the other way round.
TIES: dict[str, tuple[str, bool]] = {
    **dict.fromkeys(
        ("reports to", "reports", "report", "manager", "formal", "line", "berichtet an", "reporte à", "rattaché à",
         "汇报", "汇报给", "上级"), ("reports_to", False)
    ),
    **dict.fromkeys(("manages", "manager of", "supervises", "leads", "管理"), ("reports_to", True)),
    **dict.fromkeys(("influences", "influence", "influences decisions of", "persuades", "影响"), ("influences", False)),
    **dict.fromkeys(
        ("advice", "asks", "asks advice", "asks for advice", "seeks advice", "seeks advice from", "listens to",
         "influenced by", "咨询", "请教", "听取"),
        ("influences", True),
    ),
    **dict.fromkeys(
        ("works with", "works", "friend", "friends", "friendship", "colleague", "peer", "collaborates", "knows", "合作",
         "同事", "朋友"),
        ("works_with", False),
    ),
    **dict.fromkeys(("conflicts", "conflict", "conflicts with", "rival", "opposes", "冲突", "对立"), ("conflicts",
        False)),
}  # fmt: skip

_LANGUAGES = {
    "english": "en", "英语": "en", "英文": "en", "chinese": "zh", "中文": "zh", "汉语": "zh",
    "simplified chinese": "zh",
    "简体中文": "zh", "german": "de", "deutsch": "de", "french": "fr", "spanish": "es", "japanese": "ja",
    "italian": "it",
    "portuguese": "pt", "dutch": "nl", "korean": "ko", "russian": "ru",
}  # fmt: skip
_COUNTRY_ALIASES = {
    "usa": "US", "u s a": "US", "us": "US", "united states of america": "US", "america": "US", "uk": "GB",
    "great britain": "GB", "england": "GB", "scotland": "GB", "holland": "NL", "korea": "KR", "south korea": "KR",
    "russia": "RU", "prc": "CN", "p r china": "CN", "pr china": "CN", "peoples republic of china": "CN",
    "中国大陆": "CN",
    "taiwan": "TW", "hong kong": "HK", "czech republic": "CZ", "uae": "AE",
}  # fmt: skip
_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """A word without case, width and punctuation.

    >>> plain(" Decision-Maker "), plain("is_won")
    ('decision maker', 'is won')
    """
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


@cache
def _known(kind: type[StrEnum]) -> dict[str, StrEnum]:
    words = {plain(member.value): member for member in kind}
    for source in (_CHOICES, OTHER_VALUES, JAPANESE_VALUES):
        for member, names in source.get(kind, {}).items():
            words |= {plain(name): member for name in names.split(",") if plain(name) not in words}
    return words


def choose(kind: type[StrEnum], text: str) -> StrEnum | None:
    """The value of ``kind`` that a file's word stands for; None where it is no word for any.

    >>> choose(Role, "Decision-Maker").value, choose(ContractOutcome, "Closed Won").value, choose(Role, "?")
    ('decision_maker', 'renewed', None)
    """
    return _known(kind).get(plain(text))


def truth(text: str) -> bool | None:
    """What a file's yes or no means; None where it is neither."""
    word = text.strip().casefold()
    return True if word in TRUE else False if word in FALSE else None


@cache
def _countries() -> dict[str, str]:
    names = dict(_COUNTRY_ALIASES)
    for language in ("en", "zh", "de", "fr", "es", "ja"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(plain(name), code)
                names.setdefault(code.lower(), code)
    return names


def country(text: str) -> str | None:
    """The two letters of a country that is named by them or by its name in one of six languages.

    >>> country("Germany"), country("德国"), country("UK"), country("Atlantis")
    ('DE', 'DE', 'GB', None)
    """
    return _countries().get(plain(text))


def language(text: str) -> str | None:
    """The code of a language that is named by its code, with or without a region, or by its name.

    >>> language("zh-CN"), language("English"), language("EN"), language("?")
    ('zh', 'en', 'en', None)
    """
    word = plain(text)
    if word in _LANGUAGES:
        return _LANGUAGES[word]
    # Behind it a script or a country, of one letter in some surveys (ZH-S).
    match = re.fullmatch(r"([a-z]{2})( [a-z]{1,4})?( [a-z]{2})?", word)
    return match[1] if match else None
