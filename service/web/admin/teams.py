"""Teams: groups of colleagues who share accounts."""

from flask_babel import lazy_gettext as _l

from service.operations.change_team import change_team, create_team, remove_team
from service.queries.teams import team as team_query
from service.queries.teams import teams as teams_query
from service.web.admin.group_pages import GroupActions, GroupWords, group_pages

teams = group_pages(
    "teams",
    GroupWords(
        title=_l("Teams"),
        explanation=_l("Everybody in a team sees and works on the accounts of the team."),
        add=_l("Add team"),
        empty_title=_l("No teams yet"),
        empty_text=_l("Colleagues who share accounts form a team. Without one, each sees only the accounts they own."),
        remove_title=_l("Remove this team?"),
    ),
    GroupActions(teams_query, team_query, create_team, change_team, remove_team),
)
