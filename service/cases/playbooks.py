"""Steps that usually help, ready to be used, in the languages that we write."""

from dataclasses import dataclass

from models.vocabulary import CaseOrigin


@dataclass(frozen=True)
class Template:
    """A playbook as delivered: steps with the working days until each is due."""

    origin: CaseOrigin
    language: str
    name: str
    steps: tuple[tuple[str, int], ...]

    def as_steps(self) -> list[dict[str, str | int]]:
        """The steps as a playbook keeps them."""
        return [{"text": text, "days": days} for text, days in self.steps]


TEMPLATES: tuple[Template, ...] = (
    Template(
        CaseOrigin.UNHAPPY_ANSWER,
        "en",
        "Call back after an unhappy answer",
        (
            ("Thank them for the answer and call; listen before explaining", 1),
            ("Agree on one improvement with a date and an owner", 3),
            ("Say what was done, in their words", 15),
            ("Ask again how it stands", 30),
        ),
    ),
    Template(
        CaseOrigin.UNHAPPY_ANSWER,
        "zh",
        "不满意答复的回访",
        (
            ("致谢并电话回访，先倾听，再解释", 1),
            ("商定一项改进，明确日期和负责人", 3),
            ("用对方的语言告知改进结果", 15),
            ("再次征询意见", 30),
        ),
    ),
    Template(
        CaseOrigin.SILENT_DECISION_MAKER,
        "en",
        "Reach a silent decision maker",
        (
            ("Ask the champion what occupies the decision maker", 2),
            ("Propose a short appointment through the warmest path", 5),
            ("Send one page on the value reached so far", 8),
            ("Let our own executive call", 15),
        ),
    ),
    Template(
        CaseOrigin.SILENT_DECISION_MAKER,
        "zh",
        "联系沉默的决策者",
        (
            ("向支持者了解决策者近期关注的事项", 2),
            ("通过最熟的引荐路径约一次简短会面", 5),
            ("发送一页已实现价值的总结", 8),
            ("请我方高层致电", 15),
        ),
    ),
    Template(
        CaseOrigin.DEPARTED_CHAMPION,
        "en",
        "After a champion has left",
        (
            ("Confirm the departure and ask for an introduction to the successor", 2),
            ("Find out who decides now, and bring the map up to date", 5),
            ("Show the successor what was achieved", 10),
            ("Win a second champion, so that it hangs on one person no more", 30),
        ),
    ),
    Template(
        CaseOrigin.DEPARTED_CHAMPION,
        "zh",
        "支持者离职后",
        (
            ("确认离职，请其引荐继任者", 2),
            ("弄清现在由谁决策，更新决策链图", 5),
            ("向继任者展示已取得的成果", 10),
            ("发展第二位支持者，避免只依赖一人", 30),
        ),
    ),
    Template(
        CaseOrigin.FALLING_SCORE,
        "en",
        "Stop a falling score",
        (
            ("Read which measures fell, and check that the data are right", 1),
            ("Talk to the people behind the measure that fell most", 3),
            ("Agree on a plan with dates", 8),
            ("Look at the score again", 20),
        ),
    ),
    Template(
        CaseOrigin.FALLING_SCORE,
        "zh",
        "止住下滑的健康分",
        (
            ("查看哪些指标下降，并核对数据", 1),
            ("与降幅最大指标背后的人沟通", 3),
            ("商定有日期的改进计划", 8),
            ("复查健康分", 20),
        ),
    ),
    Template(
        CaseOrigin.REPEATED_PROBLEM,
        "en",
        "End a repeated problem",
        (
            ("Name one engineer who owns the problem until it is gone", 1),
            ("Explain the cause to the customer in writing", 5),
            ("Confirm with those affected that it is gone", 15),
        ),
    ),
    Template(
        CaseOrigin.REPEATED_PROBLEM,
        "zh",
        "根除反复出现的问题",
        (
            ("指定一名工程师负责到底", 1),
            ("书面向客户说明原因", 5),
            ("与受影响的人确认问题已消失", 15),
        ),
    ),
)


def template_for(origin: CaseOrigin, language: str) -> Template | None:
    """The delivered playbook of a rule, in a language that we write or in English; None where there is none.

    >>> template_for(CaseOrigin.FALLING_SCORE, "zh").name
    '止住下滑的健康分'
    """
    mine = [one for one in TEMPLATES if one.origin is origin]
    return next((one for one in mine if one.language == language), mine[0] if mine else None)
