"""The verdict on an account in one sentence, the same on the page and on paper."""

from reports.formats import Formats
from reports.renewal_risk.content import Caveat, CaveatKind, Verdict
from reports.translation import Translate
from scoring.vocabulary import RiskBand


def verdict_sentence(verdict: Verdict, formats: Formats, _: Translate) -> str:
    """For example: "Likely to renew, 78 % (64–88), but nobody reaches the CFO".

    Without a probability the band stands alone; the caveat follows as a contrast where the renewal is
    likely, and as the
    explanation where it is not.
    """
    lead = _lead(verdict.band, _)
    if verdict.probability is not None and verdict.band is not RiskBand.UNKNOWN:
        figure = formats.measure_with_interval(verdict.probability)
        lead = _("{lead}, {figure}").format(lead=lead, figure=figure)
    if verdict.caveat is None:
        return lead
    caveat = caveat_clause(verdict.caveat, _)
    if verdict.band is RiskBand.LOW:
        return _("{lead}, but {caveat}").format(lead=lead, caveat=caveat)
    return _("{lead}: {caveat}").format(lead=lead, caveat=caveat)


def _lead(band: RiskBand, _: Translate) -> str:
    match band:
        case RiskBand.LOW:
            return _("Likely to renew")
        case RiskBand.MEDIUM:
            return _("Renewal uncertain")
        case RiskBand.HIGH:
            return _("Renewal at risk")
        case RiskBand.UNKNOWN:
            return _("Not enough data for a forecast")


def caveat_clause(caveat: Caveat, _: Translate) -> str:
    """The caveat as a clause that follows the verdict."""
    subject = caveat.subject or _("a decision maker")
    match caveat.kind:
        case CaveatKind.NOBODY_REACHES:
            return _("nobody reaches {subject}").format(subject=subject)
        case CaveatKind.SINGLE_THREADED:
            return _("everything hangs on {subject}").format(subject=caveat.subject or _("one relationship"))
        case CaveatKind.DECISION_MAKER_SILENT:
            return _("{subject} has not answered").format(subject=subject)
        case CaveatKind.DECISION_MAKER_AGAINST:
            return _("{subject} is against it").format(subject=subject)
        case CaveatKind.KEY_PERSON_LEFT:
            return _("{subject} has left").format(subject=caveat.subject or _("a key person"))
        case CaveatKind.ROLE_MISSING:
            return _("we do not know who the {subject} is").format(subject=subject)
        case CaveatKind.DECISION_UNKNOWN:
            return _("most of the decision is not understood")
        case CaveatKind.NOTICE_SOON:
            return _("notice can be given soon")
