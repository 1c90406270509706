"""The ready-made surveys, in the order in which they are offered."""

from service.surveys.template import SurveyTemplate
from service.surveys.templates.delivery_team import DELIVERY_TEAM
from service.surveys.templates.onboarding import ONBOARDING
from service.surveys.templates.partner import PARTNER
from service.surveys.templates.relationship import RELATIONSHIP
from service.surveys.templates.renewal_check import RENEWAL_CHECK
from service.surveys.templates.solved_ticket import SOLVED_TICKET

TEMPLATES: dict[str, SurveyTemplate] = {
    template.key: template
    for template in (RELATIONSHIP, SOLVED_TICKET, ONBOARDING, RENEWAL_CHECK, PARTNER, DELIVERY_TEAM)
}
