"""Territories: slices of the market, across teams."""

from flask_babel import lazy_gettext as _l

from service.operations.change_territory import change_territory, create_territory, remove_territory
from service.queries.teams import territories as territories_query
from service.queries.teams import territory as territory_query
from service.web.admin.group_pages import GroupActions, GroupWords, group_pages

territories = group_pages(
    "territories",
    GroupWords(
        title=_l("Territories"),
        explanation=_l("Whoever works a territory sees its accounts, whichever team they belong to."),
        add=_l("Add territory"),
        empty_title=_l("No territories yet"),
        empty_text=_l("A territory opens accounts of several teams to those who work a region or an industry."),
        remove_title=_l("Remove this territory?"),
    ),
    GroupActions(territories_query, territory_query, create_territory, change_territory, remove_territory),
)
