"""The table of who may do what, written out a second time as the promise that it is."""

import pytest

from models.vocabulary import UserRole
from service.auth.policy import SCOPES, Action, Reach, Resource, reach, require
from service.auth.principal import Principal, the_service
from service.errors import Forbidden

# N nothing, G aggregate, O own, A all; read then write; in the order of the roles below.
ROLES = (UserRole.ADMIN, UserRole.LEADERSHIP, UserRole.SALES, UserRole.CSM, UserRole.READ_ONLY)
PROMISE = {
    Resource.ACCOUNT: "AA AN OO OO ON",
    Resource.REVENUE: "AA AN ON OO NN",
    Resource.OPINION: "NN GN OO OO NN",
    Resource.SURVEY: "AA AN NN OO NN",
    Resource.RESPONSE: "AA GN OO OO GN",
    Resource.CASE: "AA AN OO OO ON",
    Resource.IMPORT: "AA NN OO OO NN",
    Resource.REPORT: "AA AN OO OO NN",
    Resource.ADMIN: "AA NN NN NN NN",
    Resource.RUN: "AA AN ON ON NN",
    Resource.AUDIT: "AN AN NN NN NN",
    Resource.SELF: "OO OO OO OO OO",
}
LETTERS = {Reach.NOTHING: "N", Reach.AGGREGATE: "G", Reach.OWN: "O", Reach.ALL: "A"}


def _one(role: UserRole, **values: object) -> Principal:
    return Principal(**{"user_id": 1, "label": "one", "role": role, **values})


@pytest.mark.parametrize("resource", Resource)
def test_each_role_reaches_what_was_promised(resource: Resource) -> None:
    got = " ".join("".join(LETTERS[reach(_one(role), resource, action)] for action in Action) for role in ROLES)
    assert got == PROMISE[resource]


def test_leadership_sees_names_only_by_grant() -> None:
    granted = _one(UserRole.LEADERSHIP, sees_names=True)
    assert reach(granted, Resource.OPINION, Action.READ) is Reach.ALL
    assert reach(granted, Resource.OPINION, Action.WRITE) is Reach.NOTHING
    assert reach(_one(UserRole.READ_ONLY, sees_names=True), Resource.OPINION, Action.READ) is Reach.NOTHING


def test_a_token_holds_its_scopes_within_what_its_owner_may() -> None:
    token = _one(UserRole.SALES, token_id=7, scopes=frozenset({"account:read", "revenue:write", "admin:write"}))
    assert reach(token, Resource.ACCOUNT, Action.READ) is Reach.OWN
    assert reach(token, Resource.ACCOUNT, Action.WRITE) is Reach.NOTHING
    assert reach(token, Resource.REVENUE, Action.WRITE) is Reach.NOTHING
    assert reach(token, Resource.ADMIN, Action.WRITE) is Reach.NOTHING


@pytest.mark.parametrize("resource", [Resource.AUDIT, Resource.SELF])
def test_no_scope_opens_the_audit_trail_or_oneself_to_a_token(resource: Resource) -> None:
    token = _one(UserRole.ADMIN, token_id=7, scopes=frozenset({*SCOPES, f"{resource}:read", f"{resource}:write"}))
    assert not any(scope.startswith(f"{resource}:") for scope in SCOPES)
    assert reach(token, resource, Action.READ) is Reach.NOTHING


def test_the_service_reaches_all() -> None:
    assert all(reach(the_service(), r, a) is Reach.ALL for r in Resource for a in Action)


def test_less_than_is_needed_is_refused() -> None:
    with pytest.raises(Forbidden):
        require(_one(UserRole.LEADERSHIP), Resource.OPINION, Action.READ)
    assert require(_one(UserRole.LEADERSHIP), Resource.OPINION, Action.READ, Reach.AGGREGATE) is Reach.AGGREGATE
