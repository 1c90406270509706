"""What each reason for a renewal risk is worth in percentage points of the probability of renewal."""

import math


def renewal_effects(segment_log_odds: float, reasons: list[float]) -> list[float]:
    """Reasons in log-odds of loss as percentage points of renewal, adding up to the difference from the segment.

    Each gets its share of the difference that all of them make together; the sign turns, since a reason for loss is
    one against renewal.

    >>> [round(points, 2) for points in renewal_effects(0.0, [1.0, -0.5])]
    [-24.49, 12.25]
    """
    from_segment, total = renewal_probability(segment_log_odds), sum(reasons)
    if abs(total) > 1e-9:
        slope = (renewal_probability(segment_log_odds + total) - from_segment) / total
    else:
        slope = -from_segment * (1.0 - from_segment)
    return [100.0 * slope * reason for reason in reasons]


def renewal_probability(loss_log_odds: float) -> float:
    """1 / (1 + exp(log-odds of loss)).

    >>> renewal_probability(0.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(min(loss_log_odds, 700.0)))
