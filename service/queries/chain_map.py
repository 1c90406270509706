"""The map of one account: who is there, how they are tied, where they were drawn, and what the measures say."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.person import MapPosition
from service.auth.principal import Principal
from service.queries.account_analysis import AccountAnalysis, account_analysis
from service.queries.chain_records import ChainRecords, Member
from service.queries.known_on import KnownOn


def chain_map(session: Session, principal: Principal, account_id: int, known: KnownOn) -> dict[str, Any]:
    """Everything that drawing the chain of one account needs, as known on one day.

    What is believed of single people (stance, contribution, blocker) is None for a reader without the permission.

    :raises NotFound: absent, or not within reach.
    """
    found = account_analysis(session, principal, account_id, known)
    places = _places(session, account_id)
    consensus, covered = found.analysis.consensus, found.analysis.coverage
    return {
        "account_id": account_id,
        "as_of": known.day,
        "opinions_visible": found.opinions_visible,
        "people": [_person(found, member, places.get(member.person_id)) for member in found.records.members],
        "ties": [
            {"id": t.id, "kind": t.kind, "source_id": t.source_id, "target_id": t.target_id, "strength": t.strength}
            for t in found.records.ties
        ],
        "colleagues": [{"id": number, "name": name} for number, name in sorted(found.colleagues.items())],
        "relationships": _relationships(found.records),
        "rule": _rule(found),
        "missing_roles": [str(role.id).removeprefix("missing:") for role in found.analysis.placeholders],
        "measures": {
            "forecast": consensus.forecast,
            "forecast_low": consensus.low,
            "forecast_high": consensus.high,
            "known_weight": consensus.known_weight,
            "probability_yes": consensus.probability_yes,
            "calibrated": consensus.calibrated,
            "coverage": covered.coverage,
            "threads": covered.threads,
            "single_threaded": covered.single_threaded,
        },
    }


def _places(session: Session, account_id: int) -> dict[int, dict[str, float]]:
    statement = select(col(MapPosition.person_id), col(MapPosition.x), col(MapPosition.y)).where(
        col(MapPosition.account_id) == account_id
    )
    return {person_id: {"x": x, "y": y} for person_id, x, y in session.execute(statement)}


def _person(found: AccountAnalysis, member: Member, place: dict[str, float] | None) -> dict[str, Any]:
    i = found.place(member.person_id)
    analysis = found.analysis
    stance = found.stance_of(member.person_id)
    last = found.last_contact.get(member.person_id)
    return {
        "id": member.person_id,
        "name": member.name,
        "title": member.title,
        "side": member.side,
        "organisation": member.organisation,
        "placeholder": member.placeholder,
        "do_not_contact": member.do_not_contact,
        "openness": member.openness,
        "roles": [
            {"role": role.role, "sub_role": role.sub_role, "suggested": role.suggested}
            for role in found.roles.get(member.person_id, [])
        ],
        "position": place,
        "last_contact_at": last,
        "voting_power": float(analysis.power[i]),
        "decision_weight": float(analysis.weights[i]),
        "reach": float(analysis.reach[i]),
        "access": float(analysis.access.probability[i]),
        "gap": float(analysis.gaps[i]),
        "stance": stance[0] if stance else None,
        "stance_value": stance[1] if stance else None,
        "confidence": stance[2] if stance else None,
        "contribution": float(analysis.consensus.contributions[i]) if found.opinions_visible else None,
        "blocker": found.is_blocker(member.person_id),
    }


def _relationships(records: ChainRecords) -> list[dict[str, Any]]:
    return [
        {
            "user_id": r.user_id,
            "person_id": r.person_id,
            "strength": r.strength,
            "target_strength": r.target_strength,
            "confirmed_on": r.confirmed_on,
        }
        for r in records.relationships
    ]


def _rule(found: AccountAnalysis) -> dict[str, Any]:
    rule, ids = found.analysis.rule, found.chain.ids
    return {
        "assumed": rule.assumed,
        "quota": rule.quota,
        "votes": [
            {"person_id": ids[i], "votes": float(rule.votes[i]), "veto": bool(rule.veto[i])}
            for i in range(len(ids))
            if rule.votes[i] > 0 or rule.veto[i]
        ],
    }
