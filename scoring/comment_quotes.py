"""Finding comments by their words, and quoting them at a length that fits."""

from collections.abc import Sequence

from scoring.comment_values import DEFAULT_COMMENTS, Comment, CommentParameters
from scoring.comment_words import normalised


def find_quotes(
    comments: Sequence[Comment], query: str, parameters: CommentParameters = DEFAULT_COMMENTS
) -> list[tuple[str, str]]:
    """Reference and quote of the comments that hold every word of ``query``, in any case and width.

    An empty query finds nothing.

    >>> find_quotes([Comment("1", "The Export is slow."), Comment("2", "Fine")], "slow export")
    [('1', 'The Export is slow.')]
    """
    wanted = normalised(query).split()
    if not wanted:
        return []
    return [
        (comment.reference, quote(comment.text, wanted[0], parameters))
        for comment in comments
        if all(word in normalised(comment.text) for word in wanted)
    ]


def quote(text: str, around: str = "", parameters: CommentParameters = DEFAULT_COMMENTS) -> str:
    """The text on one line, at most ``longest_quote`` characters with ``around`` in view; cuts are marked.

    >>> quote("It was good until the last release made it slow", "slow", CommentParameters(longest_quote=12))
    '…made it slow'
    """
    line = " ".join(text.split())
    longest = parameters.longest_quote
    if len(line) <= longest:
        return line
    hit = max(line.casefold().find(around.casefold()), 0)
    start = min(max(hit - longest // 2, 0), len(line) - longest)
    end = start + longest
    return f"{'…' if start else ''}{line[start:end].strip()}{'…' if end < len(line) else ''}"
