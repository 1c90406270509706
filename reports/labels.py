"""The domain's words as a reader sees them; the ``_`` passed in translates them."""

from reports.translation import Translate
from scoring.vocabulary import HealthGroup, OrganisationSide, RiskBand, Role, Stance, SubRole


def role_label(role: Role | None, _: Translate) -> str:
    """What somebody is for the decision."""
    match role:
        case Role.DECISION_MAKER:
            return _("Decision maker")
        case Role.INFLUENCER:
            return _("Influencer")
        case Role.END_USER:
            return _("End user")
        case None:
            return _("No role yet")


def sub_role_label(sub_role: SubRole | None, _: Translate) -> str:
    """The finer function, or an empty text."""
    if sub_role is None:
        return ""
    return {
        SubRole.ECONOMIC_BUYER: _("Economic buyer"),
        SubRole.APPROVER: _("Approver"),
        SubRole.EXECUTIVE_SPONSOR: _("Executive sponsor"),
        SubRole.COMMITTEE_MEMBER: _("Committee member"),
        SubRole.CHAMPION: _("Champion"),
        SubRole.COACH: _("Coach"),
        SubRole.TECHNICAL_EVALUATOR: _("Technical evaluator"),
        SubRole.PROCUREMENT: _("Procurement"),
        SubRole.GATEKEEPER: _("Gatekeeper"),
        SubRole.INITIATOR: _("Initiator"),
        SubRole.EXTERNAL_ADVISER: _("External adviser"),
        SubRole.POWER_USER: _("Power user"),
        SubRole.ADMINISTRATOR: _("Administrator"),
        SubRole.USER_LEAD: _("User lead"),
        SubRole.USER: _("User"),
    }[sub_role]


def stance_label(stance: Stance | None, _: Translate) -> str:
    """Where somebody stands; unknown is a stance of its own."""
    match stance:
        case Stance.ADVOCATE:
            return _("Advocate")
        case Stance.SUPPORTER:
            return _("Supporter")
        case Stance.NEUTRAL:
            return _("Neutral")
        case Stance.SCEPTIC:
            return _("Sceptic")
        case Stance.OPPONENT:
            return _("Opponent")
        case None:
            return _("Unknown")


def band_label(band: RiskBand, _: Translate) -> str:
    """The risk in words."""
    match band:
        case RiskBand.HIGH:
            return _("High risk")
        case RiskBand.MEDIUM:
            return _("Medium risk")
        case RiskBand.LOW:
            return _("Low risk")
        case RiskBand.UNKNOWN:
            return _("Not enough data")


def group_label(group: HealthGroup, _: Translate) -> str:
    """A group of measures of the health score."""
    return {
        HealthGroup.SENTIMENT: _("Sentiment"),
        HealthGroup.RELATIONSHIPS: _("Relationships"),
        HealthGroup.USAGE: _("Usage"),
        HealthGroup.SUPPORT: _("Support"),
        HealthGroup.COMMERCIAL: _("Commercial"),
        HealthGroup.RESPONSIVENESS: _("Responsiveness"),
    }[group]


def side_label(side: OrganisationSide, _: Translate) -> str:
    """Whose organisation it is."""
    match side:
        case OrganisationSide.CUSTOMER:
            return _("Customer")
        case OrganisationSide.PARTNER:
            return _("Partner")
        case OrganisationSide.SUBSIDIARY:
            return _("Subsidiary")
