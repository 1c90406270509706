"""The words of the domain, as enums whose values are what is stored and what the API speaks."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is for the decision; several at once are possible, and none."""

    DECISION_MAKER = "decision_maker"
    INFLUENCER = "influencer"
    END_USER = "end_user"


class SubRole(StrEnum):
    """The finer function within a role; :attr:`role` tells which role it belongs to."""

    ECONOMIC_BUYER = "economic_buyer"
    APPROVER = "approver"
    EXECUTIVE_SPONSOR = "executive_sponsor"
    COMMITTEE_MEMBER = "committee_member"
    CHAMPION = "champion"
    COACH = "coach"
    TECHNICAL_EVALUATOR = "technical_evaluator"
    PROCUREMENT = "procurement"
    GATEKEEPER = "gatekeeper"
    INITIATOR = "initiator"
    EXTERNAL_ADVISER = "external_adviser"
    POWER_USER = "power_user"
    ADMINISTRATOR = "administrator"
    USER_LEAD = "user_lead"
    USER = "user"

    @property
    def role(self) -> Role:
        """The role that this function belongs to.

        >>> SubRole.CHAMPION.role.value
        'influencer'
        """
        return _ROLE_OF[self]


_ROLE_OF = {
    SubRole.ECONOMIC_BUYER: Role.DECISION_MAKER,
    SubRole.APPROVER: Role.DECISION_MAKER,
    SubRole.EXECUTIVE_SPONSOR: Role.DECISION_MAKER,
    SubRole.COMMITTEE_MEMBER: Role.DECISION_MAKER,
    SubRole.CHAMPION: Role.INFLUENCER,
    SubRole.COACH: Role.INFLUENCER,
    SubRole.TECHNICAL_EVALUATOR: Role.INFLUENCER,
    SubRole.PROCUREMENT: Role.INFLUENCER,
    SubRole.GATEKEEPER: Role.INFLUENCER,
    SubRole.INITIATOR: Role.INFLUENCER,
    SubRole.EXTERNAL_ADVISER: Role.INFLUENCER,
    SubRole.POWER_USER: Role.END_USER,
    SubRole.ADMINISTRATOR: Role.END_USER,
    SubRole.USER_LEAD: Role.END_USER,
    SubRole.USER: Role.END_USER,
}


class TieKind(StrEnum):
    """How two people of a chain are tied; direction is part of the meaning.

    ``reports_to``: source reports to target. ``influences``: the target listens to the source.
    ``works_with``: both listen to each other. ``conflicts``: halves the listening between the two.
    """

    REPORTS_TO = "reports_to"
    INFLUENCES = "influences"
    WORKS_WITH = "works_with"
    CONFLICTS = "conflicts"


class Stance(StrEnum):
    """Where somebody stands on renewing; *unknown* is the absence of a stance, never neutral."""

    ADVOCATE = "advocate"
    SUPPORTER = "supporter"
    NEUTRAL = "neutral"
    SCEPTIC = "sceptic"
    OPPONENT = "opponent"

    @property
    def value_on_scale(self) -> float:
        """The stance as a number in [-1, 1].

        >>> Stance.SCEPTIC.value_on_scale
        -0.5
        """
        return {"advocate": 1.0, "supporter": 0.5, "neutral": 0.0, "sceptic": -0.5, "opponent": -1.0}[self.value]

    @classmethod
    def nearest(cls, x: float) -> "Stance":
        """The named stance nearest to ``x`` in [-1, 1]; a tie goes to the more favourable one.

        >>> Stance.nearest(-0.2).value
        'neutral'
        """
        return min(cls, key=lambda s: (abs(s.value_on_scale - x), -s.value_on_scale))


class Strength(StrEnum):
    """How well one of our people knows one of theirs."""

    NONE = "none"
    BRIEF = "brief"
    SEVERAL_CONTACTS = "several_contacts"
    IN_DEPTH = "in_depth"
    TRUSTED = "trusted"

    @property
    def value_on_scale(self) -> float:
        """The strength as a number in [0, 1].

        >>> Strength.TRUSTED.value_on_scale
        0.95
        """
        return {"none": 0.0, "brief": 0.25, "several_contacts": 0.5, "in_depth": 0.75, "trusted": 0.95}[self.value]


class OrganisationSide(StrEnum):
    """Whose organisation a person of the chain belongs to."""

    CUSTOMER = "customer"
    PARTNER = "partner"
    SUBSIDIARY = "subsidiary"


class ScoreFamily(StrEnum):
    """The three families of experience: internal delivery (BX), customer (CX), partner (PX)."""

    INTERNAL = "internal"
    CUSTOMER = "customer"
    PARTNER = "partner"


class QuestionKind(StrEnum):
    """What kind of answer a question takes."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    SCALE = "scale"
    TEXT = "text"


class EvidenceKind(StrEnum):
    """Where a piece of evidence on a stance comes from."""

    RELATIONSHIP_SURVEY = "relationship_survey"
    TRANSACTIONAL_SURVEY = "transactional_survey"
    OBSERVATION = "observation"


class LifecycleStage(StrEnum):
    """Where an account stands in its journey with us."""

    ONBOARDING = "onboarding"
    ADOPTION = "adoption"
    VALUE = "value"
    RENEWAL = "renewal"
    EXPANSION = "expansion"
    CHURNED = "churned"


class ContractOutcome(StrEnum):
    """How a contract ended; *open* while its end lies ahead."""

    OPEN = "open"
    RENEWED = "renewed"
    EXPANDED = "expanded"
    CONTRACTED = "contracted"
    LOST = "lost"


class RiskBand(StrEnum):
    """The renewal risk in words, used wherever a percentage is not yet earned."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


class SignalKind(StrEnum):
    """Operational data (O-data) about an account, dated."""

    ACTIVE_USERS = "active_users"
    SEATS = "seats"
    TICKET_OPENED = "ticket_opened"
    TICKET_CLOSED = "ticket_closed"
    INVOICE_DUE = "invoice_due"
    INVOICE_PAID = "invoice_paid"
    USAGE = "usage"


class TicketSeverity(StrEnum):
    """How bad a support problem is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class InteractionKind(StrEnum):
    """How one of our people met one of theirs."""

    MEETING = "meeting"
    CALL = "call"
    EMAIL = "email"
    EVENT = "event"
    NOTE = "note"


class HealthGroup(StrEnum):
    """The groups of measures of a health score."""

    SENTIMENT = "sentiment"
    RELATIONSHIPS = "relationships"
    USAGE = "usage"
    SUPPORT = "support"
    COMMERCIAL = "commercial"
    RESPONSIVENESS = "responsiveness"
