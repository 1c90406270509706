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


def marked(text: str, query: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the words of ``query``; the pieces join to the text.

    >>> marked("Export: SLOW", "slow export")
    [('Export', True), (': ', False), ('SLOW', True)]
    >>> marked("服務ＯＫ", "ok")
    [('服務', False), ('ＯＫ', True)]
    """
    words = [word for word in normalised(query).split() if word]
    folded: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        for folded_character in normalised(character) or " ":
            folded.append(folded_character)
            origin.append(place)
    line = "".join(folded)
    hit = [False] * len(text)
    for word in words:
        start = line.find(word)
        while start >= 0:
            for place in origin[start : start + len(word)]:
                hit[place] = True
            start = line.find(word, start + len(word))
    pieces: list[tuple[str, bool]] = []
    for character, is_hit in zip(text, hit, strict=True):
        if pieces and pieces[-1][1] is is_hit:
            pieces[-1] = (pieces[-1][0] + character, is_hit)
        else:
            pieces.append((character, is_hit))
    return pieces
