"""The records behind each group of an account's health score, named so that a reader can recognise them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.interaction import Interaction
from models.person import Person
from models.signal import Invoice, Ticket
from models.survey import Response
from scoring.health_evidence import group_evidence
from scoring.health_facts import Evidence, EvidenceSource
from scoring.health_parameters import DEFAULT_SCORECARD, Scorecard
from scoring.vocabulary import HealthGroup
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.queries.account_analysis import AccountChain
from service.queries.health_records import health_records, sources
from service.queries.measured_accounts import account_facts, measured_chain
from service.queries.visibility import may

MOST = 12


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One record: what it is, whom or what it names ("" = nothing in particular), its day and its value."""

    source: EvidenceSource
    name: str
    person_id: int | None
    day: date | None
    value: float | None


def health_evidence(
    session: Session, principal: Principal, chain: AccountChain, scorecard: Scorecard = DEFAULT_SCORECARD
) -> dict[HealthGroup, list[EvidenceLine]]:
    """By group the newest records that count on the chain's day; those that the reader may not see are left out."""
    account_id, known = chain.account_id, chain.known
    health = health_records(session, [account_id], known)[account_id]
    facts = account_facts(chain.records, health, measured_chain(chain.chain), known.day, sources(session, known))
    hidden = {
        source
        for source, resource in (
            (EvidenceSource.RESPONSE, Resource.RESPONSE),
            (EvidenceSource.INVOICE, Resource.REVENUE),
        )
        if not may(session, principal, account_id, resource, Action.READ)
    }
    found: dict[HealthGroup, list[EvidenceLine]] = {}
    for group, records in group_evidence(facts, known.day, scorecard).items():
        seen = [
            record
            for record in records
            if record.source not in hidden
            # What somebody of ours believes of a person is an opinion; that a person left is none.
            and (chain.opinions_visible or record.source is not EvidenceSource.PERSON or record.value is None)
            and record.reference != "decision_maker_meeting"
        ]
        found[group] = _named(session, chain, group, seen[:MOST])
    return found


def _named(session: Session, chain: AccountChain, group: HealthGroup, records: list[Evidence]) -> list[EvidenceLine]:
    def numbers(source: EvidenceSource) -> list[int]:
        return [int(one.reference) for one in records if one.source is source and one.reference.isdigit()]

    # The group of who answered names people; all others name the answer.
    by_person = group is HealthGroup.RESPONSIVENESS
    answerers = {} if by_person else _texts(session, Response, "person_id", numbers(EvidenceSource.RESPONSE))
    people = {int(person) for person in answerers.values() if person} | set(numbers(EvidenceSource.PERSON))
    people |= set(numbers(EvidenceSource.RESPONSE)) if by_person else set()
    names = _texts(session, Person, "name", sorted(people))
    texts = {
        EvidenceSource.TICKET: _texts(session, Ticket, "subject", numbers(EvidenceSource.TICKET)),
        EvidenceSource.INVOICE: _texts(session, Invoice, "number", numbers(EvidenceSource.INVOICE)),
        EvidenceSource.INTERACTION: _texts(session, Interaction, "subject", numbers(EvidenceSource.INTERACTION)),
    }
    lines = []
    for one in records:
        number = int(one.reference) if one.reference.isdigit() else None
        person_id = number if one.source is EvidenceSource.PERSON or by_person else None
        if one.source is EvidenceSource.RESPONSE and not by_person:
            person_id = answerers.get(number or 0)
        name = names.get(person_id or 0, "") if person_id else texts.get(one.source, {}).get(number or 0, "")
        shown = person_id if person_id in chain.members else None
        lines.append(EvidenceLine(one.source, str(name or one.reference), shown, one.day, one.value))
    return lines


def _texts(
    session: Session,
    table: type[Person] | type[Ticket] | type[Invoice] | type[Interaction] | type[Response],
    column: str,
    numbers: list[int],
) -> dict[int, Any]:
    if not numbers:
        return {}
    statement = select(col(table.id), col(getattr(table, column))).where(col(table.id).in_(numbers))
    return dict(session.execute(statement).all())
