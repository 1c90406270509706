"""The touchpoints of the journey as drivers of the NPS of accounts."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scoring.feedback_trends import latest_of_each
from scoring.vocabulary import QuestionKind
from service.queries.feedback.disclosed import Disclosure
from service.queries.feedback.driver_figures import DriverAnalysis
from service.queries.feedback.driver_table import DriverTable, analysed, satisfied_share
from service.queries.feedback.measures import classes_of, survey_keys
from service.queries.feedback.question_drivers import outcome_of
from service.queries.feedback.rows import METRICS, AnswerRows, Context
from service.queries.feedback.wanted import Dimension, Wanted

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]

LEAST_MET = 1.0 / 3.0
"""The share of accounts that must have rated a touchpoint for it to be compared with the others."""


def touchpoint_drivers(context: Context, wanted: Wanted, rows: AnswerRows) -> DriverAnalysis:
    """How an account's NPS goes with how satisfied or at ease its people were at each touchpoint.

    One row an account: the mean of its latest NPS answers against the mean of its CSAT and CES answers there. Survey,
    purpose and touchpoint of the filter are left aside.
    """
    disclosure = Disclosure(rows, latest_of_each(survey_keys(rows)), context.accounts.attributed)
    choice = disclosure.choice(context, replace(wanted, survey_id=None, touchpoint_id=None, purpose=None))
    if choice.withheld:
        return DriverAnalysis(withheld=True)
    touchpoints, accounts = context.surveys.touchpoint.values, len(context.accounts.selection.ids)
    counts, value = choice.chosen & disclosure.latest, outcome_of(rows)
    is_nps = rows.metric == METRICS.index(QuestionKind.NPS)
    outcome = _means(rows.account, counts & is_nps, value, accounts)
    has = np.isfinite(outcome)
    # Only what accounts with an NPS say of a touchpoint can explain it.
    rating = counts & ~is_nps & has[rows.account]
    here = [rating & (rows.dimension[Dimension.TOUCHPOINT] == place) for place in range(len(touchpoints))]
    best = classes_of(rows).astype(np.float64)
    ratings = [_means(rows.account, chosen, value, accounts)[has] for chosen in here]
    table = DriverTable(
        keys=[str(number) for number in touchpoints],
        names={str(number): {"": context.surveys.touchpoint_names[int(number)]} for number in touchpoints},
        ratings=np.stack(ratings, axis=1) if ratings else np.zeros((int(has.sum()), 0)),
        satisfied=tuple(satisfied_share(best[chosen]) for chosen in here),
        outcome=outcome[has],
    )
    return analysed(table, QuestionKind.NPS, LEAST_MET)


def _means(account: Indices, chosen: Flags, value: Floats, accounts: int) -> Floats:
    """The mean of the chosen rows of each account; NaN without any."""
    count = np.bincount(account[chosen], minlength=accounts)
    total = np.bincount(account[chosen], weights=value[chosen], minlength=accounts)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
