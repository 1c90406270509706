"""The whole analysis of one account's chain, computed on demand, with the names to show it by."""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.interaction import Interaction, InteractionPerson
from models.user import User
from scoring import chain as core
from scoring.analysis import ChainAnalysis, ChainMeasures, analyse_chain, measure_chain
from scoring.parameters import DEFAULT_PARAMETERS, ChainParameters
from scoring.vocabulary import Role, Stance
from service.auth.policy import Action, Resource
from service.auth.principal import Principal
from service.queries.chain_reading import chain_records
from service.queries.chain_records import ChainRecords, HeldRole, Member
from service.queries.chains import chain_of, colleague_id
from service.queries.known_on import KnownOn
from service.queries.visibility import may, visible_account

_ROLE_ORDER = {Role.DECISION_MAKER: 0, Role.INFLUENCER: 1, Role.END_USER: 2}


@dataclass(frozen=True, eq=False)
class AccountChain:
    """The records of a chain, the chain, its measures, and our people's names by their id in the chain.

    ``opinions_visible`` False: the reader may not see what is believed of single people; then stances, contributions
    and blockers stand in the analysis (it could not be computed without them) but must not be shown, which
    :meth:`stance_of` and :meth:`is_blocker` see to.
    """

    account_id: int
    known: KnownOn
    records: ChainRecords
    chain: core.Chain
    analysis: ChainMeasures
    colleagues: dict[str, str]
    last_contact: dict[int, datetime]
    opinions_visible: bool

    @cached_property
    def members(self) -> dict[int, Member]:
        """The people of the chain by id."""
        return {member.person_id: member for member in self.records.members}

    @cached_property
    def roles(self) -> dict[int, list[HeldRole]]:
        """The roles of each person, the leading one first; suggestions after what is confirmed."""
        held: dict[int, list[HeldRole]] = {}
        for role in self.records.roles:
            held.setdefault(role.person_id, []).append(role)
        for roles in held.values():
            roles.sort(key=lambda role: (role.suggested, _ROLE_ORDER[role.role]))
        return held

    def leading_role(self, person_id: int) -> HeldRole | None:
        """The role that somebody is drawn and listed with: confirmed before suggested, then by what it decides."""
        roles = self.roles.get(person_id)
        return roles[0] if roles else None

    def place(self, person_id: int) -> int:
        """Where a person stands in the arrays of the analysis."""
        return self.chain.position[person_id]

    def stance_of(self, person_id: int) -> tuple[Stance, float, float] | None:
        """The nearest named stance, its value in [-1, 1] and the confidence; None = unknown, or not to be seen."""
        i = self.place(person_id)
        if not self.opinions_visible or not self.chain.known[i]:
            return None
        value = float(self.chain.stance[i])
        return Stance.nearest(value), value, float(self.chain.confidence[i])

    def is_blocker(self, person_id: int) -> bool | None:
        """Whether somebody blocks; None where that is not to be seen."""
        return bool(self.analysis.blockers[self.place(person_id)]) if self.opinions_visible else None

    def name_of(self, node: core.PersonId) -> str:
        """The name of a person or a colleague, by the id that the analysis gives."""
        if isinstance(node, int):
            return self.members[node].name
        return self.colleagues.get(node, node)


@dataclass(frozen=True, eq=False)
class AccountAnalysis(AccountChain):
    """The same with the whole analysis, which takes its time in a dense chain."""

    analysis: ChainAnalysis


def account_chain(
    session: Session,
    principal: Principal,
    account_id: int,
    known: KnownOn,
    parameters: ChainParameters = DEFAULT_PARAMETERS,
) -> AccountChain:
    """The chain of one account as known on one day, with the measures that take no time.

    :raises NotFound: absent, or not within reach.
    """
    visible_account(session, principal, account_id, Resource.ACCOUNT)
    records = chain_records(session, [account_id], known, parameters.recent_contact_days)[account_id]
    chain = chain_of(records, known, parameters)
    return AccountChain(
        account_id=account_id,
        known=known,
        records=records,
        chain=chain,
        analysis=measure_chain(chain, parameters),
        colleagues=_colleagues(session, records),
        last_contact=_last_contact(session, account_id, known),
        opinions_visible=may(session, principal, account_id, Resource.OPINION, Action.READ),
    )


def account_analysis(
    session: Session,
    principal: Principal,
    account_id: int,
    known: KnownOn,
    parameters: ChainParameters = DEFAULT_PARAMETERS,
) -> AccountAnalysis:
    """Analyse the chain of one account as known on one day.

    :raises NotFound: absent, or not within reach.
    """
    found = account_chain(session, principal, account_id, known, parameters)
    parts = {field.name: getattr(found, field.name) for field in fields(found)}
    return AccountAnalysis(**{**parts, "analysis": analyse_chain(found.chain, parameters)})


def _colleagues(session: Session, records: ChainRecords) -> dict[str, str]:
    ids = {relationship.user_id for relationship in records.relationships}
    rows = session.execute(select(col(User.id), col(User.name)).where(col(User.id).in_(ids)))
    return {colleague_id(row.id): row.name for row in rows}


def _last_contact(session: Session, account_id: int, known: KnownOn) -> dict[int, datetime]:
    statement = (
        select(col(InteractionPerson.person_id), func.max(col(Interaction.occurred_at)))
        .join(Interaction, col(Interaction.id) == col(InteractionPerson.interaction_id))
        .where(col(Interaction.account_id) == account_id, col(Interaction.occurred_at) <= known.moment)
        .group_by(col(InteractionPerson.person_id))
    )
    return dict(session.execute(statement).all())
