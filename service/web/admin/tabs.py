"""The parts of the administration, as tabs above each of its pages."""

from flask_babel import lazy_gettext as _l

from service.web.tabs import Tab, open_tabs

TABS: tuple[Tab, ...] = (
    ("users", _l("Users"), "admin_users.index"),
    ("teams", _l("Teams"), "admin_teams.index"),
    ("territories", _l("Territories"), "admin_territories.index"),
    ("imports", _l("Imports"), "imports.index"),
    ("titles", _l("Job titles"), "admin_titles.index"),
    ("scorecards", _l("Scorecards"), "admin_scorecards.index"),
    ("cases", _l("Cases"), "admin_cases.index"),
    ("runs", _l("Runs"), "runs.index"),
    ("schedules", _l("Schedules"), "schedules.index"),
    ("mails", _l("Mails"), "admin_mails.index"),
)


def admin_tabs() -> list[tuple[str, str, str]]:
    """The tabs that the reader may open."""
    return open_tabs(TABS)
