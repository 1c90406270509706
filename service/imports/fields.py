"""What each kind of import can take in: its fields, what they hold, and the names that files give them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any

from models.vocabulary import ImportKind, SurveyPurpose
from scoring.vocabulary import (
    ContractOutcome,
    InteractionKind,
    LifecycleStage,
    OrganisationSide,
    QuestionKind,
    ScoreFamily,
    Strength,
    TicketSeverity,
)
from service.imports.header_words import other_names


class Holds(Enum):
    """What a field holds, hence how its cells are read."""

    TEXT = "text"
    EMAIL = "email"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    AMOUNT = "amount"
    WHOLE = "whole number"
    TRUTH = "yes or no"
    CHOICE = "choice"
    ROLE = "role"
    TIE = "kind of tie"
    COUNTRY = "country"
    LANGUAGE = "language"
    CURRENCY = "currency"
    DOMAIN = "domain"
    STRENGTH = "strength"


@dataclass(frozen=True)
class Field:
    """One field: ``words`` are header names for it (see :func:`service.imports.headers.plain_header`), best first."""

    name: str
    holds: Holds
    words: tuple[str, ...]
    required: bool = False
    length: int = 300
    choices: type[StrEnum] | None = None


def _f(name: str, holds: Holds, words: str, **more: Any) -> Field:
    return Field(name, holds, tuple(w.strip() for w in words.split(",") if w.strip()), **more)


_T, _D, _M, _N, _A, _W, _B, _C = (
    Holds.TEXT, Holds.DATE, Holds.MOMENT, Holds.NUMBER, Holds.AMOUNT, Holds.WHOLE, Holds.TRUTH, Holds.CHOICE,
)  # fmt: skip

_ACCOUNT_ID = _f(
    "account_id", _T,
    "account id, account number, accountid, company id, companyid, customer id, client id, organization id, "
    "organisation id, "
    "org id, associated company ids, associated company ids primary, company record id, account code, "
    "customer number, 客户编号, "
    "客户id, 公司编号, 公司id, 客户代码",
    length=255,
)  # fmt: skip
_ACCOUNT = _f(
    "account", _T,
    "account, account name, company name, company, customer, customer name, client, client name, organization, "
    "organisation, "
    "organization name, associated company, associated company primary, company account, 客户, 客户名称, 公司, "
    "公司名称, 企业名称, 单位",
)  # fmt: skip
_CURRENCY = _f(
    "currency", Holds.CURRENCY,
    "currency, currency code, currency iso code, deal currency code, account currency, opportunity currency, 币种, "
    "货币",
    length=3,
)  # fmt: skip
_DELETED = _f("deleted", _B, "is deleted, deleted, fivetran deleted, archived, 已删除")
_PERSON_ID = _f(
    "person_id", _T,
    "person id, contact id, who id, requester id, associated contact ids, contact record id, respondent id, "
    "recipient id, "
    "联系人id, 联系人编号, 人员编号",
    length=255,
)  # fmt: skip
_PERSON_EMAIL = _f(
    "person_email", Holds.EMAIL,
    "person email, contact email, recipient email, respondent email, requester email, email, email address, "
    "e mail, attendees, "
    "邮箱, 电子邮件, 联系人邮箱",
    length=320,
)  # fmt: skip
_PERSON = _f(
    "person", _T,
    "person, contact, contact name, person name, respondent, respondent name, requester, recipient name, "
    "full name, name, "
    "participants, 联系人, 联系人姓名, 姓名, 受访者",
)  # fmt: skip
_USER = _f(
    "user", _T,
    "user, owner, owner email, owner name, assigned to, activity assigned to, activity owner, assignee, rep, "
    "sales rep, "
    "colleague, our contact, account manager, user email, employee, 负责人, 同事, 销售, 客户经理, 我方人员",
)  # fmt: skip

_ACCOUNTS = (
    _f("external_id", _T,
       "account id, company id, customer id, client id, organization id, organisation id, account number, "
       "account code, customer number, customer code, record id, id, external id, crm id, 客户编号, 客户id, "
       "公司编号, 客户代码, 编号", length=255),
    _f("name", _T,
       "account name, company name, customer name, client name, organization name, organisation name, name, "
       "account, company, "
       "customer, client, organization, 客户名称, 公司名称, 企业名称, 客户, 公司, 名称, 单位名称", required=True),
    _f("domain", Holds.DOMAIN,
       "website, web site, domain, company domain name, website url, domain name, homepage, 网站, 网址, 域名",
       length=253),
    _f("parent_id", _T,
       "parent id, parent account id, parent company id, parent accountid, hs parent company id, 上级客户编号, "
       "母公司编号", length=255),
    _f("parent", _T, "parent, parent account, parent account name, parent company, parent company name, 母公司, "
        "上级客户, 集团"),
    _f("segment", _T, "segment, customer segment, account segment, tier, plan tier, size segment, customer tier, "
        "细分, 客户等级, 客户级别, 客群",
       length=100),
    _f("region", _T, "region, sales region, area, billing state province, billing state, state region, state, "
        "province, 地区, 区域, 大区, 省份",
       length=100),
    _f("country", Holds.COUNTRY,
       "country, billing country, country region, billing country code, country code, mailing country, "
       "shipping country, 国家, 国家地区",
       length=2),
    _f("industry", _T, "industry, sector, branch of industry, vertical, 行业, 所属行业", length=100),
    _f("lifecycle_stage", _C, "lifecycle stage, lifecycle, customer stage, stage, journey stage, 生命周期, 阶段, "
        "客户阶段",
       choices=LifecycleStage),
    _f("churned", _B, "churned, churn flag, churn, is churned, former customer, 是否流失, 流失"),
    _f("language", Holds.LANGUAGE, "language, preferred language, locale, 语言", length=20),
    _f("time_zone", _T, "time zone, timezone, 时区", length=64),
    _f("owner", _T, "account owner, owner, owner email, company owner, owner name, sales rep, account executive, "
        "负责人, 客户负责人, 销售"),
    _f("csm", _T, "csm, customer success manager, csm email, success manager, csm name, 客户成功经理, 客户成功"),
    _f("team", _T, "team, team name, sales team, 团队", length=200),
    _f("territory", _T, "territory, territory name, sales territory, 销售区域, 片区", length=200),
    _f("customer_since", _D, "customer since, signup date, sign up date, became a customer date, start date, "
        "since, 成为客户日期, 注册日期, 签约日期"),
    _f("merged_into", _T, "master record id, merged into, merged into id", length=255),
    _f("merged_ids", _T, "hs merged object ids, merged record ids, merged company ids"),
    _DELETED,
)  # fmt: skip

_PEOPLE = (
    _f("external_id", _T,
       "contact id, person id, employee id, businessentityid, business entity id, record id, id, external id, "
       "user id, vid, employee number, 联系人id, 联系人编号, 人员编号, 员工编号, 工号, 编号", length=255),
    _f("name", _T,
       "full name, name, contact name, person name, contact, person, employee name, display name, contact full name, "
       "login id, loginid, username, 姓名, 名字, 联系人, 联系人姓名, 全名"),
    _f("first_name", _T, "first name, firstname, given name, forename, 名"),
    _f("last_name", _T, "last name, lastname, surname, family name, 姓, 姓氏"),
    _f("email", Holds.EMAIL, "email, email address, e mail, e mail address, work email, mail, 邮箱, 电子邮箱, "
        "电子邮件, 邮件", length=320),
    _f("phone", _T, "phone, phone number, business phone, work phone, telephone, tel, mobile, mobile phone, "
        "mobile phone number, "
       "电话, 手机, 联系电话, 手机号, 电话号码", length=60),
    _f("title", _T, "job title, jobtitle, title, position, contact title, function, job, 职位, 职务, 头衔, 岗位"),
    _f("department", _T, "department, dept, division, group name, 部门, 所属部门", length=200),
    _f("organisation", _T, "organisation, employer, company of person, partner company, 所在单位"),
    _f("language", Holds.LANGUAGE, "language, preferred language, locale, 语言", length=20),
    _f("time_zone", _T, "time zone, timezone, 时区", length=64),
    _f("do_not_contact", _B,
       "do not contact, has opted out of email, email opt out, opted out, unsubscribed, do not call, "
       "unsubscribed from all email, "
       "directory unsubscribed, 勿联系, 请勿联系, 退订"),
    _f("left_on", _D, "left on, leaving date, left date, termination date, end date, 离职日期"),
    _f("left", _B, "left, has left, no longer at company, left company, 已离职, 是否离职"),
    _ACCOUNT_ID, _ACCOUNT,
    _f("manager_id", _T, "manager id, managerid, reports to id, reportstoid, supervisor id, boss id, "
        "line manager id, 上级编号, 上级id, 经理编号",
       length=255),
    _f("manager_email", Holds.EMAIL, "manager email, reports to email, supervisor email, 上级邮箱, 经理邮箱",
        length=320),
    _f("manager", _T, "manager, reports to, reports to full name, manager name, supervisor, boss, line manager, "
        "上级, 直属上级, 汇报对象, 经理, 主管"),
    _f("role", Holds.ROLE, "role, buying role, contact role, decision role, roles, role in deal, 角色, 决策角色, "
        "采购角色"),
    _f("sub_role", Holds.ROLE, "sub role, subrole, sub role on account, 子角色, 细分角色"),
    _f("side", _C, "side, organisation side, organization side, belongs to, 所属方, 归属", choices=OrganisationSide),
    _f("openness", _N, "openness, open to others, 开放度"),
    _f("merged_into", _T, "master record id, merged into, merged into id", length=255),
    _f("merged_ids", _T, "hs calculated merged vids, merged vids, hs merged object ids, merged contact ids, "
        "merged record ids"),
    _DELETED,
)  # fmt: skip

_CONTRACTS = (
    _f("external_id", _T,
       "contract id, opportunity id, deal id, subscription id, record id, contract number, id, external id, "
       "合同编号, 商机编号, 订单编号, 编号",
       length=255),
    _ACCOUNT_ID, _ACCOUNT,
    _f("name", _T, "contract name, opportunity name, deal name, dealname, name, subject, product, plan tier, plan, "
        "subscription, 合同名称, 商机名称, 名称, 产品"),
    _f("arr", _A, "arr, annual recurring revenue, arr amount, annual value, acv, annual contract value, "
        "年度经常性收入, 年费, 年合同额, 年金额"),
    _f("mrr", _A, "mrr, monthly recurring revenue, mrr amount, monthly value, 月费, 月度经常性收入"),
    _f("amount", _A, "amount, total amount, value, contract value, deal amount, amount in company currency, tcv, "
        "price, 金额, 合同金额, 总金额"),
    _CURRENCY,
    _f("starts_on", _D, "start date, starts on, contract start date, contract start, subscription start date, "
        "begin date, start, starts, begin, begins, begins on, from, valid from, "
       "effective date, 开始日期, 起始日期, 合同开始日期, 生效日期"),
    _f("ends_on", _D, "end date, ends on, contract end date, contract end, renewal date, expiry date, "
        "expiration date, expires on, end, ends, expires, expiry, renews on, to, valid to, "
       "结束日期, 到期日, 到期日期, 合同结束日期, 续约日期, 截止日期"),
    _f("term_months", _W, "term months, term, contract term, contract term months, months, duration months, 期限, "
        "合同期限, 月数"),
    _f("closed_on", _D, "close date, closedate, closed on, closed date, expected close date, 关闭日期, 结单日期, "
        "成交日期"),
    _f("notice_days", _W, "notice days, notice period, notice period days, owner expiration notice, 通知期, 通知天数"),
    _f("notice_given_on", _D, "notice given on, notice date, cancellation date, notice given, 解约通知日期"),
    _f("auto_renews", _B, "auto renews, auto renew, auto renew flag, auto renewal, automatic renewal, 自动续约"),
    _f("outcome", _C, "outcome, renewal outcome, result, stage, stage name, deal stage, dealstage, status, "
        "contract status, opportunity stage, "
       "结果, 阶段, 状态, 续约结果, 商机阶段", choices=ContractOutcome),
    _f("won", _B, "won, is won, closed won, is closed won, hs is closed won, 是否赢单"),
    _f("closed", _B, "closed, is closed, hs is closed, 是否关闭"),
    _f("churned", _B, "churned, churn flag, is churned, cancelled, 是否流失"),
    _f("type", _T, "type, opportunity type, deal type, dealtype, business type, 类型, 商机类型"),
    _f("lost_reason", _T, "lost reason, loss reason, closed lost reason, reason lost, churn reason, reason code, "
        "丢单原因, 流失原因", length=500),
    _DELETED,
)  # fmt: skip

_INTERACTIONS = (
    _f("external_id", _T, "activity id, task id, event id, engagement id, interaction id, churn event id, "
        "record id, id, external id, 活动编号, 编号",
       length=255),
    _ACCOUNT_ID, _ACCOUNT, _PERSON_ID, _PERSON_EMAIL, _PERSON,
    _f("kind", _C, "kind, type, activity type, task subtype, event subtype, task type, engagement type, "
        "interaction type, channel, 类型, 方式, 互动类型",
       choices=InteractionKind),
    _f("occurred_at", _M,
       "occurred at, occurred on, start date time, activity date time, activity date, date, start time, start, "
       "due date only, meeting date, "
       "hs timestamp, timestamp, completed date time, created date, hs createdate, churn date, when, 日期, 时间, "
       "发生时间, 会议时间, 活动日期",
       required=True),
    _f("subject", _T, "subject, title, summary, hs email subject, topic, reason code, hs note body, description, "
        "body, 主题, 标题, 内容", length=500),
    _USER, _DELETED,
)  # fmt: skip

_TICKETS = (
    _f("external_id", _T, "ticket id, case id, case number, issue id, ticket number, number, record id, id, "
        "external id, 工单编号, 工单号, 编号", length=255),
    _ACCOUNT_ID, _ACCOUNT, _PERSON_ID, _PERSON_EMAIL, _PERSON,
    _f("subject", _T, "subject, ticket name, title, summary, name, description, 主题, 标题, 问题描述", length=500),
    _f("category", _T, "category, hs ticket category, type, ticket type, case type, reason, product area, 类别, "
        "分类, 问题类型", length=100),
    _f("severity", _C, "severity, priority, hs ticket priority, urgency, level, 优先级, 严重程度, 级别",
        choices=TicketSeverity),
    _f("opened_at", _M, "opened at, submitted at, created at, createdate, create date, created date, date opened, "
        "date time opened, opened on, "
       "opened, created, 创建时间, 提交时间, 打开时间, 创建日期, 提交日期", required=True),
    _f("closed_at", _M, "closed at, closed date, close date, solved at, resolved at, date time closed, closed on, "
        "closed, resolved, 关闭时间, 解决时间, 关闭日期"),
    _f("status", _T, "status, ticket status, case status, 状态", length=60),
    _DELETED,
)  # fmt: skip

_USAGE = (
    _ACCOUNT_ID, _ACCOUNT,
    _f("contract_id", _T, "contract id, subscription id, contract number, 合同编号, 订阅编号", length=255),
    _f("date", _D, "date, week, week start, week starting, week of, usage date, day, period, reading date, 日期, "
        "周, 使用日期", required=True),
    _f("product", _T, "product, product name, module, app, 产品, 模块", length=100),
    _f("active_users", _N, "active users, users, wau, weekly active users, dau, daily active users, active, "
        "logins users, unique users, 活跃用户, 活跃用户数, 活跃人数"),
    _f("seats", _N, "seats, licences, licenses, paid seats, licensed users, seat count, 席位, 席位数, 许可数, 授权数"),
    _f("events", _N, "events, usage count, sessions, actions, event count, count, requests, logins, 事件数, "
        "使用次数, 次数"),
)  # fmt: skip

_INVOICES = (
    _f("external_id", _T, "invoice id, record id, id, external id, 发票id", length=255),
    _f("number", _T, "invoice number, number, invoice no, invoice, document number, bill number, order number, "
        "发票号, 发票号码, 账单号", length=100),
    _ACCOUNT_ID, _ACCOUNT,
    _f("amount", _A, "amount, total, total amount, invoice amount, amount due, net amount, gross amount, value, "
        "金额, 发票金额, 应付金额",
       required=True),
    _CURRENCY,
    _f("issued_on", _D, "issued on, invoice date, issue date, date, order date, 开票日期, 日期"),
    _f("due_on", _D, "due on, due date, payment due, payment due date, 到期日, 应付日期, 付款期限"),
    _f("paid_on", _D, "paid on, paid date, payment date, date paid, settled on, 付款日期, 支付日期, 收款日期"),
    _DELETED,
)  # fmt: skip

_RESPONSES = (
    _f("external_id", _T, "response id, survey response id, record id, id, external id, 答卷编号, 编号", length=255),
    _ACCOUNT_ID, _ACCOUNT, _PERSON_ID, _PERSON_EMAIL, _PERSON,
    _f("role", Holds.ROLE, "role, respondent role, contact role, 角色"),
    _f("metric", _C, "metric, question type, score type, kind, survey type, 指标, 题型", choices=QuestionKind),
    _f("score", _N, "score, nps, nps score, rating, answer, csat, csat score, satisfaction score, ces, ces score, "
        "value, "
       "likelihood to recommend, 评分, 分数, 得分, 打分, 推荐分, 满意度"),
    _f("scale_low", _N, "scale low, scale min, minimum, 最低分"),
    _f("scale_high", _N, "scale high, scale max, scale, maximum, 最高分"),
    _f("comment", _T, "comment, comments, feedback, feedback text, verbatim, reason, text, open text, 评论, 意见, "
        "反馈, 备注, 原因", length=20_000),
    _f("answered_at", _M, "answered at, answered on, recorded date, response date, date, submitted at, "
        "completed at, end date, timestamp, date of response, "
       "日期, 回答日期, 提交时间, 填写时间, 答题时间", required=True),
    _f("language", Holds.LANGUAGE, "language, user language, locale, 语言", length=20),
    _f("purpose", _C, "purpose, survey purpose", choices=SurveyPurpose),
    _f("family", _C, "family, score family", choices=ScoreFamily),
)  # fmt: skip

_TIES = (
    _ACCOUNT_ID, _ACCOUNT,
    _f("source", _T, "source, from, source id, i, ego, from person, person, source name, source email, employee, "
        "来源, 起点, 甲", required=True),
    _f("target", _T, "target, to, target id, j, alter, to person, target name, target email, manager, 目标, 终点, "
        "乙", required=True),
    _f("kind", Holds.TIE, "kind, type, tie, relation, relationship, tie kind, edge type, 关系, 类型, 关系类型"),
    _f("strength", Holds.STRENGTH, "strength, weight, value, w, 强度, 权重"),
)  # fmt: skip

_RELATIONSHIPS = (
    _ACCOUNT_ID, _ACCOUNT, _PERSON_ID, _PERSON_EMAIL, _PERSON, _USER,
    _f("strength", _C, "strength, relationship, relationship strength, level, 强度, 关系强度, 关系", choices=Strength),
    _f("target_strength", _C, "target strength, goal, target, desired strength, 目标强度, 目标", choices=Strength),
    _f("confirmed_on", _D, "confirmed on, last confirmed, last contact, last contact date, date, as of, 确认日期, "
        "最近联系, 日期"),
)  # fmt: skip

_FIELDS: Mapping[ImportKind, tuple[Field, ...]] = {
    ImportKind.ACCOUNTS: _ACCOUNTS,
    ImportKind.PEOPLE: _PEOPLE,
    ImportKind.CONTRACTS: _CONTRACTS,
    ImportKind.INTERACTIONS: _INTERACTIONS,
    ImportKind.TICKETS: _TICKETS,
    ImportKind.USAGE: _USAGE,
    ImportKind.INVOICES: _INVOICES,
    ImportKind.RESPONSES: _RESPONSES,
    ImportKind.TIES: _TIES,
    ImportKind.RELATIONSHIPS: _RELATIONSHIPS,
}

FIELDS: Mapping[ImportKind, tuple[Field, ...]] = {
    kind: tuple(replace(f, words=(*f.words, *other_names(kind, f.name))) for f in fields)
    for kind, fields in _FIELDS.items()
}
"""The fields of each kind, with the names of their columns in every language that is known."""


def field_of(kind: ImportKind, name: str) -> Field | None:
    """The field of that name, None where the kind has none."""
    return next((f for f in FIELDS[kind] if f.name == name), None)
