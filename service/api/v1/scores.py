"""Scores in force, overrides, exchange rates, and the rules about roles."""

from service.api.noun import Noun
from service.auth.policy import Resource
from service.inputs.base import changes_of
from service.inputs.person import NewRequiredRole, NewTitleRule
from service.inputs.score import ExchangeRateChange, NewExchangeRate, NewOverride, OverrideChange
from service.operations.override_score import change_override, override_score, withdraw_override
from service.operations.shared_entries import EXCHANGE_RATES, REQUIRED_ROLES, TITLE_RULES
from service.queries.nouns import people, scores

chain_scores = Noun(
    name="chain-scores",
    singular="chain score",
    about="The measures of decision chains as they are in force; see an account's chain for its people.",
    listing=scores.CHAIN_SCORES,
    resource=Resource.ACCOUNT,
    parameter="account_id",
)

health_scores = Noun(
    name="health-scores",
    singular="health score",
    about="Computed health scores in force: 0-100, high is good. Overrides stand beside them.",
    listing=scores.HEALTH_SCORES,
    resource=Resource.ACCOUNT,
    parameter="account_id",
)

renewal_risks = Noun(
    name="renewal-risks",
    singular="renewal risk",
    about="The risk that a contract is not renewed: probabilities of loss in [0, 1], low is good.",
    listing=scores.RENEWAL_RISKS,
    resource=Resource.ACCOUNT,
    parameter="contract_id",
)


overrides = Noun(
    name="overrides",
    singular="override",
    about="A person's own judgement over a computed score, with reason and end. A change replaces it; the former one "
    "stays, withdrawn. Removing one withdraws it.",
    listing=scores.OVERRIDES,
    resource=Resource.ACCOUNT,
    parameter="override_id",
    create=(NewOverride, override_score),
    change=(OverrideChange, change_override),
    remove=withdraw_override,
)

exchange_rates = Noun(
    name="exchange-rates",
    singular="exchange rate",
    about="What one unit of a currency is worth in the company's own: an assumption with a source.",
    listing=scores.EXCHANGE_RATES,
    resource=Resource.ACCOUNT,
    write=Resource.ADMIN,
    parameter="currency",
    rule="string(length=3)",
    create=(NewExchangeRate, EXCHANGE_RATES.create),
    change=(ExchangeRateChange, EXCHANGE_RATES.change),
    remove=EXCHANGE_RATES.remove,
)

required_roles = Noun(
    name="required-roles",
    singular="required role",
    about="Functions that every account of a segment should have filled.",
    listing=people.REQUIRED_ROLES,
    resource=Resource.ACCOUNT,
    write=Resource.ADMIN,
    parameter="required_role_id",
    create=(NewRequiredRole, REQUIRED_ROLES.create),
    change=(changes_of(NewRequiredRole), REQUIRED_ROLES.change),
    remove=REQUIRED_ROLES.remove,
)

title_rules = Noun(
    name="title-rules",
    singular="title rule",
    about="Which role a job title suggests, per language.",
    listing=people.TITLE_RULES,
    resource=Resource.ACCOUNT,
    write=Resource.ADMIN,
    parameter="title_rule_id",
    create=(NewTitleRule, TITLE_RULES.create),
    change=(changes_of(NewTitleRule), TITLE_RULES.change),
    remove=TITLE_RULES.remove,
)

ROUTES = tuple(
    noun.routes
    for noun in (
        chain_scores,
        health_scores,
        renewal_risks,
        overrides,
        exchange_rates,
        required_roles,
        title_rules,
    )
)
