"""The reporting lines of a chain: orthogonal, in channels between rows and gutters between columns.

A line leaves the report upwards into the channel above its row, and joins the manager from the channel
below the
manager's row. Lines to the same manager share a lane; lines to different managers that would lie on each
other get
different lanes, and the channel grows with the number of its lanes.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.chain import Tie
from reports.network_layout import Seating
from scoring.vocabulary import TieKind

LANE = 4.0
_GUTTER_LANES = 3


@dataclass
class Run:
    """All that goes to one manager within one channel: horizontally from ``start`` to ``end``.

    ``ups`` are the places (x) where something leaves upwards, ``downs`` where something comes from below.
    """

    channel: int
    manager: str
    xs: list[float] = field(default_factory=list)
    ups: set[float] = field(default_factory=set)
    downs: set[float] = field(default_factory=set)
    lane: int = 0

    @property
    def start(self) -> float:
        """The left end."""
        return min(self.xs)

    @property
    def end(self) -> float:
        """The right end."""
        return max(self.xs)


@dataclass(frozen=True, slots=True)
class Route:
    """One reporting line before its lanes have heights: the report, the manager, and the gutter's x, if any."""

    report: str
    manager: str
    strength: float
    gutter: float | None


@dataclass(frozen=True, slots=True)
class Routing:
    """All lines, the runs by (channel, manager), and how many lanes each channel needs."""

    routes: Sequence[Route]
    runs: dict[tuple[int, str], Run]
    lanes: dict[int, int]


def route(seating: Seating, ties: Iterable[Tie], shape_x: Sequence[float], gutter_x: Sequence[float]) -> Routing:
    """Find a way for every reporting line.

    Args:
        seating: who sits where.
        ties: those that are not ``reports_to`` or name somebody without a seat are skipped.
        shape_x: the middle of the shapes of each column.
        gutter_x: the middle of the gutter before each column.
    """
    routes: list[Route] = []
    runs: dict[tuple[int, str], Run] = {}
    gutter_lane: dict[tuple[int, str], int] = {}
    taken: dict[int, int] = defaultdict(int)
    for tie in sorted(set(ties), key=lambda t: (t.source, t.target)):
        if tie.kind is not TieKind.REPORTS_TO or tie.source == tie.target:
            continue
        low, high = seating.seats.get(tie.source), seating.seats.get(tie.target)
        if low is None or high is None:
            continue
        leave, join = low.row, high.row + 1
        start, end = shape_x[low.column], shape_x[high.column]
        if leave == join:
            _extend(runs, leave, tie.target, start, end, down=start, up=end)
            routes.append(Route(tie.source, tie.target, tie.strength, None))
            continue
        column = low.column if high.column <= low.column else low.column + 1
        column = min(column, len(gutter_x) - 1)
        lane_key = (column, tie.target)
        if lane_key not in gutter_lane:
            gutter_lane[lane_key] = taken[column] % _GUTTER_LANES
            taken[column] += 1
        gutter = gutter_x[column] + (gutter_lane[lane_key] - 1) * 3.0
        _extend(runs, leave, tie.target, start, gutter, down=start, up=gutter)
        _extend(runs, join, tie.target, gutter, end, down=gutter, up=end)
        routes.append(Route(tie.source, tie.target, tie.strength, gutter))
    lanes = {
        channel: _assign_lanes([run for run in runs.values() if run.channel == channel])
        for channel in sorted({run.channel for run in runs.values()})
    }
    return Routing(routes, runs, lanes)


def _extend(runs: dict[tuple[int, str], Run], channel: int, manager: str, *xs: float, down: float, up: float) -> None:
    run = runs.setdefault((channel, manager), Run(channel, manager))
    run.xs.extend(xs)
    run.downs.add(down)
    run.ups.add(up)


def _assign_lanes(runs: list[Run]) -> int:
    """Give each run of one channel a lane, the first at the top; returns how many lanes are used.

    A run whose line leaves upwards where another run's line goes down must lie above that one, or the two
    would
    lie on each other.
    """
    pending = sorted(runs, key=lambda r: (r.start, r.end, r.manager))
    placed: list[Run] = []
    while pending:
        free = [r for r in pending if not any(_must_lie_above(o, r) for o in pending if o is not r)]
        run = (free or pending)[0]
        pending.remove(run)
        above = [o.lane + 1 for o in placed if _must_lie_above(o, run)]
        lane = max(above, default=0)
        while any(o.lane == lane and o.start < run.end + LANE and run.start < o.end + LANE for o in placed):
            lane += 1
        run.lane = lane
        placed.append(run)
    return max((run.lane + 1 for run in placed), default=0)


def _must_lie_above(one: Run, other: Run) -> bool:
    return bool(one.ups & other.downs)
