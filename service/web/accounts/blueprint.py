"""The blueprint that all pages of an account belong to."""

from flask import Blueprint

from service.auth.policy import Resource
from service.edge.permits import needs

accounts = Blueprint("accounts", __name__, url_prefix="/accounts")
needs(accounts, Resource.ACCOUNT)
