"""The people of one customer: who they are, what they do in the decision, and what they think on any day."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scoring.vocabulary import OrganisationSide, Role, SubRole
from service.demo.person_names import PersonName, person_name
from service.demo.places import Country
from service.demo.story import Cause, Shape, Story
from service.demo.titles import title_of

_S = SubRole

# Who is added first, as a chain grows; the rest are users of all kinds.
_ORDER = (
    _S.ECONOMIC_BUYER, _S.CHAMPION, _S.USER, _S.TECHNICAL_EVALUATOR, _S.USER_LEAD, _S.ADMINISTRATOR, _S.PROCUREMENT,
    _S.EXECUTIVE_SPONSOR, _S.POWER_USER, _S.APPROVER, _S.USER, _S.COACH, _S.USER, _S.GATEKEEPER, _S.USER_LEAD,
    _S.INITIATOR, _S.USER, _S.POWER_USER, _S.COMMITTEE_MEMBER, _S.COMMITTEE_MEMBER,
)  # fmt: skip
_MORE = (_S.USER, _S.USER, _S.POWER_USER, _S.USER, _S.USER_LEAD)
_SENIOR = frozenset({_S.ECONOMIC_BUYER, _S.EXECUTIVE_SPONSOR, _S.APPROVER, _S.COMMITTEE_MEMBER})

# How hard each cause hits the three roles, for trouble at its worst.
_HURT: dict[Cause, dict[Role, float]] = {
    Cause.USAGE_DECLINE: {Role.DECISION_MAKER: 0.7, Role.INFLUENCER: 0.9, Role.END_USER: 1.2},
    Cause.CHAMPION_LEFT: {Role.DECISION_MAKER: 0.9, Role.INFLUENCER: 0.6, Role.END_USER: 0.3},
    Cause.UNSOLVED_PROBLEMS: {Role.DECISION_MAKER: 0.7, Role.INFLUENCER: 1.0, Role.END_USER: 1.4},
    Cause.BUDGET_CUT: {Role.DECISION_MAKER: 1.2, Role.INFLUENCER: 0.5, Role.END_USER: 0.1},
    Cause.SILENT_DECISION_MAKER: {Role.DECISION_MAKER: 1.1, Role.INFLUENCER: 0.3, Role.END_USER: 0.1},
    Cause.BLOCKER: {Role.DECISION_MAKER: 0.9, Role.INFLUENCER: 0.6, Role.END_USER: 0.2},
    Cause.INSOLVENCY: {Role.DECISION_MAKER: 0.6, Role.INFLUENCER: 0.3, Role.END_USER: 0.3},
    Cause.GROUP_DECISION: {Role.DECISION_MAKER: 1.1, Role.INFLUENCER: 0.5, Role.END_USER: 0.2},
}


@dataclass(slots=True)
class Actor:
    """One person of a chain, before and beyond what is recorded about them.

    ``temper`` is how much friendlier than the account this person is; ``silent`` never answers a survey;
    ``hidden`` is somebody whom none of ours knows although others listen.
    """

    name: PersonName
    title: str
    department: str
    sub_role: SubRole
    side: OrganisationSide
    known_since: date
    temper: float
    manager: int | None = None
    left_on: date | None = None
    silent: bool = False
    hidden: bool = False
    placeholder: bool = False
    blocker: bool = False
    do_not_contact: bool = False
    person_id: int = 0

    @property
    def role(self) -> Role:
        """The role that the function belongs to."""
        return self.sub_role.role

    def there(self, day: date) -> bool:
        """Whether the person is known to us and still there on ``day``."""
        return self.known_since <= day and (self.left_on is None or day < self.left_on) and not self.placeholder


def attitude(story: Story, actor: Actor, day: date) -> float:
    """What somebody really thinks of renewing on ``day``, in [-1, 1]."""
    if actor.blocker:
        return -0.9
    value = story.goodwill + actor.temper
    if story.trouble:
        value -= _HURT[story.trouble.cause][actor.role] * story.trouble.level(day)
    return min(1.0, max(-1.0, value))


def people_of(story: Story, country: Country, today: date, rng: Random) -> list[Actor]:
    """Everybody of one customer's chain; managers stand before those who report to them."""
    disagreement = rng.gauss(0.05, 0.22)
    lean = {Role.DECISION_MAKER: -disagreement, Role.INFLUENCER: 0.0, Role.END_USER: disagreement}
    first_name = rng.randrange(5000)
    actors: list[Actor] = []
    for place, sub_role in enumerate(_functions(story, rng)):
        side = _side(story.shape, sub_role, place, rng)
        title, department = title_of(sub_role, country.language, rng)
        late = timedelta(days=rng.choice((0, 0, 0, 20, 60, 150, 300)) if place > 1 else 0)
        known_since = min(story.customer_since + late, today - timedelta(days=15))
        actors.append(
            Actor(
                name=person_name(country.language, first_name + place),
                title=title,
                department=department,
                sub_role=sub_role,
                side=side,
                known_since=max(known_since, story.customer_since),
                temper=lean[sub_role.role] + rng.gauss(0, 0.2),
                manager=_manager(actors, sub_role, side, rng),
                do_not_contact=rng.random() < 0.02,
            )
        )
    _tell(story, actors, today, rng)
    return actors


def _functions(story: Story, rng: Random) -> list[SubRole]:
    count = story.people
    order = list(_ORDER) + [_MORE[i % len(_MORE)] for i in range(max(0, count - len(_ORDER)))]
    if story.shape is Shape.COMMITTEE:
        order[1:1] = [_S.APPROVER, _S.COMMITTEE_MEMBER, _S.COMMITTEE_MEMBER, _S.COMMITTEE_MEMBER]
    if story.shape is Shape.RESELLER:
        order[2:2] = [_S.EXTERNAL_ADVISER, _S.EXTERNAL_ADVISER]
    if story.shape is Shape.SINGLE_THREADED and rng.random() < 0.3:
        order[1] = _S.COACH
    if story.shape in {Shape.HIDDEN_INFLUENCER, Shape.SUBSIDIARY}:
        order[2:2] = [_S.POWER_USER]
    if story.shape is Shape.PARENT:
        order[3:3] = [_S.EXECUTIVE_SPONSOR]
    return order[:count]


def _side(shape: Shape, sub_role: SubRole, place: int, rng: Random) -> OrganisationSide:
    if sub_role is _S.EXTERNAL_ADVISER:
        return OrganisationSide.PARTNER
    if shape is Shape.PARENT and place > 6 and rng.random() < 0.3:
        return OrganisationSide.SUBSIDIARY
    return OrganisationSide.CUSTOMER


def _manager(above: list[Actor], sub_role: SubRole, side: OrganisationSide, rng: Random) -> int | None:
    """Senior people report to the economic buyer, users to a lead, everybody else to somebody senior."""
    if not above or side is OrganisationSide.PARTNER:
        return None
    seniors = [i for i, a in enumerate(above) if a.sub_role in _SENIOR]
    leads = [i for i, a in enumerate(above) if a.sub_role in {_S.USER_LEAD, _S.CHAMPION, _S.TECHNICAL_EVALUATOR}]
    if sub_role in _SENIOR:
        return 0
    if sub_role.role is Role.END_USER and leads:
        return rng.choice(leads)
    return rng.choice(seniors) if seniors else 0


def _tell(story: Story, actors: list[Actor], today: date, rng: Random) -> None:
    """Make the people play their part in the story."""
    trouble = story.trouble
    by_function = {actor.sub_role: actor for actor in reversed(actors)}
    buyer, champion = actors[0], by_function.get(_S.CHAMPION)
    if story.shape is Shape.CHAMPION_LEFT and champion:
        _leave(champion, story, today, rng)
    if story.shape is Shape.HIDDEN_INFLUENCER:
        hidden = by_function.get(_S.POWER_USER) or actors[-1]
        hidden.hidden = True
        hidden.known_since = max(hidden.known_since, min(today - timedelta(days=120), story.terms[-1].ends_on))
    if story.shape is Shape.BLOCKER and (rival := by_function.get(_S.TECHNICAL_EVALUATOR)):
        rival.blocker = True
    if (trouble and trouble.cause is Cause.SILENT_DECISION_MAKER) or rng.random() < 0.15:
        buyer.silent = True
    for actor in actors[1:]:
        actor.silent = actor.silent or rng.random() < 0.08
        if actor.left_on is None and actor is not champion and rng.random() < 0.05:
            _leave(actor, story, today, rng)
    if len(actors) > 9 and rng.random() < 0.35:
        unknown = next((a for a in reversed(actors) if a.sub_role is _S.APPROVER), None)
        if unknown is not None:
            unknown.placeholder, unknown.left_on = True, None


def _leave(actor: Actor, story: Story, today: date, rng: Random) -> None:
    trouble = story.trouble
    if trouble and trouble.cause is Cause.CHAMPION_LEFT and actor.sub_role is _S.CHAMPION:
        # The departure is the first sign of this trouble.
        day = trouble.onset + timedelta(days=5)
    else:
        day = today - timedelta(days=rng.randint(12, 600))
    last_day = story.lost_on or today
    if actor.known_since + timedelta(days=20) < day < last_day:
        actor.left_on = day
