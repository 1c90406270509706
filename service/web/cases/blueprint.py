"""The blueprint that all pages of cases belong to."""

from flask import Blueprint

from service.auth.policy import Resource
from service.edge.permits import needs

cases = Blueprint("cases", __name__, url_prefix="/cases")
needs(cases, Resource.CASE)
