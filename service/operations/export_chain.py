"""Write the decision chain of one account as a graph, and note who took it out."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from service.auth.principal import Principal
from service.exports.chain_graph import ExportedChain, as_csv, as_graphml, as_json
from service.operations.record_audit import record_audit
from service.queries.account_analysis import AccountAnalysis, account_analysis
from service.queries.known_on import KnownOn

FORMATS: Mapping[str, Callable[[ExportedChain], bytes]] = {"graphml": as_graphml, "csv": as_csv, "json": as_json}
"""What a chain can be written as; ``csv`` is a ZIP with one file for people and one for ties."""


def export_chain(
    session: Session, principal: Principal, account_id: int, known: KnownOn, form: str, *, now: datetime
) -> tuple[ExportedChain, bytes]:
    """The chain of one account as known on one day, as rows and as a file in one of :data:`FORMATS`.

    :raises NotFound: absent, or not within reach.
    """
    analysis = account_analysis(session, principal, account_id, known)
    chain = exported_chain(analysis)
    fields = {"format": form, "as_of": chain.as_of, "opinions": analysis.opinions_visible}
    record_audit(session, principal, "export", "chain", account_id, now=now, account_id=account_id, fields=fields)
    return chain, FORMATS[form](chain)


def exported_chain(analysis: AccountAnalysis) -> ExportedChain:
    """The rows of a chain; stances and blockers only where the reader may see them."""
    people = []
    for person_id, member in analysis.members.items():
        place, held = analysis.place(person_id), analysis.leading_role(person_id)
        row: dict[str, Any] = {
            "id": person_id,
            "name": member.name,
            "title": member.title or "",
            "organisation": member.organisation or "",
            "side": member.side.value,
            "role": held.role.value if held else "",
            "sub_role": held.sub_role.value if held and held.sub_role else "",
            "placeholder": member.placeholder,
            "voting_power": float(analysis.analysis.power[place]),
            "decision_weight": float(analysis.analysis.weights[place]),
            "reach": float(analysis.analysis.reach[place]),
            "access": float(analysis.analysis.access.probability[place]),
            "gap": float(analysis.analysis.gaps[place]),
        }
        if analysis.opinions_visible:
            stance = analysis.stance_of(person_id)
            row["stance"] = stance[0].value if stance else "unknown"
            row["stance_value"] = stance[1] if stance else ""
            row["stance_confidence"] = stance[2] if stance else 0.0
            row["blocker"] = bool(analysis.is_blocker(person_id))
        people.append(row)
    ties = [
        {
            "id": tie.id,
            "source": tie.source_id,
            "target": tie.target_id,
            "kind": tie.kind.value,
            "strength": tie.strength,
        }
        for tie in analysis.records.ties
    ]
    return ExportedChain(analysis.account_id, analysis.known.day.isoformat(), people, ties)
