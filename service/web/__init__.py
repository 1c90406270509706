"""The pages: blueprints, templates and the front end that they share."""

from flask import Flask

from service.edge.permits import opens
from service.edge.state import state_of
from service.web import openid, presentation
from service.web.accounts.pages import accounts
from service.web.admin import ADMIN_PAGES
from service.web.admin.tabs import admin_tabs
from service.web.agents import browser_words
from service.web.assets import assets
from service.web.cases.pages import cases
from service.web.comments import comments
from service.web.design_page import design
from service.web.feedback.pages import feedback
from service.web.feedback_tabs import feedback_tabs
from service.web.forgotten import forgotten
from service.web.imports import imports
from service.web.login import login
from service.web.look_alikes import look_alikes
from service.web.notices import notices, unseen
from service.web.password import password
from service.web.portfolio import pages as portfolio
from service.web.profile import profile
from service.web.reports import pages as reports
from service.web.respond import RESPOND_PAGES
from service.web.runs import pages as runs
from service.web.schedules import pages as schedules
from service.web.scopes import scope_words
from service.web.search import pages as search
from service.web.surveys import SURVEY_PAGES
from service.web.unsubscribe import unsubscribe
from service.web.viewer import current_user
from service.web.waves import waves

opens(assets, "Styles, scripts and fonts are the same for everybody; the sign-in page needs them too.")

#: Every blueprint of pages; each declares what its routes need (service/edge/permits.py).
PAGES = (
    login,
    openid.openid,
    password,
    forgotten,
    profile,
    portfolio,
    *RESPOND_PAGES,
    *SURVEY_PAGES,
    feedback,
    comments,
    unsubscribe,
    waves,
    accounts,
    cases,
    notices,
    reports,
    search,
    *ADMIN_PAGES,
    imports,
    look_alikes,
    runs,
    schedules,
    design,
)


def install(app: Flask) -> None:
    """Give ``app`` the design system and all pages."""
    presentation.install(app)
    app.context_processor(lambda: {"current_user": current_user()})
    app.jinja_env.globals["admin_tabs"] = admin_tabs
    app.jinja_env.globals["feedback_tabs"] = feedback_tabs
    app.jinja_env.globals["unseen_notices"] = unseen
    app.jinja_env.filters.update(browser_words=browser_words, scope_words=scope_words)
    openid.install(app, state_of(app).settings)
    for page in PAGES:
        app.register_blueprint(page)
