"""From a table of ratings to the drivers that can be told from it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from scoring.drivers import DEFAULT_DRIVERS, DriverParameters, key_drivers
from scoring.feedback import TopBoxShare, top_box
from scoring.feedback_parameters import TopBox
from scoring.vocabulary import QuestionKind
from service.queries.feedback.driver_figures import DriverAnalysis, DriverFigure, LeftOut

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

_SATISFIED = TopBox(0.0, 1.0, 1)
# Three boxes of seven, two of five: the same share of any scale.
BEST_SHARE = 0.4


def satisfied_share(is_best: Floats) -> TopBoxShare:
    """The share of ratings in the best boxes, from one 0 or 1 for each rating."""
    return top_box(is_best, _SATISFIED)


@dataclass(frozen=True, eq=False)
class DriverTable:
    """Ratings (n, candidates) in [0, 1], 1 is best, NaN where none was given; ``outcome`` (n,).

    ``satisfied`` has the share of answers in the best boxes for each candidate.
    """

    keys: list[str]
    names: Mapping[str, Mapping[str, str]]
    ratings: Floats
    satisfied: tuple[TopBoxShare, ...]
    outcome: Floats


def analysed(
    table: DriverTable,
    outcome: QuestionKind,
    least_rated: float,
    parameters: DriverParameters = DEFAULT_DRIVERS,
) -> DriverAnalysis:
    """The drivers of the outcome among the candidates that at least this share of the rows has rated.

    A question that few were asked would otherwise leave next to no complete answer; it is named instead. Of more than
    twelve the most rated ones are compared.
    """
    rated = np.isfinite(table.ratings).sum(axis=0)
    order = np.argsort(-rated, kind="stable")
    enough = [
        place for place in order.tolist() if rated[place] > 0 and rated[place] >= least_rated * len(table.outcome)
    ]
    places = sorted(enough[: parameters.most_drivers])
    left_out = [place for place in order.tolist() if place not in places and rated[place] > 0]
    ratings = table.ratings[:, places]
    complete = int(np.isfinite(ratings).all(axis=1).sum()) if places else 0
    keys = tuple(table.keys[place] for place in places)
    # Threads of the linear algebra would wait for each other more than they compute.
    with threadpool_limits(limits=1, user_api="blas"):
        found = key_drivers(keys, ratings, table.outcome, parameters) if keys else None
    return DriverAnalysis(
        outcome=outcome,
        rows=len(table.outcome),
        complete=complete,
        needed=parameters.fewest_answers_per_driver * max(len(places), 1),
        r_squared=None if found is None else found.r_squared,
        drivers=()
        if found is None
        else tuple(
            _figure(table, driver.name, driver.share, driver.low, driver.high, driver.direction)
            for driver in found.drivers
        ),
        left_out=tuple(
            LeftOut(table.keys[place], table.names[table.keys[place]], int(rated[place])) for place in left_out
        ),
        candidates=keys,
    )


def _figure(table: DriverTable, key: str, share: float, low: float, high: float, direction: int) -> DriverFigure:
    place = table.keys.index(key)
    given = np.isfinite(table.ratings[:, place])
    return DriverFigure(
        key=key,
        names=table.names[key],
        importance=share,
        low=low,
        high=high,
        direction=direction,
        satisfied=table.satisfied[place],
        mean=float(table.ratings[given, place].mean()),
    )
