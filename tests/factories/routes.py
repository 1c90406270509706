"""Every route of an application, and an example value for each parameter of its address.

A parameter ``<x>_id`` stands for a row of the table ``x``; :data:`TABLES` names the table where it is called otherwise,
and :data:`FIXED` gives the values of parameters that are no row's number.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from sqlmodel import Session, SQLModel
from werkzeug.routing import Rule

from service.edge.permits import Permit, permit_of
from tests.factories.world import Side, is_private, row_of

ABSENT = 912_345_678
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

#: Parameters whose table is not what their name says; "endpoint prefix:parameter" where that depends on the route.
TABLES: dict[str, str] = {
    "admin_teams:group_id": "team",
    "admin_territories:group_id": "territory",
    "token_id": "api_token",
    "batch_id": "import_batch",
    "role_id": "role_assignment",
    "stance_id": "stance_observation",
    "mapping_id": "import_mapping",
    "pair_id": "look_alike",
    "usage_id": "usage_reading",
    "mail_id": "delivery",
    "stage_id": "touchpoint",
    "rule_id": "decision_rule",
    "generation_id": "score_generation",
    "scorecard_id": "scorecard_version",
    "colleague_id": "user",
    "event_id": "audit_event",
    "source_id": "person",
    "target_id": "person",
}

#: Parameters that are no row's number.
FIXED: dict[str, str | int] = {
    "name": "app.css",
    "filename": "app.css",
    "token": "not-a-link-of-ours",
    "status": 404,
    "number": 1,
    "day": "2026-11-20",
    "as_of": "2026-11-20",
    "kind": "accounts",
    "preset": "salesforce",
    "language": "en",
    "currency": "USD",
    "decision": "confirm",
    "role": "champion",
    "origin": "falling_score",
}

#: Rows that the whole house shares, or that belong to whoever asks: their numbers are the same for all.
SHARED_NUMBERS = {"user": 4, "team": 1, "territory": 1, "api_token": 1}


class NoExample(AssertionError):
    """A route with a parameter that no example is known for."""


@dataclass(frozen=True)
class Route:
    """One address with one method, and what it needs."""

    rule: Rule
    method: str
    permit: Permit

    @property
    def name(self) -> str:
        """How a failing test names it."""
        return f"{self.method} {self.rule.rule}"

    @property
    def is_api(self) -> bool:
        """Whether programs are answered here."""
        return self.rule.rule.startswith("/api/")

    @property
    def parameters(self) -> list[str]:
        """The parameters of the address, sorted."""
        return sorted(self.rule.arguments)

    def table_of(self, parameter: str) -> str | None:
        """The table whose row a parameter names; None where it names none."""
        if parameter in FIXED:
            return None
        blueprint = self.rule.endpoint.rpartition(".")[0]
        stem = parameter.removesuffix("_id")
        table = TABLES.get(f"{blueprint}:{parameter}") or TABLES.get(parameter) or stem
        if table not in SQLModel.metadata.tables:
            raise NoExample(
                f"{self.name}: no example is known for the parameter {parameter!r}. Name its table in TABLES or its "
                "value in FIXED, in tests/factories/routes.py."
            )
        return table

    def private_parameters(self) -> list[str]:
        """The parameters that name something of an account."""
        found = []
        for parameter in self.parameters:
            table = self.table_of(parameter)
            if table is not None and is_private(SQLModel.metadata.tables[table]):
                found.append(parameter)
        return found

    def values(self, session: Session, side: Side) -> dict[str, str | int]:
        """An address of things that belong to one side."""
        return {parameter: self._value(session, side, parameter) for parameter in self.parameters}

    def _value(self, session: Session, side: Side, parameter: str) -> str | int:
        table = self.table_of(parameter)
        if table is None:
            return FIXED[parameter]
        if table in SHARED_NUMBERS:
            return SHARED_NUMBERS[table]
        return row_of(session, SQLModel.metadata.tables[table], side) or ABSENT


def routes_of(app: Flask) -> Iterator[Route]:
    """Every route with every method that it takes, but for the automatic HEAD and OPTIONS."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        for method in METHODS:
            if method in (rule.methods or ()):
                yield Route(rule, method, permit_of(app, rule.endpoint))
