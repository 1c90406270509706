"""How an account decides, in words."""

from flask_babel import gettext as _

from scoring.decision_rule import RuleGrounds
from service.queries.account_analysis import AccountChain
from service.web.formatting import number


def rule_words(chain: AccountChain) -> str:
    """One clause about the decision rule and its vetoes; empty where nobody is known."""
    rule = chain.analysis.rule
    match rule.grounds:
        case RuleGrounds.SOLE_ECONOMIC_BUYER:
            said = _("the economic buyer decides alone")
        case RuleGrounds.DECISION_MAKERS:
            said = _("more than half of the decision makers")
        case RuleGrounds.EVERYBODY:
            said = _("everybody has one vote")
        case RuleGrounds.NOBODY:
            return ""
        case _other:
            said = _("%(quota)s of %(votes)s votes", quota=_count(rule.quota), votes=_count(float(rule.votes.sum())))
    vetoes = [chain.name_of(chain.chain.ids[i]) for i in rule.veto.nonzero()[0]]
    if vetoes:
        said = _("%(rule)s, with a veto for %(names)s", rule=said, names=", ".join(vetoes))
    return str(said)


def _count(votes: float) -> str:
    return number(votes, 0 if votes == int(votes) else 1)
