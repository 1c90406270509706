"""The drawing of a chain: everybody has a place of their own, and no reporting line crosses a name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.chain import Chain, Person, Tie
from reports.network_geometry import Geometry, arrange, fitted
from reports.network_layout import MOST_DRAWN, Box, managers, seat
from reports.renewal_risk.example import example_chain
from scoring.vocabulary import OrganisationSide, Role, TieKind

WIDTH = 493.0
SIDES = (
    (OrganisationSide.CUSTOMER, ""),
    (OrganisationSide.PARTNER, "Reseller"),
    (OrganisationSide.SUBSIDIARY, "Branch"),
)


def person(key: str, weight: float = 0.1, role: Role | None = Role.END_USER, side: int = 0) -> Person:
    return Person(
        key, f"Person {key}", role=role, decision_weight=weight, side=SIDES[side][0], organisation=SIDES[side][1]
    )


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    count = draw(st.integers(1, MOST_DRAWN))
    roles = st.sampled_from([*Role, None])
    people = tuple(
        person(f"{n}", draw(st.floats(0, 1)), draw(roles), draw(st.sampled_from([0, 0, 0, 1, 2]))) for n in range(count)
    )
    ends = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(st.sampled_from(list(TieKind)), ends, ends), max_size=80))
    return Chain(people=people, ties=tuple(Tie(kind, f"{a}", f"{b}") for kind, a, b in pairs))


def overlapping(boxes: list[Box]) -> list[tuple[Box, Box]]:
    return [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if a.overlaps(b)]


def boxes_of(drawing: Geometry) -> list[Box]:
    return [
        *(box for node in drawing.nodes.values() for box in (node.shape, node.label)),
        *(band.strip for band in drawing.bands),
    ]


@settings(max_examples=150)
@given(chains())
def test_no_two_boxes_overlap_and_all_lie_inside(chain: Chain) -> None:
    drawing = arrange(chain, WIDTH, 600)
    assert len(drawing.nodes) == len(chain.people)
    boxes = boxes_of(drawing)
    assert overlapping(boxes) == []
    assert all(b.left >= 0 and b.right <= WIDTH and b.top >= 0 and b.bottom <= drawing.height for b in boxes)


@settings(max_examples=150)
@given(chains())
def test_reporting_lines_are_orthogonal_and_cross_no_name(chain: Chain) -> None:
    drawing = arrange(chain, WIDTH, 600)
    for line in drawing.lines:
        for (x1, y1), (x2, y2) in zip(line.corners, line.corners[1:], strict=False):
            assert x1 == x2 or y1 == y2
            stroke = Box(min(x1, x2) - 0.4, min(y1, y2) - 0.4, abs(x1 - x2) + 0.8, abs(y1 - y2) + 0.8)
            assert [node.person.name for node in drawing.nodes.values() if node.label.overlaps(stroke)] == []


@pytest.mark.parametrize("count", [3, 8, 12, 24, 40])
def test_the_example_of_each_size_fits_on_a_page(count: int) -> None:
    drawing = fitted(example_chain(count), WIDTH, 600)
    assert len(drawing.nodes) == count
    assert overlapping(boxes_of(drawing)) == []
    assert drawing.height * WIDTH / drawing.width <= 600.0001


def test_a_chain_of_command_forty_deep_is_packed_into_rows() -> None:
    people = tuple(person(f"{n:02}") for n in range(40))
    ties = tuple(Tie(TieKind.REPORTS_TO, f"{n:02}", f"{n - 1:02}") for n in range(1, 40))
    drawing = fitted(Chain(people=people, ties=ties), WIDTH, 600)
    assert len({node.shape.top for node in drawing.nodes.values()}) == 8
    assert overlapping(boxes_of(drawing)) == []


def test_beyond_forty_the_heaviest_and_the_decision_makers_are_drawn() -> None:
    buyer = person("buyer", 0.0, Role.DECISION_MAKER)
    people = (*(person(f"{n}", n / 100) for n in range(60)), buyer)
    drawing = arrange(Chain(people=people), WIDTH, 600)
    assert len(drawing.nodes) == 40
    assert drawing.left_out == 21
    assert "buyer" in drawing.nodes
    assert "59" in drawing.nodes
    assert "20" not in drawing.nodes


def test_a_manager_stands_above_the_reports() -> None:
    people = [person("boss"), person("one"), person("two")]
    ties = [Tie(TieKind.REPORTS_TO, "one", "boss"), Tie(TieKind.REPORTS_TO, "two", "boss")]
    seats = seat(people, ties).seats
    assert seats["boss"].row == 0
    assert seats["one"].row == seats["two"].row == 1


def test_a_circle_of_managers_is_cut_open() -> None:
    people = [person("a"), person("b"), person("c")]
    ties = [Tie(TieKind.REPORTS_TO, s, t) for s, t in (("a", "b"), ("b", "c"), ("c", "a"))]
    assert managers(people, ties) == {"a": "b", "b": "c"}


def test_each_organisation_has_a_caption_and_the_customer_comes_first() -> None:
    people = tuple(person(f"{n}", side=n % 3) for n in range(6))
    drawing = arrange(Chain(people=people), WIDTH, 600)
    assert [band.name for band in drawing.bands] == ["", "Branch", "Reseller"]


def test_nobody_makes_an_empty_drawing() -> None:
    assert arrange(Chain(), WIDTH, 600).nodes == {}
