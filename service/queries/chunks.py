"""Long lists of ids, cut so that a statement stays within what both databases take."""

from collections.abc import Iterator, Sequence

SIZE = 900


def chunks(ids: Sequence[int], size: int = SIZE) -> Iterator[Sequence[int]]:
    """The ids in runs of at most ``size``.

    >>> [list(run) for run in chunks([1, 2, 3], 2)]
    [[1, 2], [3]]
    """
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
