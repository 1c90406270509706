"""How well the tone of comments is read: public labelled sets, by the words alone and fitted to ratings.

    python -m benchmarks.comments FILE...

Each file is one set: lines of ``text<TAB>0 or 1`` (the form of the *Sentiment Labelled Sentences* of Kotzias et al.,
2015) or a CSV with the columns ``label`` and ``review`` (the form of the *ChineseNlpCorpus* sets); 1 is praise. *Words
alone* knows no rating at all. *Fitted* reads each fifth of a set by what the other four taught. Without a file, only
our own examples are judged, and the output says so. Prints one JSON line for each set and way.
"""

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from scoring.comment_quality import HeldOutQuality, Share, cross_validated, judged
from scoring.comment_values import Comment, Tone
from scoring.comment_words import is_chinese
from scoring.comments import learn_comments, read_comments
from tests.scoring.comment_examples import DEVELOPMENT, HELD_OUT


def labelled(path: Path) -> list[Comment]:
    """The comments of one file with the tone of their labels; lines without a label are left out."""
    text = path.read_text(encoding="utf-8-sig")
    if text.startswith("label,review"):
        rows = [(row["review"], row["label"]) for row in csv.DictReader(text.splitlines())]
    else:
        rows = [(said, mark) for said, tab, mark in (line.rpartition("\t") for line in text.splitlines()) if tab]
    tones = {"1": Tone.POSITIVE, "0": Tone.NEGATIVE}
    return [Comment(str(n), said, tones[mark.strip()]) for n, (said, mark) in enumerate(rows) if mark.strip() in tones]


def judge(name: str, comments: Sequence[Comment]) -> None:
    """Print both figures of one set."""
    alone = judged(comments, read_comments(learn_comments([]), comments))
    fitted = judged(comments, cross_validated(comments))
    for way, quality in (("words alone", alone), ("fitted", fitted)):
        print(json.dumps({"what": "tone of comments", "set": name, "way": way, "n": len(comments), **figures(quality)}))


def figures(quality: HeldOutQuality) -> dict[str, list[float] | None]:
    """Each share with its 95 % interval, in percent."""

    def percent(share: Share) -> list[float] | None:
        if share.share is None or share.interval is None:
            return None
        return [round(100 * value, 1) for value in (share.share, *share.interval)]

    return {"right": percent(quality.right), "found": percent(quality.found), "kept": percent(quality.kept)}


def main() -> None:
    """Judge the sets named on the command line, and our own examples."""
    files = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
    for path in files:
        judge(path.stem, labelled(path))
    if not files:
        reason = "no labelled set was named; only our own examples are judged"
        print(json.dumps({"what": "tone of comments", "skipped": reason}))
    own = (*DEVELOPMENT, *HELD_OUT)
    judge("own, English", [comment for comment in own if not is_chinese(comment.text)])
    judge("own, Chinese", [comment for comment in own if is_chinese(comment.text)])


if __name__ == "__main__":
    main()
