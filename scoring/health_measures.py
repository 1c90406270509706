"""The measures of health, each on arrays over accounts; one account is an array of length one.

NaN in a result means *not observed*; it is never a bad value and never a good one. Records dated after
``today`` are not known yet and are ignored, so the same functions serve a look back at any past day.
"""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from scoring.health_facts import Days, Floats, Indices


def usage_trend(weekly_active: Floats, weeks: int, fewest: int) -> Floats:
    """Theil-Sen slope of ln(active + 1) over the latest ``weeks``: about the relative change per week.

    ``weekly_active`` has shape (n, w), oldest first, NaN for a week without data; result (n,). NaN where
    fewer than ``fewest`` weeks were observed. The median of all pairwise slopes: one odd week, a holiday
    or a test, does not turn it (Sen 1968, doi:10.1080/01621459.1968.10480934).

    >>> usage_trend(np.array([[9.0, 99.0, 999.0, 9999.0]]), weeks=12, fewest=3).round(6).tolist()
    [2.302585]
    """
    recent = np.log1p(weekly_active[:, -weeks:])
    earlier, later = np.triu_indices(recent.shape[1], k=1)
    if len(earlier) == 0:
        return np.full(recent.shape[0], np.nan)
    slopes = (recent[:, later] - recent[:, earlier]) / (later - earlier)
    enough = np.isfinite(recent).sum(axis=1) >= max(fewest, 2)
    return np.where(enough, _row_median(slopes), np.nan)


def _row_median(rows: Floats) -> Floats:
    # Sorting puts NaN last, so the two middle places follow from the count; np.nanmedian is far slower here.
    ordered = np.sort(rows, axis=1)
    counts = np.isfinite(rows).sum(axis=1)
    index = np.arange(len(rows))
    low = np.maximum((counts - 1) // 2, 0)
    high = np.minimum(np.maximum(counts // 2, 0), rows.shape[1] - 1)
    middle: Floats = (ordered[index, low] + ordered[index, high]) / 2.0
    return np.where(counts > 0, middle, np.nan)


def weeks_observed(weekly_active: Floats, weeks: int) -> Floats:
    """The share of the latest ``weeks`` that has data, in [0, 1].

    >>> weeks_observed(np.array([[1.0, np.nan, 3.0]]), weeks=12).tolist()
    [0.16666666666666666]
    """
    observed: Floats = np.isfinite(weekly_active[:, -weeks:]).sum(axis=1) / weeks
    return observed


def seat_adoption(weekly_active: Floats, seats: Floats, weeks: int) -> Floats:
    """Median active users of the latest ``weeks`` over the seats paid for; may exceed 1 where seats are shared.

    NaN where no week has data, or where the seats are unknown or fewer than one.

    >>> seat_adoption(np.array([[10.0, 40.0, 50.0, 60.0]]), np.array([100.0]), weeks=3).tolist()
    [0.5]
    """
    recent = weekly_active[:, -weeks:]
    if recent.shape[1] == 0:
        return np.full(len(seats), np.nan)
    usable = np.where(seats >= 1, seats, np.nan)
    return _row_median(recent) / usable


def open_days(
    accounts: int,
    ticket_account: Indices,
    opened: Days,
    closed: Days,
    weights: Floats,
    today: date,
    window_days: int,
) -> Floats:
    """Days that problems stood open within the last ``window_days``, each weighted by its severity.

    ``weights`` has one weight per ticket. Result (accounts,), at least 0; an account without tickets has 0.

    >>> one_open = (np.array([0]), np.array(["2026-03-01"], "M8[D]"), np.array(["NaT"], "M8[D]"))
    >>> open_days(1, *one_open, np.array([2.0]), date(2026, 3, 11), window_days=90).tolist()
    [20.0]
    """
    day = np.datetime64(today, "D")
    until = np.where(np.isnat(closed) | (closed > day), day, closed)
    since = np.maximum(opened, day - np.timedelta64(window_days, "D"))
    stood = np.maximum((until - since).astype(np.float64), 0.0)
    return np.bincount(ticket_account, weights=stood * weights, minlength=accounts).astype(np.float64)


def repeat_problems(
    accounts: int,
    ticket_account: Indices,
    opened: Days,
    topic: Indices,
    today: date,
    window_days: int,
    repeat_within_days: int,
) -> Floats:
    """How many problems of the last ``window_days`` came back: same topic, soon after the one before.

    ``topic`` -1 = unclassified, never a repeat. *Soon* is within ``repeat_within_days`` of the previous
    opening. Result (accounts,).

    >>> days = np.array(["2026-01-01", "2026-02-01", "2026-02-20"], "M8[D]")
    >>> same, today = np.array([7, 7, 7]), date(2026, 3, 1)
    >>> repeat_problems(1, np.zeros(3, dtype=np.intp), days, same, today, 90, 30).tolist()
    [1.0]
    """
    day = np.datetime64(today, "D")
    usable = (topic >= 0) & (opened <= day)
    order = np.lexsort((opened[usable], topic[usable], ticket_account[usable]))
    account, subject = ticket_account[usable][order], topic[usable][order]
    when = opened[usable][order].astype(np.int64)
    again = (
        (account[1:] == account[:-1])
        & (subject[1:] == subject[:-1])
        & (when[1:] - when[:-1] <= repeat_within_days)
        & (when[1:] > int(day.astype(np.int64)) - window_days)
    )
    return np.bincount(account[1:][again], minlength=accounts).astype(np.float64)


def days_overdue(accounts: int, invoice_account: Indices, due: Days, paid: Days, today: date) -> Floats:
    """The age in days of the oldest unpaid claim past its due day; 0 where nothing is overdue.

    An invoice paid after ``today`` is still unpaid on that day. Result (accounts,).

    >>> due, paid = np.array(["2026-03-01"], "M8[D]"), np.array(["NaT"], "M8[D]")
    >>> days_overdue(1, np.array([0]), due, paid, date(2026, 3, 31)).tolist()
    [30.0]
    """
    day = np.datetime64(today, "D")
    unpaid = np.isnat(paid) | (paid > day)
    late = np.where(unpaid, np.maximum((day - due).astype(np.float64), 0.0), 0.0)
    oldest = np.zeros(accounts)
    np.maximum.at(oldest, invoice_account, late)
    return oldest


def decision_maker_silence(last_meeting: Days, customer_since: Days, today: date) -> Floats:
    """Days since somebody of ours last met a decision maker of the account.

    Where no meeting is on record, since the account became a customer; NaN where that is unknown too.

    >>> never, since = np.array(["NaT"], "M8[D]"), np.array(["2026-01-01"], "M8[D]")
    >>> decision_maker_silence(never, since, date(2026, 3, 1)).tolist()
    [59.0]
    """
    day = np.datetime64(today, "D")
    met = np.where(last_meeting <= day, last_meeting, np.datetime64("NaT", "D"))
    began = np.where(customer_since <= day, customer_since, np.datetime64("NaT", "D"))
    return days_since(np.where(np.isnat(met), began, met), today)


def days_since(days: Days, today: date) -> Floats:
    """Days from each date to ``today``, at least 0; NaN for NaT.

    >>> days_since(np.array(["2026-01-01", "NaT"], "M8[D]"), date(2026, 1, 31)).tolist()
    [30.0, nan]
    """
    elapsed = (np.datetime64(today, "D") - days).astype(np.float64)
    return np.where(np.isnat(days), np.nan, np.maximum(elapsed, 0.0))


def happened_within(days: Days, today: date, within_days: int | None) -> NDArray[np.bool_]:
    """Whether something happened by ``today`` and at most ``within_days`` ago (None = ever).

    >>> happened_within(np.array(["2026-01-01", "2026-05-01"], "M8[D]"), date(2026, 2, 1), 120).tolist()
    [True, False]
    """
    day = np.datetime64(today, "D")
    held = ~np.isnat(days) & (days <= day)
    if within_days is not None:
        held &= days >= day - np.timedelta64(within_days, "D")
    return held


def freshness(age_days: Floats, half_life_days: float | None) -> Floats:
    """2^(-age / half-life) in (0, 1]; 1 where the measure ages by itself (None); 0 for an unknown age.

    >>> freshness(np.array([0.0, 30.0, np.nan]), 30.0).tolist()
    [1.0, 0.5, 0.0]
    """
    if half_life_days is None:
        return np.ones(len(age_days))
    return np.where(np.isnan(age_days), 0.0, np.exp2(-np.nan_to_num(age_days) / half_life_days))
