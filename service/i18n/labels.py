"""The words of stored values, for pages, mails and documents: one text for each member of each enum."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext

from models.vocabulary import (
    CaseOrigin,
    CaseState,
    DeliveryKind,
    DeliveryState,
    GenerationKind,
    GenerationState,
    ImportKind,
    ImportState,
    InvitationState,
    NoticeKind,
    ReportKind,
    ResponseSource,
    ReviewState,
    RunState,
    SurveyPurpose,
    SurveyState,
    Urgency,
    UserRole,
)
from scoring.comment_values import Tone
from scoring.vocabulary import (
    ContractOutcome,
    EvidenceKind,
    HealthGroup,
    InteractionKind,
    LifecycleStage,
    OrganisationSide,
    QuestionKind,
    RiskBand,
    Role,
    ScoreFamily,
    SignalKind,
    Stance,
    Strength,
    SubRole,
    TicketSeverity,
    TieKind,
)
from service.i18n.catalogue import translator

_l = str  # marks texts for extraction; label() and text_of() translate them

#: By enum, since members of two enums with the same value are equal to each other.
LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Role: {
        Role.DECISION_MAKER: _l("Decision maker"),
        Role.INFLUENCER: _l("Influencer"),
        Role.END_USER: _l("End user"),
    },
    SubRole: {
        SubRole.ECONOMIC_BUYER: _l("Economic buyer"),
        SubRole.APPROVER: _l("Approver"),
        SubRole.EXECUTIVE_SPONSOR: _l("Executive sponsor"),
        SubRole.COMMITTEE_MEMBER: _l("Committee member"),
        SubRole.CHAMPION: _l("Champion"),
        SubRole.COACH: _l("Coach"),
        SubRole.TECHNICAL_EVALUATOR: _l("Technical evaluator"),
        SubRole.PROCUREMENT: _l("Procurement"),
        SubRole.GATEKEEPER: _l("Gatekeeper"),
        SubRole.INITIATOR: _l("Initiator"),
        SubRole.EXTERNAL_ADVISER: _l("External adviser"),
        SubRole.POWER_USER: _l("Power user"),
        SubRole.ADMINISTRATOR: _l("Administrator"),
        SubRole.USER_LEAD: _l("User lead"),
        SubRole.USER: _l("User"),
    },
    TieKind: {
        TieKind.REPORTS_TO: _l("Reports to"),
        TieKind.INFLUENCES: _l("Influences"),
        TieKind.WORKS_WITH: _l("Works with"),
        TieKind.CONFLICTS: _l("In conflict with"),
    },
    Stance: {
        Stance.ADVOCATE: _l("Advocate"),
        Stance.SUPPORTER: _l("Supporter"),
        Stance.NEUTRAL: _l("Neutral"),
        Stance.SCEPTIC: _l("Sceptic"),
        Stance.OPPONENT: _l("Opponent"),
    },
    Strength: {
        Strength.NONE: _l("None"),
        Strength.BRIEF: _l("Brief contact"),
        Strength.SEVERAL_CONTACTS: _l("Several contacts"),
        Strength.IN_DEPTH: _l("In depth"),
        Strength.TRUSTED: _l("Trusted"),
    },
    OrganisationSide: {
        OrganisationSide.CUSTOMER: _l("Customer"),
        OrganisationSide.PARTNER: _l("Partner"),
        OrganisationSide.SUBSIDIARY: _l("Subsidiary"),
    },
    ScoreFamily: {
        ScoreFamily.INTERNAL: _l("Internal delivery"),
        ScoreFamily.CUSTOMER: _l("Customer"),
        ScoreFamily.PARTNER: _l("Partner"),
    },
    QuestionKind: {
        QuestionKind.NPS: _l("NPS (likely to recommend)"),
        QuestionKind.CSAT: _l("CSAT (satisfaction)"),
        QuestionKind.CES: _l("CES (effort)"),
        QuestionKind.SINGLE_CHOICE: _l("Single choice"),
        QuestionKind.MULTIPLE_CHOICE: _l("Multiple choice"),
        QuestionKind.SCALE: _l("Scale"),
        QuestionKind.TEXT: _l("Text"),
    },
    EvidenceKind: {
        EvidenceKind.RELATIONSHIP_SURVEY: _l("Relationship survey"),
        EvidenceKind.TRANSACTIONAL_SURVEY: _l("Transactional survey"),
        EvidenceKind.OBSERVATION: _l("Colleague's observation"),
    },
    LifecycleStage: {
        LifecycleStage.ONBOARDING: _l("Onboarding"),
        LifecycleStage.ADOPTION: _l("Adoption"),
        LifecycleStage.VALUE: _l("Value"),
        LifecycleStage.RENEWAL: _l("Renewal"),
        LifecycleStage.EXPANSION: _l("Expansion"),
        LifecycleStage.CHURNED: _l("Lost"),
    },
    ContractOutcome: {
        ContractOutcome.OPEN: _l("Open"),
        ContractOutcome.RENEWED: _l("Renewed"),
        ContractOutcome.EXPANDED: _l("Renewed for more"),
        ContractOutcome.CONTRACTED: _l("Renewed for less"),
        ContractOutcome.LOST: _l("Lost"),
    },
    RiskBand: {
        RiskBand.HIGH: _l("High risk"),
        RiskBand.MEDIUM: _l("Medium risk"),
        RiskBand.LOW: _l("Low risk"),
        RiskBand.UNKNOWN: _l("Not enough data"),
    },
    SignalKind: {
        SignalKind.ACTIVE_USERS: _l("Active users"),
        SignalKind.SEATS: _l("Seats"),
        SignalKind.TICKET_OPENED: _l("Ticket opened"),
        SignalKind.TICKET_CLOSED: _l("Ticket closed"),
        SignalKind.INVOICE_DUE: _l("Invoice due"),
        SignalKind.INVOICE_PAID: _l("Invoice paid"),
        SignalKind.USAGE: _l("Usage"),
    },
    TicketSeverity: {
        TicketSeverity.LOW: _l("Low"),
        TicketSeverity.NORMAL: _l("Normal"),
        TicketSeverity.HIGH: _l("High"),
        TicketSeverity.URGENT: _l("Urgent"),
    },
    InteractionKind: {
        InteractionKind.MEETING: _l("Meeting"),
        InteractionKind.CALL: _l("Call"),
        InteractionKind.EMAIL: _l("Email"),
        InteractionKind.EVENT: _l("Event"),
        InteractionKind.NOTE: _l("Note"),
    },
    HealthGroup: {
        HealthGroup.SENTIMENT: _l("Sentiment"),
        HealthGroup.RELATIONSHIPS: _l("Relationships"),
        HealthGroup.USAGE: _l("Usage"),
        HealthGroup.SUPPORT: _l("Support"),
        HealthGroup.COMMERCIAL: _l("Commercial"),
        HealthGroup.RESPONSIVENESS: _l("Responsiveness"),
    },
    UserRole: {
        UserRole.ADMIN: _l("Administrator"),
        UserRole.LEADERSHIP: _l("Leadership"),
        UserRole.SALES: _l("Sales representative"),
        UserRole.CSM: _l("Customer-success manager"),
        UserRole.READ_ONLY: _l("Read only"),
    },
    RunState: {
        RunState.QUEUED: _l("Waiting"),
        RunState.RUNNING: _l("Running"),
        RunState.DONE: _l("Done"),
        RunState.FAILED: _l("Failed"),
        RunState.QUARANTINED: _l("Set aside after repeated failures"),
    },
    GenerationState: {
        GenerationState.BUILDING: _l("Building"),
        GenerationState.PUBLISHED: _l("Published"),
        GenerationState.ABANDONED: _l("Abandoned"),
    },
    GenerationKind: {
        GenerationKind.PORTFOLIO: _l("Whole portfolio"),
        GenerationKind.ACCOUNTS: _l("Single accounts"),
    },
    ImportState: {
        ImportState.PREVIEWED: _l("Previewed"),
        ImportState.RUNNING: _l("Running"),
        ImportState.DONE: _l("Done"),
        ImportState.REFUSED: _l("Refused"),
        ImportState.UNDONE: _l("Undone"),
    },
    ImportKind: {
        ImportKind.ACCOUNTS: _l("Accounts"),
        ImportKind.PEOPLE: _l("People"),
        ImportKind.CONTRACTS: _l("Contracts"),
        ImportKind.INTERACTIONS: _l("Interactions"),
        ImportKind.TICKETS: _l("Tickets"),
        ImportKind.USAGE: _l("Product usage"),
        ImportKind.INVOICES: _l("Invoices"),
        ImportKind.RESPONSES: _l("Survey answers"),
        ImportKind.TIES: _l("Ties"),
        ImportKind.RELATIONSHIPS: _l("Our relationships"),
    },
    ReviewState: {
        ReviewState.OPEN: _l("Open"),
        ReviewState.MERGED: _l("Merged"),
        ReviewState.DIFFERENT: _l("Kept apart"),
    },
    CaseState: {
        CaseState.OPEN: _l("Open"),
        CaseState.IN_PROGRESS: _l("In progress"),
        CaseState.WAITING: _l("Waiting"),
        CaseState.RESOLVED: _l("Resolved"),
        CaseState.CLOSED: _l("Closed"),
    },
    CaseOrigin: {
        CaseOrigin.UNHAPPY_ANSWER: _l("Unhappy answer"),
        CaseOrigin.SILENT_DECISION_MAKER: _l("Silent decision maker"),
        CaseOrigin.DEPARTED_CHAMPION: _l("Departed champion"),
        CaseOrigin.FALLING_SCORE: _l("Falling health score"),
        CaseOrigin.REPEATED_PROBLEM: _l("Repeated problem"),
        CaseOrigin.MANUAL: _l("Opened by hand"),
    },
    Urgency: {
        Urgency.LOW: _l("Low"),
        Urgency.NORMAL: _l("Normal"),
        Urgency.HIGH: _l("High"),
    },
    NoticeKind: {
        NoticeKind.ASSIGNED: _l("A case is yours"),
        NoticeKind.JOINED: _l("More about a case"),
        NoticeKind.REOPENED: _l("A case is open again"),
        NoticeKind.OVERDUE: _l("A case is overdue"),
        NoticeKind.ESCALATED: _l("An overdue case needs you"),
    },
    SurveyPurpose: {
        SurveyPurpose.RELATIONSHIP: _l("Relationship"),
        SurveyPurpose.TRANSACTIONAL: _l("Transactional"),
    },
    SurveyState: {
        SurveyState.DRAFT: _l("Draft"),
        SurveyState.LIVE: _l("Live"),
        SurveyState.CLOSED: _l("Closed"),
    },
    Tone: {
        Tone.POSITIVE: _l("Positive"),
        Tone.NEUTRAL: _l("Neutral"),
        Tone.NEGATIVE: _l("Negative"),
    },
    InvitationState: {
        InvitationState.PLANNED: _l("Planned"),
        InvitationState.SENT: _l("Sent"),
        InvitationState.BOUNCED: _l("Bounced"),
        InvitationState.PARTIAL: _l("Partial"),
        InvitationState.ANSWERED: _l("Answered"),
        InvitationState.EXPIRED: _l("Expired"),
        InvitationState.WITHDRAWN: _l("Withdrawn"),
    },
    ResponseSource: {
        ResponseSource.RESPONDENT: _l("Respondent"),
        ResponseSource.COLLEAGUE: _l("Entered by a colleague"),
        ResponseSource.IMPORT: _l("Import"),
        ResponseSource.API: _l("API"),
    },
    ReportKind: {
        ReportKind.RENEWAL_RISK: _l("Renewal risk"),
        ReportKind.LEADERSHIP: _l("Leadership summary"),
    },
    DeliveryKind: {
        DeliveryKind.REPORT: _l("Report"),
        DeliveryKind.INVITATION: _l("Invitation"),
        DeliveryKind.REMINDER: _l("Reminder"),
        DeliveryKind.NOTICE: _l("Notice"),
        DeliveryKind.DIGEST: _l("Digest"),
        DeliveryKind.FORGOTTEN: _l("Forgotten password"),
    },
    DeliveryState: {
        DeliveryState.WAITING: _l("Waiting"),
        DeliveryState.SENDING: _l("Sending"),
        DeliveryState.SENT: _l("Sent"),
        DeliveryState.BOUNCED: _l("Bounced"),
        DeliveryState.FAILED: _l("Failed"),
        DeliveryState.SUPPRESSED: _l("Suppressed"),
    },
}


def label(value: StrEnum) -> Any:
    """The words for ``value``, translated when they are shown.

    >>> str(label(UserRole.READ_ONLY))
    'Read only'
    """
    return lazy_gettext(LABELS[type(value)][value])


def text_of(value: StrEnum, language: str) -> str:
    """The words for ``value`` in a language, for documents and mails: it needs no request.

    >>> text_of(UserRole.READ_ONLY, "en")
    'Read only'
    """
    return translator(language)(LABELS[type(value)][value])


def options(enum: type[StrEnum]) -> list[tuple[str, Any]]:
    """Stored value and words of every member, for a list to choose from.

    >>> [value for value, _words in options(Strength)][:2]
    ['none', 'brief']
    """
    return [(member.value, label(member)) for member in enum]
