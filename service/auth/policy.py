"""Who may do what: one table, deny by default.

The table is the product's promise; ``service.queries.visibility`` turns a reach into conditions on rows, and a
test walks every route with every kind of principal and fails where a route names no resource.
"""

from enum import IntEnum, StrEnum

from models.vocabulary import UserRole
from service.auth.principal import Principal
from service.errors import Forbidden


class Reach(IntEnum):
    """How far a permission goes, in growing order."""

    NOTHING = 0
    AGGREGATE = 1  # figures over several people only
    OWN = 2  # accounts of one's own, one's teams or one's territories
    ALL = 3


class Action(StrEnum):
    """What is done to a resource."""

    READ = "read"
    WRITE = "write"


class Resource(StrEnum):
    """What is protected; also the left half of a token's scope (``account:read``)."""

    ACCOUNT = "account"  # account, people's names and titles, roles, ties, interactions, scores
    REVENUE = "revenue"  # ARR, contracts' amounts, invoices, money at risk
    OPINION = "opinion"  # stances, blockers, notes on people
    SURVEY = "survey"  # definitions, waves, invitations
    RESPONSE = "response"  # what people answered
    CASE = "case"
    IMPORT = "import"  # imports, mass actions, merges
    REPORT = "report"  # reports and what was sent; their content follows the account's rules
    ADMIN = "admin"  # users, teams, territories, tokens of others, schedules, scorecards, settings, erasure
    RUN = "run"
    AUDIT = "audit"
    SELF = "self"  # one's own profile, password and tokens


_A, _O, _G, _N = Reach.ALL, Reach.OWN, Reach.AGGREGATE, Reach.NOTHING

# resource -> role -> (read, write)
_TABLE: dict[Resource, dict[UserRole, tuple[Reach, Reach]]] = {
    Resource.ACCOUNT: {
        UserRole.ADMIN: (_A, _A),
        UserRole.LEADERSHIP: (_A, _N),
        UserRole.SALES: (_O, _O),
        UserRole.CSM: (_O, _O),
        UserRole.READ_ONLY: (_O, _N),
    },
    Resource.REVENUE: {
        UserRole.ADMIN: (_A, _A),
        UserRole.LEADERSHIP: (_A, _N),
        UserRole.SALES: (_O, _N),
        UserRole.CSM: (_O, _O),
        UserRole.READ_ONLY: (_N, _N),
    },
    Resource.OPINION: {
        # An administrator reaches a single account by breaking the glass; see Principal.glass_accounts.
        UserRole.ADMIN: (_N, _N),
        UserRole.LEADERSHIP: (_G, _N),
        UserRole.SALES: (_O, _O),
        UserRole.CSM: (_O, _O),
        UserRole.READ_ONLY: (_N, _N),
    },
    Resource.SURVEY: {
        UserRole.ADMIN: (_A, _A),
        UserRole.LEADERSHIP: (_A, _N),
        UserRole.SALES: (_N, _N),
        UserRole.CSM: (_O, _O),
        UserRole.READ_ONLY: (_N, _N),
    },
    Resource.RESPONSE: {
        UserRole.ADMIN: (_A, _A),
        UserRole.LEADERSHIP: (_G, _N),
        UserRole.SALES: (_O, _O),
        UserRole.CSM: (_O, _O),
        UserRole.READ_ONLY: (_G, _N),
    },
    Resource.CASE: {
        UserRole.ADMIN: (_A, _A),
        UserRole.LEADERSHIP: (_A, _N),
        UserRole.SALES: (_O, _O),
        UserRole.CSM: (_O, _O),
        UserRole.READ_ONLY: (_O, _N),
    },
    Resource.IMPORT: {
        UserRole.ADMIN: (_A, _A),
        UserRole.LEADERSHIP: (_N, _N),
        UserRole.SALES: (_O, _O),
        UserRole.CSM: (_O, _O),
        UserRole.READ_ONLY: (_N, _N),
    },
    Resource.REPORT: {
        UserRole.ADMIN: (_A, _A),
        UserRole.LEADERSHIP: (_A, _N),
        UserRole.SALES: (_O, _O),
        UserRole.CSM: (_O, _O),
        UserRole.READ_ONLY: (_N, _N),
    },
    Resource.ADMIN: {UserRole.ADMIN: (_A, _A)},
    Resource.RUN: {
        UserRole.ADMIN: (_A, _A),
        UserRole.LEADERSHIP: (_A, _N),
        UserRole.SALES: (_O, _N),
        UserRole.CSM: (_O, _N),
    },
    Resource.AUDIT: {UserRole.ADMIN: (_A, _N), UserRole.LEADERSHIP: (_A, _N)},
    Resource.SELF: dict.fromkeys(UserRole, (_O, _O)),
}

# A token never reaches these, whatever its scopes say.
_CLOSED_TO_TOKENS = frozenset({Resource.AUDIT, Resource.SELF})

SCOPES = tuple(
    f"{resource}:{action}" for resource in Resource if resource not in _CLOSED_TO_TOKENS for action in Action
)


def reach(principal: Principal, resource: Resource, action: Action) -> Reach:
    """How far ``principal`` may go with ``action`` on ``resource``; :attr:`Reach.NOTHING` where no rule speaks.

    >>> from service.auth.principal import Principal
    >>> csm = Principal(user_id=1, label="CSM", role=UserRole.CSM)
    >>> reach(csm, Resource.ACCOUNT, Action.WRITE).name
    'OWN'
    >>> reach(csm, Resource.ADMIN, Action.READ).name
    'NOTHING'
    """
    if principal.is_service:
        return Reach.ALL
    if principal.scopes is not None and (
        resource in _CLOSED_TO_TOKENS or f"{resource}:{action}" not in principal.scopes
    ):
        return Reach.NOTHING
    read, write = _TABLE[resource].get(principal.role, (Reach.NOTHING, Reach.NOTHING))
    if (
        resource is Resource.OPINION
        and action is Action.READ
        and principal.sees_names
        and principal.role is UserRole.LEADERSHIP
    ):
        return Reach.ALL
    return read if action is Action.READ else write


def require(principal: Principal, resource: Resource, action: Action, least: Reach = Reach.OWN) -> Reach:
    """The reach of ``principal``, or a refusal where it is below ``least``.

    :raises Forbidden: not allowed at all; a single row that is not one's own is *not found* instead.
    """
    got = reach(principal, resource, action)
    if got < least:
        raise Forbidden("Your role does not allow this.")
    return got
