"""The search field of every page (Ctrl-K): accounts and people within reach."""

from flask import Blueprint, render_template, request

from service.auth.policy import Resource
from service.edge.current import current_principal, current_session
from service.edge.permits import needs
from service.queries.search import search as find

pages = Blueprint("search", __name__)
needs(pages, Resource.ACCOUNT)

MOST = 8
LONGEST = 200


@pages.get("/search")
def palette() -> str:
    """The lines of the palette; nothing for an empty word."""
    found = find(current_session(), current_principal(), request.args.get("q", "")[:LONGEST], limit=MOST)
    return render_template("search_results.html", found=found)
