"""The blueprint that all pages of comments belong to."""

from flask import Blueprint

from service.auth.policy import Resource
from service.edge.permits import needs

comments = Blueprint("feedback_comments", __name__, url_prefix="/feedback/comments")
needs(comments, Resource.RESPONSE)
