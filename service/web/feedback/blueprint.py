"""The blueprint that results, silence and drivers belong to."""

from flask import Blueprint

from service.auth.policy import Reach, Resource
from service.edge.permits import needs

feedback = Blueprint("feedback", __name__, url_prefix="/feedback")
needs(feedback, Resource.RESPONSE, least=Reach.AGGREGATE)
