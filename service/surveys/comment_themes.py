"""The themes that an installation begins with, in English and Chinese; each company makes them its own."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DeliveredTheme:
    """A theme's name in English and in Chinese, and the words of either language by which it is found."""

    name: str
    chinese: str
    english_words: tuple[str, ...]
    chinese_words: tuple[str, ...]

    @property
    def values(self) -> dict[str, Any]:
        """The fields of a stored theme."""
        return {
            "name": self.name,
            "names": {"zh": self.chinese},
            "words": {"en": list(self.english_words), "zh": list(self.chinese_words)},
        }


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


DELIVERED: tuple[DeliveredTheme, ...] = (
    DeliveredTheme(
        "Onboarding",
        "上线实施",
        _words(
            "onboard*, go-live, go live, went live, implementation, roll-out, rollout, migration, "
            "migrat*, kick-off, set up, setup"
        ),
        _words("上线, 实施, 部署, 迁移, 启动会, 初始化, 导入数据, 切换系统"),
    ),
    DeliveredTheme(
        "Training",
        "培训",
        _words(
            "training*, trained, trainer*, workshop*, webinar*, course*, tutorial*, learning, "
            "documentation, manual*, help pages"
        ),
        _words("培训, 讲师, 课程, 教程, 讲解, 操作手册, 文档, 帮助页面, 学习"),
    ),
    DeliveredTheme(
        "Usability",
        "易用性",
        _words(
            "easy, easier, intuitive, confusing, complicated, clicks, too many steps, steps to, "
            "interface is, menu, menus, usab*, user-friendly, clumsy, layout, navigation, mobile app, "
            "the app"
        ),
        _words("易用, 好用, 难用, 上手, 操作, 界面, 步骤, 繁琐, 复杂, 菜单, 手机端, 应用很, 用户体验, 点两下"),
    ),
    DeliveredTheme(
        "Performance",
        "性能",
        _words(
            "slow*, fast, faster, speed*, performance, time-out*, timeout*, lag*, loading, loads, "
            "freez*, response time*"
        ),
        _words("慢, 卡顿, 速度, 性能, 超时, 加载, 响应时间, 很快, 延迟, 查询可以再快"),
    ),
    DeliveredTheme(
        "Reliability",
        "稳定性",
        _words(
            "reliab*, unreliable, stable, unstable, outage*, downtime, down again, crash*, bug, bugs, "
            "fault*, error*, breaks, broke, broken, data loss, lost data"
        ),
        _words("稳定, 可靠, 故障, 宕机, 崩溃, 报错, 出错, 中断, 掉线, 数据丢失, 漏洞, 闪退"),
    ),
    DeliveredTheme(
        "Support",
        "技术支持",
        _words(
            "support*, ticket*, helpdesk, help desk, hotline, service desk, call me, called back, "
            "response from, answers within, waiting for an answer"
        ),
        _words("支持, 客服, 工单, 售后, 热线, 回复, 关单, 没人处理, 服务台, 联系我"),
    ),
    DeliveredTheme(
        "Price",
        "价格",
        _words(
            "price*, pricing, pricey, expensive, cost*, cheap*, fee, fees, budget*, invoice*, billing, "
            "pay for, value for money, overpriced, discount*"
        ),
        _words("价格, 价钱, 贵, 收费, 费用, 成本, 预算, 涨价, 性价比, 发票, 账单, 付费, 折扣, 便宜"),
    ),
    DeliveredTheme(
        "Integration",
        "系统集成",
        _words(
            "integrat*, interface to, interfaces, api, apis, connector*, import*, export*, sync*, "
            "payroll, our systems, single sign-on, sso"
        ),
        _words("集成, 接口, 对接系统, 同步, 导入, 导出, 薪资接口, 单点登录, 与我们其他系统, 打通"),
    ),
    DeliveredTheme(
        "Reporting",
        "报表与分析",
        _words("report, reports, reporting, dashboard*, figures, analytics, filter*, statistic*, chart*, kpi*"),
        _words("报表, 报告, 数据分析, 看板, 仪表盘, 统计, 筛选, 图表, 数据随时"),
    ),
    DeliveredTheme(
        "Features",
        "功能",
        _words(
            "feature*, functionality, missing, lack*, request*, wish*, roadmap, month view, release*, "
            "new version, update, updates"
        ),
        _words("功能, 需求, 缺少, 缺失, 希望增加, 路线图, 新版本, 更新, 月视图, 升级"),
    ),
    DeliveredTheme(
        "Account management",
        "客户关系",
        _words(
            "account manager*, our contact, contact person, consultant*, project lead, customer "
            "success, review meeting*, next review, knows our, know whom to ask, sales rep*"
        ),
        _words("客户经理, 对接人员, 联系人, 顾问, 项目负责人, 客户成功, 回顾, 懂我们, 不知道该找谁, 拜访"),
    ),
    DeliveredTheme(
        "Results",
        "业务成效",
        _words(
            "return, roi, results, saves us, saved us, save time, overtime costs, productiv*, "
            "efficien*, benefit*, went down, what it brings, worth it, in minutes"
        ),
        _words("成效, 效率, 节省, 投入产出, 回报, 收益, 成果, 效果, 加班成本, 几分钟就能, 值得, 带来了什么"),
    ),
    DeliveredTheme(
        "Translation and language",
        "语言与翻译",
        _words("translation*, translated, language*, english, chinese, localis*, localiz*"),
        _words("翻译, 语言, 中文, 英文, 本地化, 汉化"),
    ),
    DeliveredTheme(
        "Competition and leaving",
        "竞品与流失",
        _words(
            "alternativ*, competitor*, another product, another vendor, switch to, leave you, cancel*, "
            "not renew*, offer from, asked others, spreadsheet*, our own suite, head office wants"
        ),
        _words("竞品, 其他方案, 其他供应商, 换一家, 更换, 不续约, 询价, 用回表格, 别的产品, 现有的套件, 统一使用"),
    ),
)
"""In the order in which pages list them."""
