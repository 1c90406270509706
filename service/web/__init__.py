"""The pages: blueprints, templates and the front end that they share."""

from flask import Flask

from service.edge.permits import opens
from service.web import presentation
from service.web.assets import assets
from service.web.design_page import design
from service.web.login import login
from service.web.viewer import current_user

opens(assets, "Styles, scripts and fonts are the same for everybody; the sign-in page needs them too.")

#: Every blueprint of pages; each declares what its routes need (service/edge/permits.py).
PAGES = (login, design)


def install(app: Flask) -> None:
    """Give ``app`` the design system and all pages."""
    presentation.install(app)
    app.context_processor(lambda: {"current_user": current_user()})
    for page in PAGES:
        app.register_blueprint(page)
