"""The factors of renewal risk in words: what each is called, and what its value says about an account."""

import math
from collections.abc import Callable

from reports.formats import Formats
from scoring.risk_parameters import RiskFactor

_ = str  # marks texts for extraction; they are translated where the reader's language is known

LABELS = {
    RiskFactor.FORECAST: _("What those who decide think"),
    RiskFactor.COVERAGE: _("How much of the decision we reach"),
    RiskFactor.THREADS: _("On how many people the account hangs"),
    RiskFactor.DECISION_MAKER_SILENCE: _("Time since a decision maker was met"),
    RiskFactor.KEY_PERSON_LEFT: _("A key person has left"),
    RiskFactor.USAGE_TREND: _("Trend of use"),
    RiskFactor.SEAT_ADOPTION: _("Seats in use"),
    RiskFactor.OPEN_DAYS: _("Problems that stand open"),
    RiskFactor.REPEAT_PROBLEMS: _("Problems that come again"),
    RiskFactor.DAYS_OVERDUE: _("Invoices overdue"),
    RiskFactor.NOTICE_GIVEN: _("Notice given"),
    RiskFactor.RESPONSE_COVERAGE: _("Who has answered"),
    RiskFactor.TENURE: _("Years as a customer"),
}

_EVIDENCE = {
    RiskFactor.FORECAST: _("Consensus {value} on -1 to +1, high is good"),
    RiskFactor.COVERAGE: _("{value} of the decision is reached"),
    RiskFactor.THREADS: _("{value} separate threads"),
    RiskFactor.DECISION_MAKER_SILENCE: _("Last meeting {value} days ago"),
    RiskFactor.USAGE_TREND: _("{value} active users in 12 weeks"),
    RiskFactor.SEAT_ADOPTION: _("{value} of the seats are used"),
    RiskFactor.OPEN_DAYS: _("{value} open days, weighted by severity"),
    RiskFactor.REPEAT_PROBLEMS: _("{value} times the same problem again"),
    RiskFactor.DAYS_OVERDUE: _("{value} days overdue at most"),
    RiskFactor.RESPONSE_COVERAGE: _("{value} of the decision has answered"),
    RiskFactor.TENURE: _("{value} years"),
}
_NOT_KNOWN = _("Not known")
_EITHER = {
    RiskFactor.KEY_PERSON_LEFT: (_("Nobody of weight has left lately"), _("A decision maker or champion left lately")),
    RiskFactor.NOTICE_GIVEN: (_("No notice given"), _("Notice has been given")),
}
_SHARES = frozenset({RiskFactor.COVERAGE, RiskFactor.SEAT_ADOPTION, RiskFactor.RESPONSE_COVERAGE})
_ONE_DECIMAL = frozenset({RiskFactor.THREADS, RiskFactor.TENURE})
# The slope is per week; a reader thinks of the quarter that it was measured over.
_WEEKS = 12


def factor_label(factor: RiskFactor, translate: Callable[[str], str]) -> str:
    """What a factor is called.

    >>> factor_label(RiskFactor.NOTICE_GIVEN, str)
    'Notice given'
    """
    return translate(LABELS[factor])


def factor_evidence(factor: RiskFactor, value: float | None, formats: Formats) -> str:
    """What the raw value of a factor says, in one line.

    >>> from babel import Locale
    >>> factor_evidence(RiskFactor.COVERAGE, 0.56, Formats(Locale("en"), str))
    '56 % of the decision is reached'
    """
    translate = formats.translate
    if value is None:
        return translate(_NOT_KNOWN)
    if factor in _EITHER:
        return translate(_EITHER[factor][value >= 0.5])
    return translate(_EVIDENCE[factor]).format(value=_written(factor, value, formats))


def _written(factor: RiskFactor, value: float, formats: Formats) -> str:
    if factor in _SHARES:
        return formats.share(value)
    if factor is RiskFactor.FORECAST:
        return formats.number(value, digits=2, signed=True)
    if factor is RiskFactor.USAGE_TREND:
        change = math.expm1(value * _WEEKS)
        return formats.percent_sign(formats.number(change * 100, signed=True))
    return formats.number(value, digits=1 if factor in _ONE_DECIMAL else 0)
