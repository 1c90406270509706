"""What moves money, in words for leadership: each factor as it looks where it costs, and where it protects."""

from collections.abc import Callable

from scoring.risk_parameters import RiskFactor

_ = str  # marks texts for extraction; they are translated where the reader's language is known

# Every reason is measured against comparable accounts: "usual" is the average of the segment.
_COSTS = {
    RiskFactor.FORECAST: _("Those who decide are less in favour than usual"),
    RiskFactor.COVERAGE: _("Less of the decision is reached than usual"),
    RiskFactor.THREADS: _("Fewer threads than usual"),
    RiskFactor.DECISION_MAKER_SILENCE: _("Decision makers not met for longer than usual"),
    RiskFactor.KEY_PERSON_LEFT: _("A key person has left"),
    RiskFactor.USAGE_TREND: _("Use develops worse than usual"),
    RiskFactor.SEAT_ADOPTION: _("More empty seats than usual"),
    RiskFactor.OPEN_DAYS: _("Problems stand open for longer than usual"),
    RiskFactor.REPEAT_PROBLEMS: _("The same problems come again more than usual"),
    RiskFactor.DAYS_OVERDUE: _("Invoices are overdue for longer than usual"),
    RiskFactor.NOTICE_GIVEN: _("Notice has been given"),
    RiskFactor.RESPONSE_COVERAGE: _("Fewer of those who matter answer than usual"),
    RiskFactor.TENURE: _("Younger accounts than usual"),
}
_PROTECTS = {
    RiskFactor.FORECAST: _("Those who decide are more in favour than usual"),
    RiskFactor.COVERAGE: _("More of the decision is reached than usual"),
    RiskFactor.THREADS: _("More threads than usual"),
    RiskFactor.DECISION_MAKER_SILENCE: _("Decision makers met more recently than usual"),
    RiskFactor.KEY_PERSON_LEFT: _("The key people stay"),
    RiskFactor.USAGE_TREND: _("Use develops better than usual"),
    RiskFactor.SEAT_ADOPTION: _("Fewer empty seats than usual"),
    RiskFactor.OPEN_DAYS: _("Problems are solved sooner than usual"),
    RiskFactor.REPEAT_PROBLEMS: _("The same problems come again less than usual"),
    RiskFactor.DAYS_OVERDUE: _("Invoices are paid sooner than usual"),
    RiskFactor.NOTICE_GIVEN: _("No notice given"),
    RiskFactor.RESPONSE_COVERAGE: _("More of those who matter answer than usual"),
    RiskFactor.TENURE: _("Older accounts than usual"),
}
# The question that a reason for risk puts to leadership; {date} is the day by which it must be answered.
_QUESTIONS = {
    RiskFactor.FORECAST: _("Those who decide are not won over: what do we offer them before {date}?"),
    RiskFactor.COVERAGE: _("Too little of the decision is reached: who of us meets the rest before {date}?"),
    RiskFactor.THREADS: _("The account hangs on few people: who of us adds another contact before {date}?"),
    RiskFactor.DECISION_MAKER_SILENCE: _("No decision maker met for long: who of us goes before {date}?"),
    RiskFactor.KEY_PERSON_LEFT: _("A key person has left: who rebuilds the relationship before {date}?"),
    RiskFactor.USAGE_TREND: _("Use develops badly: do we pay for a new start with their users before {date}?"),
    RiskFactor.SEAT_ADOPTION: _("Seats stay empty: help to fill them, or a smaller contract, before {date}?"),
    RiskFactor.OPEN_DAYS: _("Problems stand open: may they take a developer off other work before {date}?"),
    RiskFactor.REPEAT_PROBLEMS: _("The same problems come again: do we mend the cause before {date}?"),
    RiskFactor.DAYS_OVERDUE: _("Invoices are overdue: do we talk about terms, or insist, before {date}?"),
    RiskFactor.NOTICE_GIVEN: _("Notice has been given: do we make another offer before {date}?"),
    RiskFactor.RESPONSE_COVERAGE: _("Those who matter do not answer: who of us asks them before {date}?"),
    RiskFactor.TENURE: _("A young account at risk: who stands by them until {date}?"),
}
_NO_REASON = _("Who of us takes this renewal in hand before {date}?")
_IMPROVEMENTS = {
    RiskFactor.COVERAGE: _("Reach those who decide as in an ordinary account"),
    RiskFactor.THREADS: _("A second contact wherever an account hangs on one"),
    RiskFactor.DECISION_MAKER_SILENCE: _("Meet every decision maker who was not met lately"),
    RiskFactor.USAGE_TREND: _("Bring use back to what is usual"),
    RiskFactor.SEAT_ADOPTION: _("Fill the empty seats"),
    RiskFactor.OPEN_DAYS: _("Solve what stands open"),
    RiskFactor.REPEAT_PROBLEMS: _("Mend what breaks again and again"),
    RiskFactor.RESPONSE_COVERAGE: _("Get answers from those who matter"),
}


def driver_label(factor: RiskFactor, costs: bool, translate: Callable[[str], str]) -> str:
    """A factor where it puts money at risk (``costs``), or where it protects it.

    >>> driver_label(RiskFactor.USAGE_TREND, True, str)
    'Use develops worse than usual'
    """
    return translate((_COSTS if costs else _PROTECTS)[factor])


def decision_question(factor: RiskFactor | None, day: str, translate: Callable[[str], str]) -> str:
    """The question that an account's strongest reason for risk puts to leadership, with its day.

    >>> decision_question(RiskFactor.NOTICE_GIVEN, "1 May", str)
    'Notice has been given: do we make another offer before 1 May?'
    """
    return translate(_NO_REASON if factor is None else _QUESTIONS[factor]).format(date=day)


def improvement_label(factor: RiskFactor, translate: Callable[[str], str]) -> str:
    """What could be done about a factor.

    >>> improvement_label(RiskFactor.SEAT_ADOPTION, str)
    'Fill the empty seats'
    """
    return translate(_IMPROVEMENTS[factor])
