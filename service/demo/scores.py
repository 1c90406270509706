"""From what somebody thinks to the number that they give."""

from dataclasses import dataclass
from random import Random

from scoring.vocabulary import QuestionKind
from service.demo.story import Cause, Story
from service.demo.survey_catalogue import Version


@dataclass(frozen=True)
class Scale:
    """The leading question of a survey: its key, metric and scale."""

    key: str
    metric: QuestionKind
    low: int
    high: int
    low_is_good: bool = False

    def score(self, feeling: float, rng: Random) -> float:
        """The number that somebody who feels so, in [-1, 1], would tick; people are a little erratic.

        >>> Scale("nps", QuestionKind.NPS, 0, 10).score(1.0, Random(1))
        10.0
        """
        place = min(1.0, max(0.0, 0.57 + 0.43 * feeling + rng.gauss(0, 0.08)))
        if self.low_is_good:
            place = 1 - place
        return float(round(self.low + place * (self.high - self.low)))

    def position(self, score: float) -> float:
        """Where a score stands between worst (0) and best (1).

        >>> Scale("effort", QuestionKind.CES, 1, 7, True).position(1)
        1.0
        """
        place = (score - self.low) / (self.high - self.low)
        return 1 - place if self.low_is_good else place


_SCALES = {
    "nps": Scale("nps", QuestionKind.NPS, 0, 10),
    "effort": Scale("effort", QuestionKind.CES, 1, 7, low_is_good=True),
}
_DRIVER_OF = {
    Cause.USAGE_DECLINE: "product", Cause.CHAMPION_LEFT: "people", Cause.UNSOLVED_PROBLEMS: "support",
    Cause.BUDGET_CUT: "price", Cause.SILENT_DECISION_MAKER: "people", Cause.BLOCKER: "product",
    Cause.INSOLVENCY: "price", Cause.GROUP_DECISION: "price",
}  # fmt: skip
_DRIVERS = ("product", "support", "price", "people", "reliability", "onboarding")


def scale_of(version: Version) -> Scale:
    """The scale of the question that leads a survey version."""
    leading = next(iter(version.questions))
    return _SCALES.get(leading) or Scale(leading, QuestionKind.CSAT, 1, 5)


def drivers_of(story: Story, feeling: float, rng: Random) -> list[str]:
    """What weighed most: the trouble's own driver for those who suffer from it."""
    chosen = {rng.choice(_DRIVERS)}
    if story.trouble and feeling < 0.2 and rng.random() < 0.8:
        chosen = {_DRIVER_OF[story.trouble.cause]}
    if rng.random() < 0.4:
        chosen.add(rng.choice(_DRIVERS))
    return sorted(chosen)


# How closely each rating follows what somebody thinks of us as a whole, and how much better or worse it is besides.
_FOLLOWS = {"product": (0.9, 0.05), "reliability": (0.55, 0.3), "support": (0.75, -0.2), "people": (0.25, 0.45)}


def rating_of(topic: str, story: Story, position: float, rng: Random) -> float:
    """How somebody who is so content, between worst (0) and best (1), rates a topic from 1 to 5.

    What causes an account's trouble is rated lower there.
    """
    follows, offset = _FOLLOWS[topic]
    place = follows * (2 * position - 1) + offset + rng.gauss(0, 0.45)
    if story.trouble and _DRIVER_OF[story.trouble.cause] == topic:
        place -= 0.5
    return float(min(5, max(1, round(3 + 2 * place))))


def plan_of(feeling: float) -> str:
    """What somebody who feels so would do with the contract today.

    >>> plan_of(0.8), plan_of(-0.6)
    ('extend', 'leave')
    """
    if feeling > 0.6:
        return "extend"
    if feeling > 0:
        return "renew"
    return "reduce" if feeling > -0.35 else "leave"
