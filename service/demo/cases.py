"""The closed loop: cases that answers, departures, silence and problems opened, and what became of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from models.case import Case, CaseEvent, CaseStep, Playbook, RootCause
from models.vocabulary import CaseOrigin, CaseState, Urgency
from scoring.vocabulary import Role, SubRole
from service.demo.customer import Customer, workday
from service.demo.feedback import Voice
from service.demo.rows import Rows
from service.demo.story import Cause

_UNHAPPY = 0.5
_MOST = 4
_PLAYBOOKS: dict[str, tuple[tuple[str, int], ...]] = {
    "Unhappy key person": (
        ("Call within one working day and listen", 1), ("Agree on one improvement with a date", 5),
        ("Report back that it is done", 20), ("Ask again how it stands", 45),
    ),
    "Champion has left": (
        ("Thank the one who left and ask for an introduction", 2), ("Find out who takes over", 7),
        ("Show the successor what was achieved", 21), ("Name a second champion", 40),
    ),
    "Silent decision maker": (
        ("Ask the champion for a joint appointment", 5), ("Send a one-page value summary", 8),
        ("Invite with our own sponsor", 21),
    ),
    "Usage falls": (
        ("Compare usage by site", 3), ("Talk to the team leads", 8), ("Offer a refresher training", 20),
    ),
    "Repeated problem": (
        ("Name one engineer for the problem", 1), ("Explain the cause in writing", 7),
        ("Confirm with the customer that it is gone", 21),
    ),
}  # fmt: skip
_ROOT_CAUSES = {
    "Product gap": "product", "Slow support": "support", "Price and value": "price", "Change of people": "people",
    "Poor introduction": "onboarding", "Instability": "reliability",
}  # fmt: skip
_PLAYBOOK_OF = {
    CaseOrigin.UNHAPPY_ANSWER: "Unhappy key person", CaseOrigin.DEPARTED_CHAMPION: "Champion has left",
    CaseOrigin.SILENT_DECISION_MAKER: "Silent decision maker", CaseOrigin.FALLING_SCORE: "Usage falls",
    CaseOrigin.REPEATED_PROBLEM: "Repeated problem",
}  # fmt: skip
_ROOT_OF = {
    Cause.USAGE_DECLINE: "Product gap", Cause.CHAMPION_LEFT: "Change of people",
    Cause.UNSOLVED_PROBLEMS: "Slow support",
    Cause.BUDGET_CUT: "Price and value", Cause.SILENT_DECISION_MAKER: "Change of people", Cause.BLOCKER: "Product gap",
    Cause.INSOLVENCY: "Price and value", Cause.GROUP_DECISION: "Price and value",
}  # fmt: skip
_TITLES: dict[CaseOrigin, tuple[str, str]] = {
    CaseOrigin.UNHAPPY_ANSWER: ("Unhappy answer from a key person", "关键人的回答不满意"),
    CaseOrigin.DEPARTED_CHAMPION: ("{name} has left", "{name}已离职"),
    CaseOrigin.SILENT_DECISION_MAKER: ("{name} has not answered for months", "{name}数月没有回应"),
    CaseOrigin.FALLING_SCORE: ("Health score is falling", "健康分持续下降"),
    CaseOrigin.REPEATED_PROBLEM: ("The same problem again: {name}", "同一问题再次出现：{name}"),
    CaseOrigin.MANUAL: ("Prepare the renewal conversation", "准备续约沟通"),
}
_RESOLUTIONS = (
    ("We called, agreed on a fix and confirmed it after two weeks.", "已电话沟通并约定改进，两周后确认完成。"),
    ("The wish is on the road map for the next release; the customer knows.", "需求已列入下一版本路线图，客户知悉。"),
    ("A second contact was introduced and trained.", "已引入并培训了第二联系人。"),
)


@dataclass(frozen=True)
class LoopBooks:
    """The numbers of the playbooks and root causes."""

    playbooks: dict[str, int]
    root_causes: dict[str, int]


@dataclass(frozen=True)
class _Occasion:
    origin: CaseOrigin
    day: date
    name: str
    key: str
    person_id: int | None = None
    response_id: int | None = None
    urgency: Urgency = Urgency.NORMAL


def add_books(rows: Rows, founded: datetime) -> LoopBooks:
    """Add the playbooks and root causes."""
    tracked = {"created_at": founded, "updated_at": founded}
    origins = {name: origin for origin, name in _PLAYBOOK_OF.items()}
    playbooks = {
        name: rows.add(
            Playbook,
            name=name,
            steps=[{"text": text, "days": days} for text, days in steps],
            origin=origins[name],
            **tracked,
        )
        for name, steps in _PLAYBOOKS.items()
    }
    return LoopBooks(playbooks, {name: rows.add(RootCause, name=name, **tracked) for name in _ROOT_CAUSES})


def add_cases(
    rows: Rows,
    customer: Customer,
    books: LoopBooks,
    voices: list[Voice],
    solved: list[tuple[int, int, date, str]],
    rng: Random,
) -> None:
    """Add the cases of one customer, at most four: the latest occasions count."""
    occasions = [*_unhappy(voices), *_departed(customer), *_silent(customer), *_falling(customer)]
    occasions += _repeated(solved)
    if rng.random() < 0.12:
        end = customer.story.terms[-1].ends_on - timedelta(days=150)
        occasions.append(_Occasion(CaseOrigin.MANUAL, end, "", f"manual:{customer.account_id}", urgency=Urgency.LOW))
    known = [o for o in occasions if customer.first_day <= o.day < customer.last_day]
    known.sort(key=lambda o: (o.day, o.key))
    for occasion in known[-_MOST:]:
        _add_case(rows, customer, books, occasion, rng)


# Most cases are dealt with in time: few are open of those that are older than two weeks.
_STILL_OPEN_A_DAY_LATER = 0.86
_ENDED = (CaseState.CLOSED, CaseState.RESOLVED)
_GOING_ON = (CaseState.OPEN, CaseState.IN_PROGRESS, CaseState.WAITING)


def _unhappy(voices: list[Voice]) -> list[_Occasion]:
    return [
        _Occasion(
            CaseOrigin.UNHAPPY_ANSWER,
            voice.day,
            voice.actor.name.written,
            f"unhappy_answer:{voice.response_id}",
            voice.actor.person_id,
            voice.response_id,
            Urgency.HIGH if voice.actor.role is Role.DECISION_MAKER else Urgency.NORMAL,
        )
        for voice in voices
        if voice.position <= _UNHAPPY and voice.actor.role is not Role.END_USER
    ]


def _departed(customer: Customer) -> list[_Occasion]:
    return [
        _Occasion(
            CaseOrigin.DEPARTED_CHAMPION,
            customer.learnt_end(actor).date(),
            actor.name.written,
            f"departed_champion:{customer.account_id}:{actor.person_id}",
            actor.person_id,
            urgency=Urgency.HIGH,
        )
        for actor in customer.actors
        if actor.left_on and actor.sub_role is SubRole.CHAMPION
    ]


def _silent(customer: Customer) -> list[_Occasion]:
    buyer, trouble = customer.actors[0], customer.story.trouble
    if not buyer.silent or trouble is None or trouble.cause is not Cause.SILENT_DECISION_MAKER:
        return []
    key = f"silent_decision_maker:{customer.account_id}:{buyer.person_id}"
    return [
        _Occasion(
            CaseOrigin.SILENT_DECISION_MAKER,
            trouble.onset + timedelta(days=90),
            buyer.name.written,
            key,
            buyer.person_id,
        )
    ]


def _falling(customer: Customer) -> list[_Occasion]:
    trouble = customer.story.trouble
    if trouble is None or trouble.cause is Cause.SILENT_DECISION_MAKER:
        return []
    day = trouble.onset + (trouble.climax - trouble.onset) / 2
    return [_Occasion(CaseOrigin.FALLING_SCORE, day, "", f"falling_score:{customer.account_id}", urgency=Urgency.HIGH)]


def _repeated(solved: list[tuple[int, int, date, str]]) -> list[_Occasion]:
    for place, (ticket, person_id, day, topic) in enumerate(solved):
        lately = [t for t in solved[max(0, place - 8) : place] if t[3] == topic and (day - t[2]).days <= 60]
        if len(lately) >= 3:
            return [_Occasion(CaseOrigin.REPEATED_PROBLEM, day, topic, f"repeated_problem:{ticket}", person_id)]
    return []


def _add_case(rows: Rows, customer: Customer, books: LoopBooks, occasion: _Occasion, rng: Random) -> None:
    chinese = customer.language == "zh"
    age = (customer.today - occasion.day).days
    ended = bool(customer.story.lost_on) or rng.random() > _STILL_OPEN_A_DAY_LATER**age
    state = rng.choice(_ENDED if ended else _GOING_ON)
    opened = customer.at(workday(occasion.day), rng)
    done = min(opened + timedelta(days=rng.randint(1, 12)), customer.horizon)
    solved = state in {CaseState.CLOSED, CaseState.RESOLVED}
    due = opened + timedelta(days=2 if occasion.urgency is Urgency.HIGH else 10)
    trouble = customer.story.trouble
    resolution: dict[str, Any] = {}
    if solved:
        resolution = {
            "resolved_at": done,
            "resolution": rng.choice(_RESOLUTIONS)[1 if chinese else 0],
            "outcome": "customer content" if rng.random() < 0.7 else "customer informed",
            "root_cause_id": books.root_causes[_ROOT_OF[trouble.cause] if trouble else rng.choice(list(_ROOT_CAUSES))],
            "public_note": rng.choice(_RESOLUTIONS)[1 if chinese else 0] if rng.random() < 0.3 else None,
        }
    assignee = (
        customer.owner if occasion.origin in {CaseOrigin.SILENT_DECISION_MAKER, CaseOrigin.MANUAL} else customer.csm
    )
    playbook = _PLAYBOOK_OF.get(occasion.origin)
    case = rows.add(
        Case,
        account_id=customer.account_id,
        person_id=occasion.person_id,
        response_id=occasion.response_id,
        origin=occasion.origin,
        origin_key=occasion.key,
        title=_TITLES[occasion.origin][1 if chinese else 0].format(name=occasion.name),
        state=state,
        urgency=occasion.urgency,
        assignee_id=assignee,
        playbook_id=books.playbooks[playbook] if playbook else None,
        due_at=due,
        escalated_at=due if not solved and due < customer.horizon and rng.random() < 0.5 else None,
        created_at=opened,
        updated_at=done if solved else opened,
        **resolution,
    )
    rows.add(CaseEvent, case_id=case, at=opened, actor_id=None, kind="opened", text="")
    if state is not CaseState.OPEN:
        started = min(opened + timedelta(hours=5), done)
        rows.add(CaseEvent, case_id=case, at=started, actor_id=assignee, kind="state", text=CaseState.IN_PROGRESS.value)
    if solved:
        rows.add(CaseEvent, case_id=case, at=done, actor_id=assignee, kind="state", text=state.value)
    _add_steps(rows, case, playbook, opened, done if solved else customer.horizon, assignee)


def _add_steps(rows: Rows, case: int, playbook: str | None, opened: datetime, until: datetime, assignee: int) -> None:
    for position, (text, days) in enumerate(_PLAYBOOKS.get(playbook or "", ())):
        due = datetime.combine(workday(opened.date() + timedelta(days=days)), time(16), tzinfo=UTC)
        done = due <= until
        rows.add(
            CaseStep,
            case_id=case,
            position=position,
            text=text,
            due_at=due,
            done_at=due if done else None,
            done_by_id=assignee if done else None,
        )
