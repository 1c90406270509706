"""The map of an account: its JSON, and the places of people on it."""

from typing import Any

import orjson
from flask import Response, request
from flask_babel import gettext as _

from scoring.gaps import Placeholder
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.edge.permits import allows
from service.errors import Invalid, Malformed
from service.inputs.chain import Positions
from service.operations.place_on_map import place_on_map
from service.queries.account_analysis import AccountChain, account_chain
from service.queries.known_on import KnownOn
from service.queries.map_positions import map_positions
from service.queries.visibility import may, visible_account
from service.web.accounts.account_page import asked_day
from service.web.accounts.blueprint import accounts
from service.web.form_input import form_input
from service.web.words import word

Place = dict[str, float]


@accounts.get("/<int:account_id>/chain.json")
def chain_json(account_id: int) -> Response:
    """The chain as the map draws it (docs/design-system.md, "The chain map"), on the day that the address names."""
    session, principal, day = current_session(), current_principal(), asked_day()
    account = visible_account(session, principal, account_id)
    chain = account_chain(session, principal, account_id, KnownOn.at(now()) if day is None else KnownOn.end_of(day))
    positions = map_positions(session, principal, account_id)
    query = f"?as_of={day.isoformat()}" if day else ""
    people = [_person(chain, person_id, positions, query) for person_id in chain.members]
    body = {
        "account": {"id": account.id, "name": account.name},
        "as_of": chain.known.day,
        "editable": day is None and may(session, principal, account_id, Resource.ACCOUNT, Action.WRITE),
        "people": people + [_missing(placeholder) for placeholder in chain.analysis.placeholders],
        "ties": [
            {
                "id": tie.id,
                "kind": tie.kind,
                "source": tie.source_id,
                "target": tie.target_id,
                "strength": tie.strength,
            }
            for tie in chain.records.ties
        ],
        "team": [_colleague(chain, row) for row in range(len(chain.chain.team))],
    }
    return Response(orjson.dumps(body), mimetype="application/json")


@accounts.post("/<int:account_id>/positions")
@allows(Resource.ACCOUNT)
def move(account_id: int) -> Response:
    """Keep where people were moved to.

    :raises Malformed: not JSON; :raises Invalid: not positions, or of nobody on the map.
    """
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise Malformed(_("The request cannot be read as it was sent. Nothing was changed."))
    moved = [one for one in _list(sent.get("positions")) if not str(one.get("id", "")).startswith("missing:")]
    values = form_input(
        Positions, positions=[{"person_id": one.get("id"), "x": one.get("x"), "y": one.get("y")} for one in moved]
    )
    placed = place_on_map(current_session(), current_principal(), account_id, values, now=now())
    return Response(orjson.dumps({"placed": placed}), mimetype="application/json")


def _list(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Invalid(_("The places cannot be read. Nothing was changed."), [{"path": "positions", "message": "list"}])
    return value


def _person(chain: AccountChain, person_id: int, positions: dict[int, tuple[float, float]], query: str) -> Any:
    member, place, found = chain.members[person_id], chain.place(person_id), chain.analysis
    stance = chain.stance_of(person_id)
    at = positions.get(person_id)
    return {
        "id": person_id,
        "name": member.name,
        "title": member.title,
        "organisation": member.organisation,
        "side": member.side,
        "roles": [
            {"role": held.role, "sub_role": held.sub_role, "label": _label(held.sub_role or held.role, held.suggested)}
            for held in chain.roles.get(person_id, ())
        ],
        "stance": stance[0] if stance else None,
        "stance_value": stance[1] if stance else None,
        "confidence": stance[2] if stance else None,
        "decision_weight": float(found.weights[place]),
        "voting_power": float(found.power[place]),
        "reach": float(found.reach[place]),
        "gap": float(found.gaps[place]),
        "contribution": float(found.consensus.contributions[place]) if chain.opinions_visible else None,
        "blocker": bool(chain.is_blocker(person_id)),
        "veto": bool(found.rule.veto[place]),
        "placeholder": member.placeholder,
        "position": {"x": at[0], "y": at[1]} if at else None,
        "href": f"/accounts/{chain.account_id}/people/{person_id}{query}",
    }


def _label(value: Any, suggested: bool) -> str:
    return _("%(role)s (suggested)", role=word(value)) if suggested else word(value)


def _missing(placeholder: Placeholder) -> Any:
    role = placeholder.sub_role or placeholder.role
    return {
        "id": placeholder.id,
        "name": word(role),
        "title": _("Nobody known"),
        "roles": [{"role": placeholder.role, "sub_role": placeholder.sub_role, "label": word(role)}],
        "placeholder": True,
    }


def _colleague(chain: AccountChain, row: int) -> Any:
    colleague = chain.chain.team[row]
    strengths = chain.chain.strengths[row]
    return {
        "id": colleague,
        "name": chain.name_of(colleague),
        "strengths": {str(chain.chain.ids[i]): float(strengths[i]) for i in strengths.nonzero()[0]},
    }
