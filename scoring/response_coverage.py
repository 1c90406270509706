"""Who has answered, weighed by what they decide; and who matters and is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scoring.feedback_parameters import DEFAULT_FEEDBACK, FeedbackParameters
from scoring.vocabulary import Role

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class SilentPerson:
    """Somebody without a valid answer: ``decision_weight`` in [0, 1], last answer ever (None = never)."""

    person: str
    decision_weight: float
    is_decision_maker: bool
    last_answered_on: date | None


def has_valid_answer(
    answered_on: Days, today: date, parameters: FeedbackParameters = DEFAULT_FEEDBACK
) -> NDArray[np.bool_]:
    """Whether each person's latest answer (NaT = never) is at most ``valid_days`` old and not of the future.

    >>> days = np.array(["2026-01-01", "2025-01-01", "NaT"], "M8[D]")
    >>> has_valid_answer(days, date(2026, 3, 1)).tolist()
    [True, False, False]
    """
    day = np.datetime64(today, "D")
    return (answered_on <= day) & (answered_on >= day - np.timedelta64(parameters.valid_days, "D"))


def response_coverage(
    account: Indices,
    decision_weight: Floats,
    answered_on: Days,
    accounts: int,
    today: date,
    parameters: FeedbackParameters = DEFAULT_FEEDBACK,
) -> Floats:
    """Sum of decision weights of those with a valid answer, per account (accounts,), in [0, 1].

    One row per person: ``account`` its row, ``decision_weight`` (they add up to 1 per account),
    ``answered_on`` the latest answer or NaT. NaN for an account without people: nothing is known. The
    accounts' silence lowers it, however many users answer who decide nothing.

    >>> people = np.array([0, 0]), np.array([0.7, 0.3]), np.array(["NaT", "2026-02-01"], "M8[D]")
    >>> response_coverage(*people, accounts=2, today=date(2026, 3, 1)).tolist()
    [0.3, nan]
    """
    if not (np.isfinite(decision_weight).all() and (decision_weight >= 0).all()):
        raise ValueError("decision weights must be finite and at least 0")
    valid = has_valid_answer(answered_on, today, parameters)
    covered = np.bincount(account, weights=decision_weight * valid, minlength=accounts)
    people = np.bincount(account, minlength=accounts)
    return np.where(people > 0, np.minimum(covered, 1.0), np.nan)


def silent_people(
    people: Sequence[str],
    roles: Sequence[Role | None],
    decision_weight: Floats,
    answered_on: Days,
    today: date,
    parameters: FeedbackParameters = DEFAULT_FEEDBACK,
) -> tuple[SilentPerson, ...]:
    """Those of one account without a valid answer, the greatest decision weight first, decision makers before
    others of the same weight.

    >>> days = np.array(["NaT", "2026-02-01"], "M8[D]")
    >>> silent_people(["cfo", "user"], [Role.DECISION_MAKER, None], np.array([0.9, 0.1]), days, date(2026, 3, 1))
    (SilentPerson(person='cfo', decision_weight=0.9, is_decision_maker=True, last_answered_on=None),)
    """
    valid = has_valid_answer(answered_on, today, parameters)
    answered = answered_on.astype("datetime64[D]").astype(object)
    silent = [
        SilentPerson(
            person=people[i],
            decision_weight=float(decision_weight[i]),
            is_decision_maker=roles[i] is Role.DECISION_MAKER,
            last_answered_on=answered[i] if answered[i] is not None and answered[i] <= today else None,
        )
        for i in np.flatnonzero(~valid).tolist()
    ]
    return tuple(sorted(silent, key=lambda p: (-p.decision_weight, not p.is_decision_maker, p.person)))
