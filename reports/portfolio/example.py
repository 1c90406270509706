"""Example content of the portfolio report, invented, in English and Chinese."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from reports.portfolio.content import (
    BandTotal,
    DecisionAccount,
    Driver,
    ForecastCheck,
    Improvement,
    MoneyRange,
    MonthPoint,
    PortfolioContent,
    Retention,
)
from reports.values import Measure, Money, Unit
from scoring.vocabulary import RiskBand

DATA_DATE = date(2026, 3, 2)
_QUESTIONS = (
    (
        "Aurelia Foods Group",
        "华曜食品集团",
        "Who of us takes the CFO meeting before notice day?",
        "通知期前谁去见首席财务官？",
    ),
    ("Brightwater Rail", "明川轨道", "Do we meet the price of the rival offer?", "是否跟进竞争对手的报价？"),
    (
        "Castellan Bank",
        "磐石银行",
        "May the two urgent tickets take a developer for a week?",
        "能否抽一名开发处理紧急工单？",
    ),
    (
        "Dunmore Health",
        "康宁医疗",
        "Do we accept a smaller contract to keep the account?",
        "是否接受缩减合同以保住客户？",
    ),
)
_DRIVERS = (
    ("A champion left", "支持者离职", -214_000, 9),
    ("No decision maker reached", "未触达决策人", -168_000, 14),
    ("Usage falls", "使用量下降", -121_000, 11),
    ("Urgent tickets stay open", "紧急工单未结", -64_000, 7),
    ("Usage grows", "使用量上升", 143_000, 31),
    ("Content end users", "最终用户满意", 88_000, 26),
)


def example_portfolio(locale: str = "en") -> PortfolioContent:
    """A full report of an invented portfolio.

    >>> sum(band.accounts for band in example_portfolio().bands)
    184
    """
    chinese = locale.startswith("zh")
    currency = "CNY" if chinese else "EUR"

    def money(amount: int) -> Money:
        return Money(Decimal(amount), currency)

    return PortfolioContent(
        locale=locale,
        scope="全部客户" if chinese else "All accounts",
        data_date=DATA_DATE,
        parameter_version="2026.1",
        accounts=184,
        arr=money(14_320_000),
        retention=Retention(
            gross=Measure(0.91, Unit.SHARE, low=0.87, high=0.94),
            net=Measure(1.03, Unit.SHARE),
            renewed=132,
            due=147,
            lost=money(1_104_000),
        ),
        at_risk=MoneyRange(money(1_243_000), money(890_000), money(1_660_000)),
        at_risk_before=money(1_120_000),
        bands=(
            BandTotal(RiskBand.HIGH, 17, money(1_410_000), money(634_000)),
            BandTotal(RiskBand.MEDIUM, 41, money(3_260_000), money(391_000)),
            BandTotal(RiskBand.LOW, 108, money(8_790_000), money(174_000)),
            BandTotal(RiskBand.UNKNOWN, 18, money(860_000), money(44_000)),
        ),
        decisions=tuple(
            DecisionAccount(
                name=row[chinese],
                question=row[2 + chinese],
                band=RiskBand.HIGH if n < 3 else RiskBand.MEDIUM,
                at_risk=money(96_000 - 17_000 * n),
                arr=money(184_000 - 9_000 * n),
                owner="林静怡" if chinese else "Mara Lindqvist",
                probability=Measure(0.48 + 0.06 * n, Unit.SHARE, low=0.33 + 0.06 * n, high=0.62 + 0.06 * n),
                contract_end=DATA_DATE + timedelta(days=38 + 21 * n),
                days_left=38 + 21 * n,
            )
            for n, row in enumerate(_QUESTIONS)
        ),
        drivers=tuple(
            Driver(chinese_label if chinese else label, money(effect), accounts)
            for label, chinese_label, effect, accounts in _DRIVERS
        ),
        forecast_check=_forecast_check(chinese, money),
        improvements=(_improvement(chinese, money),),
        trend=tuple(
            MonthPoint(DATA_DATE - timedelta(days=30 * (12 - n)), 0.862 + 0.004 * n - (0.01 if n in (4, 5) else 0.0))
            for n in range(13)
        ),
    )


def _forecast_check(chinese: bool, money: Callable[[int], Money]) -> ForecastCheck:
    return ForecastCheck(
        made_on=date(2026, 2, 2),
        expected_loss=MoneyRange(money(92_000), money(41_000), money(158_000)),
        actual_loss=money(118_000),
        closed=13,
        lost=2,
        false_greens=("远山物流",) if chinese else ("Elmstead Logistics",),
        verdict="预测优于基准率，斜率 0.94：可以显示百分比。"
        if chinese
        else "The forecast beats the base rate and its slope is 0.94: percentages are earned.",
    )


def _improvement(chinese: bool, money: Callable[[int], Money]) -> Improvement:
    return Improvement(
        "紧急工单两天内解决" if chinese else "Urgent tickets solved within two days",
        money(146_000),
        money(60_000),
        "影响最大的假设：受影响客户的流失率" if chinese else "Moved most by the loss rate of the accounts affected",
    )
