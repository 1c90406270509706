"""What each route needs: declared on the view or its blueprint, checked before the view, demanded at the start.

.. code-block:: python

    accounts = Blueprint("accounts", __name__)
    needs(accounts, Resource.ACCOUNT)          # GET and HEAD read, everything else writes

    @accounts.post("/accounts/<int:account_id>/preview")
    @allows(Resource.ACCOUNT, Action.READ)     # overrides the blueprint
    def preview(account_id: int) -> str: ...

    @pages.get("/login")
    @open_to_all("Whoever signs in is not signed in yet.")
    def login() -> str: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Flask
from flask.sansio.blueprints import BlueprintSetupState

from service.auth.policy import Action, Reach, Resource

View = TypeVar("View", bound=Callable[..., Any])

_ATTRIBUTE = "linchpin_permit"
_BLUEPRINTS = "linchpin_blueprint_permits"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Permit:
    """What a route needs. ``resource`` None: it is open to all, for the reason given.

    ``action`` None: GET and HEAD read, everything else writes. ``least`` is the lowest reach that may enter; which
    rows are seen stays with the queries. ``csrf`` False: no cross-site check, for requests that no page of ours sends.
    """

    resource: Resource | None
    action: Action | None = None
    least: Reach = Reach.OWN
    upload: bool = False
    csrf: bool = True
    reason: str = ""

    def action_for(self, method: str) -> Action:
        """The action that a request by ``method`` is.

        >>> Permit(Resource.CASE).action_for("DELETE").value
        'write'
        """
        return self.action or (Action.READ if method in _READING else Action.WRITE)


class UndeclaredRoute(RuntimeError):
    """A route says neither what it needs nor that it is open."""


def allows(
    resource: Resource,
    action: Action | None = None,
    *,
    least: Reach = Reach.OWN,
    upload: bool = False,
) -> Callable[[View], View]:
    """Declare what a view needs; goes under the route decorator. ``upload``: files up to the larger limit may come."""
    return _declare(Permit(resource, action, least, upload))


def open_to_all(reason: str, *, csrf: bool = True, upload: bool = False) -> Callable[[View], View]:
    """Declare that a view needs no sign-in, and why."""
    if not reason.strip():
        raise UndeclaredRoute("An open route says why it is open.")
    return _declare(Permit(None, csrf=csrf, upload=upload, reason=reason))


def _declare(permit: Permit) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        setattr(view, _ATTRIBUTE, permit)
        return view

    return decorate


def needs(blueprint: Blueprint, resource: Resource, action: Action | None = None, *, least: Reach = Reach.OWN) -> None:
    """Declare what all views of a blueprint need unless they say otherwise. Call it before registering."""
    _declare_blueprint(blueprint, Permit(resource, action, least))


def opens(blueprint: Blueprint, reason: str) -> None:
    """Declare that all views of a blueprint are open, and why."""
    _declare_blueprint(blueprint, Permit(None, reason=reason))


def _declare_blueprint(blueprint: Blueprint, permit: Permit) -> None:
    def remember(state: BlueprintSetupState) -> None:
        name = f"{state.name_prefix}.{state.name}".lstrip(".")
        state.app.extensions.setdefault(_BLUEPRINTS, {})[name] = permit

    blueprint.record(remember)


def permit_of(app: Flask, endpoint: str) -> Permit:
    """The permit of an endpoint: that of its view, else that of its blueprint or the one around it.

    :raises UndeclaredRoute: none of them says anything.
    """
    declared = getattr(app.view_functions[endpoint], _ATTRIBUTE, None)
    if isinstance(declared, Permit):
        return declared
    blueprints: dict[str, Permit] = app.extensions.get(_BLUEPRINTS, {})
    name = endpoint
    while "." in name:
        name = name.rpartition(".")[0]
        if name in blueprints:
            return blueprints[name]
    raise UndeclaredRoute(f"The route {endpoint!r} does not say what it needs: use @allows or @open_to_all.")


def check_permits(app: Flask) -> None:
    """Fail the start of an application that has a route without a permit."""
    for rule in app.url_map.iter_rules():
        permit_of(app, rule.endpoint)
