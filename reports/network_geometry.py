"""From seats and routes to points on the drawing: boxes, bands and lines with final coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.chain import Chain, Person, Tie
from reports.network_layout import (
    BAND_HEIGHT,
    GUTTER,
    NODE_HEIGHT,
    SHAPE,
    Box,
    Seating,
    drawn_people,
    seat,
)
from reports.network_routes import LANE, Route, Routing, route
from scoring.vocabulary import OrganisationSide

# A channel without lines still leaves room for the curves of influence.
_CHANNEL = 16.0
_LABEL_GAP = 6.0
# How far a drawing may shrink before names become too small to read on paper.
SMALLEST = 0.75


@dataclass(frozen=True, slots=True)
class Node:
    """A person's shape and the box of the words beside it."""

    person: Person
    shape: Box
    label: Box


@dataclass(frozen=True, slots=True)
class Band:
    """Where an organisation begins: its name, whose it is, and the strip for its caption."""

    name: str
    side: OrganisationSide
    strip: Box


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """The corners of a reporting line, from the report to the manager."""

    report: str
    manager: str
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Geometry:
    """The whole drawing. ``left_out`` counts the people who were not drawn."""

    width: float
    height: float
    nodes: dict[str, Node]
    bands: tuple[Band, ...]
    lines: tuple[ReportingLine, ...]
    ties: tuple[Tie, ...]
    left_out: int


def arrange(chain: Chain, width: float, tallest: float) -> Geometry:
    """The drawing of ``chain`` at ``width`` points.

    Where one row per reporting level would be so tall that it had to shrink below :data:`SMALLEST` to fit ``tallest``,
    the rows are packed.
    """
    people = drawn_people(chain.people)
    left_out = len(chain.people) - len(people)
    drawing = _place(seat(people, chain.ties), chain.ties, width, left_out)
    if drawing.height * SMALLEST > tallest:
        packed = _place(seat(people, chain.ties, packed=True), chain.ties, width, left_out)
        drawing = min(drawing, packed, key=lambda d: d.height)
    return drawing


def fitted(chain: Chain, width: float, tallest: float) -> Geometry:
    """The drawing of ``chain`` that, scaled to ``width``, is at most ``tallest`` high.

    A drawing that must shrink is laid out wider first, so that it still fills the width and names get the room.
    """
    drawing = arrange(chain, width, tallest)
    if drawing.height <= tallest:
        return drawing
    return arrange(chain, width * drawing.height / tallest, tallest)


def _place(seating: Seating, ties: Sequence[Tie], width: float, left_out: int) -> Geometry:
    pitch = (width - GUTTER) / seating.columns
    cell_left = [GUTTER + pitch * column for column in range(seating.columns)]
    shape_x = [left + SHAPE / 2 for left in cell_left]
    gutter_x = [left - GUTTER / 2 for left in cell_left]
    routing = route(seating, ties, shape_x, gutter_x)
    tops, channels, bands = _rows(seating, routing, width)
    nodes = {}
    for key, place in seating.seats.items():
        left, top = cell_left[place.column], tops[place.row]
        shape = Box(left, top + (NODE_HEIGHT - SHAPE) / 2, SHAPE, SHAPE)
        label_left = shape.right + _LABEL_GAP
        label = Box(label_left, top, left + pitch - GUTTER - label_left, NODE_HEIGHT)
        nodes[key] = Node(place.person, shape, label)
    lines = tuple(_line(r, seating, routing, nodes, channels) for r in routing.routes)
    height = channels[seating.rows] + LANE * routing.lanes.get(seating.rows, 0)
    return Geometry(width, height, nodes, bands, lines, tuple(ties), left_out)


def _rows(seating: Seating, routing: Routing, width: float) -> tuple[list[float], list[float], tuple[Band, ...]]:
    """The top of each row, the top of each channel (one more than rows), and the captions of organisations."""
    begins = {row: (name, side) for row, name, side in seating.organisations}
    captioned = len(seating.organisations) > 1
    tops: list[float] = []
    channels: list[float] = []
    bands: list[Band] = []
    y = 0.0
    for row in range(seating.rows):
        if captioned and row in begins:
            name, side = begins[row]
            y += 6.0 if row else 0.0
            bands.append(Band(name, side, Box(0, y, width, BAND_HEIGHT)))
            y += BAND_HEIGHT
        lanes = routing.lanes.get(row, 0)
        channels.append(y + (5.0 if row else 0.0))
        y += max(_CHANNEL if row else 12.0, LANE * lanes + 10.0 if lanes else 0.0)
        tops.append(y)
        y += NODE_HEIGHT
    channels.append(y + 4.0)
    return tops, channels, tuple(bands)


def _line(
    way: Route, seating: Seating, routing: Routing, nodes: dict[str, Node], channels: Sequence[float]
) -> ReportingLine:
    low, high = nodes[way.report].shape, nodes[way.manager].shape
    leave, join = seating.seats[way.report].row, seating.seats[way.manager].row + 1
    leave_y = channels[leave] + LANE * routing.runs[(leave, way.manager)].lane
    join_y = channels[join] + LANE * routing.runs[(join, way.manager)].lane
    start, end = (low.centre[0], low.top), (high.centre[0], high.bottom)
    corners: tuple[tuple[float, float], ...]
    if way.gutter is None:
        corners = (start, (start[0], leave_y), (end[0], join_y), end)
    else:
        corners = (
            start,
            (start[0], leave_y),
            (way.gutter, leave_y),
            (way.gutter, join_y),
            (end[0], join_y),
            end,
        )
    return ReportingLine(way.report, way.manager, corners)
