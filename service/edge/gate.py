"""Before any view: is the one who asks known, may they do this kind of thing, and did one of our pages ask?"""

from flask import Flask, current_app, request
from flask_wtf import CSRFProtect

from service.auth.policy import Action, Resource, require
from service.auth.principal import Principal
from service.edge.current import SAFE_METHODS, current_principal, principal_or_none
from service.edge.permits import Permit, permit_of
from service.edge.state import settings

MIB = 1024 * 1024

csrf = CSRFProtect()


def install(app: Flask) -> None:
    """Check every request that has a route; what has none is answered by the error handlers."""
    csrf.init_app(app)
    app.before_request(check_request)


def check_request() -> None:
    """Refuse what may not pass: unknown askers, kinds of things that the role does not allow, foreign forms.

    :raises NotSignedIn: nobody is known, and the route is not open.
    :raises Forbidden: the role or the token does not allow it.
    """
    if request.endpoint is None or request.method == "OPTIONS":
        return
    permit = permit_of(current_app, request.endpoint)
    if permit.upload:
        request.max_content_length = settings().max_upload_mb * MIB
    if permit.resource is not None:
        _admit(current_principal(), permit, permit.resource)
    wanted = permit.csrf and current_app.config["WTF_CSRF_ENABLED"]
    if wanted and request.method not in SAFE_METHODS and not _comes_with_token():
        csrf.protect()


def _admit(principal: Principal, permit: Permit, resource: Resource) -> None:
    action = permit.action_for(request.method)
    if resource is Resource.OPINION and action is Action.READ and principal.glass_accounts:
        # Opened accounts are few and known; the queries let nothing else through.
        return
    require(principal, resource, action, permit.least)


def _comes_with_token() -> bool:
    """A token is never sent by a browser on its own, so it needs no further proof of intent."""
    if "Authorization" not in request.headers:
        return False
    principal = principal_or_none()
    return principal is not None and principal.token_id is not None
