"""The story of the renewal-risk report, in the order in which it is read."""

from reportlab.platypus import Flowable

from reports.page import Furniture
from reports.renewal_risk.content import RenewalRiskContent
from reports.renewal_risk.health import health_score, trend
from reports.renewal_risk.listening import feedback
from reports.renewal_risk.methods_note import methods
from reports.renewal_risk.people import decision_chain
from reports.renewal_risk.reasoning import changes, next_contacts, reasons
from reports.renewal_risk.summary import facts, figures, title
from reports.setting import Setting


def story(content: RenewalRiskContent, setting: Setting) -> list[Flowable]:
    """Everything, from the verdict to the small print."""
    return [
        *title(content, setting),
        *facts(content.account, setting),
        *figures(content, setting),
        *reasons(content, setting),
        *next_contacts(content, setting),
        *decision_chain(content, setting),
        *feedback(content, setting),
        *health_score(content, setting),
        *trend(content, setting),
        *changes(content, setting),
        *methods(content, setting),
    ]


def furniture(content: RenewalRiskContent, setting: Setting) -> Furniture:
    """What stands on every page."""
    _ = setting.translate
    return Furniture(
        report=_("Renewal risk: {account}").format(account=content.account.name),
        subject=content.account.name,
        data_date=_("as known on {date}").format(date=setting.formats.day(content.data_date)),
        note=_("high is good on every scale"),
    )
