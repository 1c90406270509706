"""Comments as words and as features: English by words, Chinese by characters, both in one text."""

import re
import unicodedata

from scoring.comment_function_words import ENGLISH_NEGATIONS

_RUNS = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[^\W\d_\u3400-\u9fff\uf900-\ufaff]+(?:'[^\W\d_]+)?|[.!?;,。!?;,]"
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_NEGATIONS = frozenset(ENGLISH_NEGATIONS)
# How many words after a negation it reaches: "not very helpful", but not into the next clause.
_REACH = 3
_LONGEST_HAN = 3
_STEM = 5


def normalised(text: str) -> str:
    """One form for what looks alike: compatibility forms unified, case folded, curly apostrophes straightened.

    >>> normalised("Don’t  WAIT\\n服務 ＯＫ")
    "don't wait 服務 ok"
    """
    folded = text
    for _ in range(2):  # folding can undo the composed form and the other way round: once more settles it
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", folded).casefold())
    return " ".join(folded.replace("\u2019", "'").split())


def is_chinese(text: str) -> bool:
    """Whether the text is written in Chinese characters at least in part.

    >>> is_chinese("响应 quick"), is_chinese("quick")
    (True, False)
    """
    return _HAN.search(text) is not None


def words(text: str) -> list[str]:
    """English words and runs of Chinese characters of a normalised text, in order, without punctuation.

    >>> words(normalised("Support 响应快, thanks!"))
    ['support', '响应快', 'thanks']
    """
    return [run for run in _RUNS.findall(text) if run[0].isalpha()]


def features(text: str) -> list[str]:
    """What the models look at: English words, pairs and stems, marked where negated; Chinese 1- to 3-grams.

    >>> features("not helpful")
    ['w:not', 'w:!helpful', 's:!helpf', 'b:not helpful']
    >>> features("不好用")
    ['z:不', 'z:好', 'z:用', 'z:不好', 'z:好用', 'z:不好用']
    """
    found: list[str] = []
    before, negated = "", 0
    for run in _RUNS.findall(normalised(text)):
        if not run[0].isalpha():
            before, negated = "", 0
        elif _HAN.match(run):
            found += han_grams(run)
            before, negated = "", 0
        else:
            mark = "!" if negated else ""
            found.append(f"w:{mark}{run}")
            if len(run) > _STEM:
                found.append(f"s:{mark}{run[:_STEM]}")
            if before:
                found.append(f"b:{before} {run}")
            before, negated = run, _REACH if run in _NEGATIONS else max(negated - 1, 0)
    return found


def han_grams(run: str) -> list[str]:
    """All 1- to 3-grams of a run of Chinese characters, the shortest first.

    >>> han_grams("太慢")
    ['z:太', 'z:慢', 'z:太慢']
    """
    lengths = range(1, min(_LONGEST_HAN, len(run)) + 1)
    return [f"z:{run[i : i + length]}" for length in lengths for i in range(len(run) - length + 1)]
