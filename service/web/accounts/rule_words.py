"""How an account decides, in words."""

from collections.abc import Mapping, Sequence

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


def ballot(chain: AccountChain, order: Sequence[int], entered: Mapping[str, str]) -> list[tuple[int, str, bool]]:
    """For each person in ``order``: number, votes and veto, as they were entered, else as the rule has them."""
    rule, lines = chain.analysis.rule, []
    for person_id in order:
        place = chain.place(person_id)
        votes = entered.get(f"votes_{person_id}", vote_count(float(rule.votes[place])))
        lines.append((person_id, votes, f"veto_{person_id}" in entered if entered else bool(rule.veto[place])))
    return lines


def vote_count(votes: float) -> str:
    """A number of votes as a field for numbers takes it.

    >>> vote_count(2.0), vote_count(1.5)
    ('2', '1.5')
    """
    return f"{votes:.4f}".rstrip("0").rstrip(".")


def _count(votes: float) -> str:
    return number(votes, 0 if votes == int(votes) else 1)
