"""The parts of *Feedback*, as tabs above each of its pages."""

from flask_babel import lazy_gettext as _l

from service.web.tabs import Tab, open_tabs

TABS: tuple[Tab, ...] = (
    ("results", _l("Results"), "feedback.index"),
    ("silence", _l("Silence"), "feedback.silence"),
    ("drivers", _l("Drivers"), "feedback.drivers"),
    ("comments", _l("Comments"), "feedback_comments.index"),
    ("surveys", _l("Surveys"), "surveys.index"),
    ("waves", _l("Waves"), "waves.index"),
    ("journey", _l("Journey"), "journey.index"),
)


def feedback_tabs() -> list[tuple[str, str, str]]:
    """The tabs that the reader may open."""
    return open_tabs(TABS)
