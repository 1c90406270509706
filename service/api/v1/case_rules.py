"""The rules that open cases: one a cause, switched on or off and set by administrators."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from models.vocabulary import CaseOrigin
from service.api.answers import Answer
from service.api.routing import Routes
from service.api.tags import check_tag, tag_of
from service.auth.policy import Reach, Resource
from service.edge.current import current_principal, current_session, now
from service.errors import Invalid, NotFound
from service.inputs.base import Change
from service.operations.set_case_rule import set_case_rule
from service.queries.case_rules import case_rules

Number = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


class CaseRuleRow(BaseModel):
    """A rule: whether it is on, its numbers, and the numbers as delivered."""

    origin: CaseOrigin
    enabled: bool
    numbers: dict[str, float]
    delivered: dict[str, float]


class CaseRules(BaseModel):
    """All rules; there are only these."""

    items: list[CaseRuleRow]
    next: str | None


class CaseRuleChange(Change):
    """Whether a rule is on, and some of its numbers; those that are not named stay."""

    enabled: bool = True
    numbers: dict[str, Number] = Field(default_factory=dict, max_length=20)


def _rows() -> dict[str, dict[str, Any]]:
    found = case_rules(current_session(), current_principal())
    return {
        row.origin.value: {
            "origin": row.origin,
            "enabled": row.enabled,
            "numbers": row.numbers,
            "delivered": row.delivered,
        }
        for row in found
    }


def _one(origin: str) -> dict[str, Any]:
    rows = _rows()
    if origin not in rows:
        raise NotFound
    return rows[origin]


def list_rules() -> dict[str, Any]:
    """All rules with their numbers."""
    return {"items": list(_rows().values()), "next": None}


def read_rule(origin: str) -> Answer:
    """One rule."""
    row = _one(origin)
    return Answer(row, headers={"ETag": tag_of(row)})


def change_rule(origin: str, body: CaseRuleChange) -> Answer:
    """Switch a rule on or off, and set its numbers."""
    row = _one(origin)
    check_tag(row)
    values = body.values
    if any(value is None for value in values.values()):
        raise Invalid("A value is missing.", [{"path": name, "message": "Give a value."} for name in values])
    set_case_rule(
        current_session(),
        current_principal(),
        CaseOrigin(origin),
        enabled=bool(values.get("enabled", row["enabled"])),
        numbers={**row["numbers"], **values.get("numbers", {})},
        now=now(),
    )
    return read_rule(origin)


routes = Routes(
    "case rules",
    Resource.ADMIN,
    "What opens cases by itself. There is one rule for each cause: it can be switched off, not removed.",
    least=Reach.ALL,
)
routes.get("/case-rules", list_rules, "List case rules", answer=CaseRules, operation_id="list_case_rules")
routes.get(
    "/case-rules/<string(maxlength=40):origin>",
    read_rule,
    "Read one case rule",
    answer=CaseRuleRow,
    operation_id="read_case_rule",
)
routes.patch(
    "/case-rules/<string(maxlength=40):origin>",
    change_rule,
    "Change one case rule",
    body=CaseRuleChange,
    answer=CaseRuleRow,
    operation_id="change_case_rule",
)

ROUTES = (routes,)
