"""Which groups may be shown so that no answer can be traced to a few people, not even by subtraction."""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

FEWEST_PEOPLE = 5
"""Below so many people nothing is shown to a reader who may see figures over several only."""


def withheld_groups(people: Counts, fewest: int = FEWEST_PEOPLE) -> Flags:
    """Which groups of a breakdown (groups,) are withheld, given how many people stand behind each.

    A group of 1 to ``fewest - 1`` people is withheld. So are the next smallest ones until all that is withheld holds
    at least ``fewest`` people together: otherwise the total minus what is shown would give a small group away
    (complementary suppression). Groups of nobody hide nothing and are never withheld. ValueError on negative counts.

    >>> withheld_groups(np.array([3, 40, 12, 0])).tolist()
    [True, False, True, False]
    >>> withheld_groups(np.array([3, 2, 40])).tolist()
    [True, True, False]
    """
    if (people < 0).any():
        raise ValueError("a group has at least 0 people")
    hidden: Flags = (people > 0) & (people < fewest)
    for place in np.argsort(people, kind="stable").tolist():
        if not 0 < int(people[hidden].sum()) < fewest:
            break
        hidden[place] |= bool(people[place] > 0)
    return hidden
