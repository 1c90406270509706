"""Groups and stretches of feedback in words, in both languages."""

from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale

from scoring.vocabulary import Role
from service.queries.feedback.figures import Figures, Stretch
from service.queries.feedback.wanted import Bucket, Dimension
from service.web.feedback.words import group_name, stretch_name

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("language", "month", "quarter"), [("en", "Nov 2026", "Q4 2026"), ("zh", "2026年11月", "2026 年第 4 季度")]
)
def test_months_and_quarters_are_written_as_the_language_does(
    app: Flask, language: str, month: str, quarter: str
) -> None:
    stretch = Stretch(date(2026, 11, 1), True, Figures(None))
    with app.test_request_context(), force_locale(language):
        assert stretch_name(stretch, Bucket.MONTH) == month
        assert stretch_name(stretch, Bucket.QUARTER) == quarter


def test_groups_are_called_by_their_name_and_those_of_none_in_words(app: Flask) -> None:
    with app.test_request_context():
        assert group_name(Dimension.ROLE, Figures(Role.DECISION_MAKER)) == "Decision maker"
        assert group_name(Dimension.TOUCHPOINT, Figures(7, "Go-live")) == "Go-live"
        assert group_name(Dimension.SEGMENT, Figures(None)) == "No segment"
