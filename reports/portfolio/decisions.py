"""What leadership is asked for: the accounts that need a decision, what drives the risk, and what would pay."""

from reportlab.platypus import Flowable

from reports import theme
from reports.blocks import Block, Stack
from reports.charts import DivergingBars, Effect
from reports.flowables import Placed
from reports.page import FRAME_WIDTH
from reports.portfolio.content import DecisionAccount, Driver, Improvement, PortfolioContent
from reports.portfolio.summary import band_text
from reports.prose import chapter, column, empty, note, table, tabled
from reports.setting import LINE_LIMIT, NAME_LIMIT, Setting
from reports.values import Money

MOST_DECISIONS = 12
MOST_DRIVERS = 8


def decisions(content: PortfolioContent, setting: Setting) -> list[Flowable]:
    """One row an account: the question, the money, the day by which it must be answered."""
    _ = setting.translate
    heading = _("Accounts that need a decision")
    if not content.decisions:
        return [*chapter(setting, heading), empty(setting, _("No account needs a decision this month."))]
    columns = [
        column(setting, _("Account, and the question"), 3.4),
        column(setting, _("Renewal"), 1.5),
        column(setting, _("Contract ends"), 1.2, align="right"),
        column(setting, _("Annual recurring revenue"), 1.2, align="right"),
        column(setting, _("Revenue at risk"), 1.2, align="right"),
    ]
    ranked = sorted(content.decisions, key=lambda a: (-a.at_risk.amount, a.name))
    more = ""
    if len(ranked) > MOST_DECISIONS:
        more = _("{count} more are in the portfolio, by money at risk.").format(count=len(ranked) - MOST_DECISIONS)
    rows = [_decision(account, setting) for account in ranked[:MOST_DECISIONS]]
    return tabled(setting, heading, table(setting, columns, rows, more))


def _decision(account: DecisionAccount, setting: Setting) -> list[Block]:
    _, formats = setting.translate, setting.formats
    right = theme.CELL.aligned("right")
    who = [setting.text(account.name, theme.CELL.strong(), limit=NAME_LIMIT)]
    who.append(setting.text(account.question, theme.CELL, limit=LINE_LIMIT))
    if account.owner:
        owner = _("Owner: {name}").format(name=account.owner)
        who.append(setting.text(owner, theme.NOTE, limit=NAME_LIMIT))
    chance: list[Block] = [band_text(account.band, setting)]
    if account.probability is not None:
        chance.append(setting.text(formats.measure_with_interval(account.probability), theme.CELL))
    end: list[Block] = [setting.text(formats.table_day(account.contract_end), right)]
    if account.days_left is not None:
        end.append(setting.text(formats.days(account.days_left), theme.NOTE.aligned("right")))
    return [
        Stack(who),
        Stack(chance),
        Stack(end),
        setting.text(formats.money(account.arr), right),
        setting.text(formats.money(account.at_risk), right.strong()),
    ]


def drivers(content: PortfolioContent, setting: Setting) -> list[Flowable]:
    """What puts money at risk and what protects it, summed over the accounts."""
    _ = setting.translate
    heading = _("What drives it")
    if not content.drivers:
        text = _("No driver can be named yet: the reasons of the accounts' forecasts are summed up here.")
        return [*chapter(setting, heading), empty(setting, text)]
    ranked = sorted(content.drivers, key=lambda d: (-abs(d.effect.amount), d.label))[:MOST_DRIVERS]
    bars = DivergingBars(
        [_effect(driver, setting) for driver in ranked],
        setting.text(_("Puts at risk"), theme.LABEL.aligned("right")),
        setting.text(_("Protects"), theme.LABEL),
        figure_room=46.0,
    )
    story = chapter(setting, heading, room=bars.height(FRAME_WIDTH) + 50.0)
    remark = _("Money moved by each reason, summed over the accounts with a renewal ahead.")
    return [*story, Placed(bars, after=4.0), note(setting, remark)]


def _effect(driver: Driver, setting: Setting) -> Effect:
    _, formats = setting.translate, setting.formats
    accounts = _("Accounts: {count}").format(count=formats.number(driver.accounts))
    evidence = " · ".join(part for part in (accounts, driver.evidence) if part)
    return Effect(
        label=setting.text(driver.label, theme.CELL.strong(), limit=NAME_LIMIT * 2, most=2),
        value=float(driver.effect.amount),
        figure=setting.text(formats.compact_money(driver.effect), theme.CELL.strong()),
        evidence=setting.text(evidence, theme.NOTE, limit=LINE_LIMIT, most=2),
    )


def improvements(content: PortfolioContent, setting: Setting) -> list[Flowable]:
    """What each improvement would return; nothing is shown where none was worked out."""
    if not content.improvements:
        return []
    _ = setting.translate
    columns = [
        column(setting, _("Improvement, and what moves the result most"), 3.6),
        column(setting, _("Gain"), 1.2, align="right"),
        column(setting, _("Cost"), 1.2, align="right"),
        column(setting, _("Net"), 1.2, align="right"),
    ]
    rows = [_improvement(item, setting) for item in content.improvements[:MOST_DRIVERS]]
    remark = _("What-if figures: every rate is an assumption with its source on the account's and portfolio's pages.")
    return tabled(setting, _("What improvement would return"), table(setting, columns, rows, remark))


def _improvement(item: Improvement, setting: Setting) -> list[Block]:
    formats = setting.formats
    right = theme.CELL.aligned("right")
    net = Money(item.gain.amount - item.cost.amount, item.gain.currency)
    return [
        Stack(
            [
                setting.text(item.label, theme.CELL.strong(), limit=NAME_LIMIT * 2),
                setting.text(item.assumption, theme.NOTE, limit=LINE_LIMIT),
            ]
        ),
        setting.text(formats.money(item.gain), right),
        setting.text(formats.money(item.cost), right),
        setting.text(formats.money(net), right.strong()),
    ]
