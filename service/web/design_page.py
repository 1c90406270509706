"""The page that shows every component in every state, for whoever builds or reviews pages."""

from datetime import timedelta

from flask import Blueprint, Response, abort, jsonify, render_template, request

from service.auth.policy import Resource
from service.edge.permits import needs
from service.web import design_samples
from service.web.component_reference import component_files

design = Blueprint("design", __name__, url_prefix="/design", template_folder="templates")
needs(design, Resource.SELF)

ERRORS = (403, 404, 500, 503)


@design.get("/")
def components() -> str:
    """Every component in every state."""
    as_of = design_samples.AS_OF
    return render_template(
        "design.html",
        as_of=as_of,
        accounts=design_samples.accounts(),
        contributions=design_samples.contributions(),
        charts=design_samples.charts(),
        moments=[as_of - timedelta(days=days) for days in (0, 6, 40)],
        files=component_files(),
        errors_shown=ERRORS,
    )


@design.get("/chain.json")
def chain() -> Response:
    """The sample chain that the page's map draws."""
    return jsonify(design_samples.chain())


@design.post("/positions")
def positions() -> tuple[Response, int]:
    """Takes moved positions as an account would and answers the next version; the sample itself stays as it is."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("version"), int):
        return jsonify(title="Positions without a version"), 422
    return jsonify(version=sent["version"] + 1), 200


@design.get("/login")
def login() -> str:
    """The layout without a rail."""
    return render_template("design_login.html")


@design.get("/survey")
def survey() -> str:
    """The layout for respondents."""
    return render_template("design_survey.html")


@design.get("/errors/<int:status>")
def error(status: int) -> tuple[str, int]:
    """An error page as a reader meets it, with its true status."""
    if status not in ERRORS:
        abort(404)
    return render_template(f"errors/{status}.html", request_id="7f3a-21c9"), status
