"""The administration: who may come in, whose accounts are whose."""

from service.web.admin.closed_loop import closed_loop
from service.web.admin.mails import mails
from service.web.admin.scorecards import scorecards
from service.web.admin.teams import teams
from service.web.admin.territories import territories
from service.web.admin.titles import titles
from service.web.admin.users import users

#: The blueprints of the administration.
ADMIN_PAGES = (users, teams, territories, closed_loop, titles, scorecards, mails)
