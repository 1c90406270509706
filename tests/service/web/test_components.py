"""Components say in words what they show, escape what they are given, and can be reached by keyboard."""

import re
from collections.abc import Callable

import pytest
from flask import render_template_string

from service.web.component_reference import DOCUMENT, component_files, updated
from service.web.components import FOLDER, UnknownComponent

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Draw = Callable[..., str]


@pytest.fixture
def draw(app) -> Draw:
    """Render a template text within a request to ``address``."""

    def render(text: str, address: str = "/portfolio", **values: object) -> str:
        with app.test_request_context(address):
            return render_template_string(text, **values)

    return render


@on_sqlite
def test_text_is_escaped_everywhere(draw: Draw):
    calls = (
        "ui.button(x)",
        "ui.badge(x)",
        "ui.row_link(x, '/')",
        "ui.field('a', x, value=x)",
        "ui.toast(x)",
        "ui.page_header(x, verdict=x)",
        "ui.search_results('A', [{'label': x, 'href': '/'}])",
    )
    for call in calls:
        drawn = draw("{{ " + call + " }}", x="<img src=x onerror=alert(1)>\"'")
        assert "<img" not in drawn
        assert "&lt;img" in drawn


@on_sqlite
def test_a_chart_carries_any_text_within_its_attribute(draw: Draw):
    drawn = draw(
        "{{ ui.chart({'kind': 'bars', 'items': [{'name': x, 'value': 1}]}, 'T', ['a'], []) }}",
        x='O\'Neil "& Sons" </div>',
    )
    attribute = re.search(r"data-chart='([^']*)'", drawn)
    assert attribute
    assert "<" not in attribute[1]
    assert "O\\u0027Neil" in attribute[1]


@on_sqlite
def test_risk_is_said_in_words_beside_its_mark(draw: Draw):
    assert "High risk" in draw("{{ ui.risk_badge('high') }}")
    assert "Not enough data" in draw("{{ ui.risk_badge('unknown') }}")
    drawn = draw("{{ ui.risk_badge('medium', 0.68, 0.55, 0.79) }}")
    assert "68%" in drawn
    assert "(55–79%)" in drawn


@on_sqlite
def test_a_stance_that_nobody_knows_is_never_called_neutral(draw: Draw):
    drawn = draw("{{ ui.stance_badge(none) }}")
    assert "Unknown" in drawn
    assert "fill-unknown" in drawn


@on_sqlite
def test_a_score_that_is_hardly_known_shows_no_number(draw: Draw):
    assert "57" in draw("{{ ui.health(57, 0.5) }}")
    assert draw("{{ ui.health(57, 0.49) }}") == '<span class="muted">Not enough data</span>'


@on_sqlite
def test_sorting_keeps_the_filters_and_starts_again_at_the_first_page(draw: Draw):
    text = "{{ ui.column_head({'key': 'arr', 'label': 'ARR', 'sort': true, 'numeric': true}, sort) }}"
    drawn = draw(text, "/portfolio?team=north&page=3", sort="name")
    assert 'href="/portfolio?sort=-arr&amp;team=north"' in drawn
    assert "aria-sort" not in drawn
    drawn = draw(text, "/portfolio?team=north&sort=-arr", sort="-arr")
    assert 'aria-sort="descending"' in drawn
    assert 'href="/portfolio?sort=arr&amp;team=north"' in drawn


@on_sqlite
def test_paging_leads_to_the_neighbours_only(draw: Draw):
    first = draw("{{ ui.paging(total=30, page=1, pages=3) }}", "/portfolio?sort=name")
    assert 'href="/portfolio?page=2&amp;sort=name"' in first
    assert "page=0" not in first
    assert "Page 1 of 3" in first
    assert "href" not in draw("{{ ui.paging(total=3, page=1, pages=1) }}")


@on_sqlite
def test_an_error_is_tied_to_its_control_and_listed_at_the_top(draw: Draw):
    drawn = draw(
        "{% call ui.form(errors={'due': 'Enter a date.'}) %}"
        "{{ ui.field('due', 'Due', hint='A day.', error='Enter a date.') }}{% endcall %}"
    )
    assert '<a href="#field-due">Enter a date.</a>' in drawn
    assert 'id="field-due"' in drawn
    assert 'aria-describedby="hint-due error-due"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'for="field-due"' in drawn


@on_sqlite
def test_parts_of_a_waterfall_add_up(draw: Draw):
    drawn = draw(
        "{{ ui.waterfall([{'label': 'A', 'value': 3.25}, {'label': 'B', 'value': -5}], 'Total', start=50, digits=2) }}"
    )
    assert "48.25" in drawn
    assert "−5.00" in drawn


@on_sqlite
def test_a_line_of_values_leaves_gaps_where_nothing_is_known(draw: Draw):
    assert draw("{{ ui.sparkline([1, none, 3], 'x') }}").count(",") == 2
    assert "polyline" not in draw("{{ ui.sparkline([none, 3], 'x') }}")


@on_sqlite
def test_an_unknown_component_is_named(draw: Draw):
    with pytest.raises(UnknownComponent, match="'buton'"):
        draw("{{ ui.buton('x') }}")


def test_no_template_holds_what_the_content_policy_forbids():
    templates = FOLDER.parent
    for path in templates.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<[^>]*\sstyle=", text), path
        assert not re.search(r"<[^>]*\son[a-z]+=", text), path
        assert not re.search(r"<style|<script(?![^>]*(?:src=|application/json))", text), path


def test_names_of_components_are_unique():
    names = [component.name for file in component_files() for component in file.components]
    assert len(names) == len(set(names))


def test_every_component_says_what_it_is_for_and_the_document_lists_them_all():
    for file in component_files():
        macros = re.findall(r"\{%-?\s*macro\s+(\w+)", (FOLDER / f"{file.name}.html").read_text(encoding="utf-8"))
        assert [component.name for component in file.components] == macros
        assert file.purpose
    document = DOCUMENT.read_text(encoding="utf-8")
    assert document == updated(document), "docs/design-system.md: see service/web/component_reference.py"


@on_sqlite
def test_counts_in_sentences_are_grouped_as_the_language_does(draw: Draw):
    text = "{{ ngettext('%(num)s entry of %(x)s', '%(num)s entries of %(x)s', count, x='<b>') }}"
    assert draw(text, count=1) == "1 entry of &lt;b&gt;"
    assert draw(text, count=12345) == "12,345 entries of &lt;b&gt;"
