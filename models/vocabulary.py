"""The words that only the records know: states of things, and who may do what."""

from enum import StrEnum


class UserRole(StrEnum):
    """What a user may do; the rules stand in ``service/auth``."""

    ADMIN = "admin"
    LEADERSHIP = "leadership"
    SALES = "sales"
    CSM = "csm"
    READ_ONLY = "read_only"


class RunState(StrEnum):
    """Where a run of a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    QUARANTINED = "quarantined"


class GenerationState(StrEnum):
    """Whether a generation of scores can be seen yet."""

    BUILDING = "building"
    PUBLISHED = "published"
    ABANDONED = "abandoned"


class GenerationKind(StrEnum):
    """Which accounts a generation of scores covers."""

    PORTFOLIO = "portfolio"
    ACCOUNTS = "accounts"


class ImportState(StrEnum):
    """Where an import batch stands."""

    PREVIEWED = "previewed"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    UNDONE = "undone"


class ImportKind(StrEnum):
    """What the rows of an imported file are."""

    ACCOUNTS = "accounts"
    PEOPLE = "people"
    CONTRACTS = "contracts"
    INTERACTIONS = "interactions"
    TICKETS = "tickets"
    USAGE = "usage"
    INVOICES = "invoices"
    RESPONSES = "responses"
    TIES = "ties"
    RELATIONSHIPS = "relationships"


class ReviewState(StrEnum):
    """Where a pair of look-alikes stands."""

    OPEN = "open"
    MERGED = "merged"
    DIFFERENT = "different"


class CaseState(StrEnum):
    """Where a case of the closed loop stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


class CaseOrigin(StrEnum):
    """What opened a case."""

    UNHAPPY_ANSWER = "unhappy_answer"
    SILENT_DECISION_MAKER = "silent_decision_maker"
    DEPARTED_CHAMPION = "departed_champion"
    FALLING_SCORE = "falling_score"
    REPEATED_PROBLEM = "repeated_problem"
    MANUAL = "manual"


class Urgency(StrEnum):
    """How soon a case must be dealt with."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class NoticeKind(StrEnum):
    """What a notice tells."""

    ASSIGNED = "assigned"
    JOINED = "joined"
    REOPENED = "reopened"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


class SurveyPurpose(StrEnum):
    """Relationship surveys age slowly, transactional ones fast."""

    RELATIONSHIP = "relationship"
    TRANSACTIONAL = "transactional"


class SurveyState(StrEnum):
    """Whether a survey can be sent."""

    DRAFT = "draft"
    LIVE = "live"
    CLOSED = "closed"


class InvitationState(StrEnum):
    """Where an invitation stands."""

    PLANNED = "planned"
    SENT = "sent"
    BOUNCED = "bounced"
    PARTIAL = "partial"
    ANSWERED = "answered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class ResponseSource(StrEnum):
    """How an answer reached us."""

    RESPONDENT = "respondent"
    COLLEAGUE = "colleague"
    IMPORT = "import"
    API = "api"


class ReportKind(StrEnum):
    """Which document a report is."""

    RENEWAL_RISK = "renewal_risk"
    LEADERSHIP = "leadership"


class DeliveryKind(StrEnum):
    """What a message carries."""

    REPORT = "report"
    INVITATION = "invitation"
    REMINDER = "reminder"
    NOTICE = "notice"
    DIGEST = "digest"
    FORGOTTEN = "forgotten"


class DeliveryState(StrEnum):
    """Where a message stands on its way out."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
