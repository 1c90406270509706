"""Survey exports of Qualtrics: three rows of header, of which the first names, the second asks, the third is JSON."""

import re
from collections.abc import Sequence

_IMPORT_ID = re.compile(r'^\{"ImportId":\s*"(.+?)"')
_NAME = ("RecipientFirstName", "RecipientLastName")
_GROUP = re.compile(r"^(.+)_NPS_GROUP\b")
_COMMENT = re.compile(
    r"comment|feedback|reason|\bwhy\b|suggest|improve|other thoughts|kommentar|grund|warum|pourquoi|commentaire|raison|"
    r"comentario|por qué|motivo|原因|意见|建议|反馈|评论|コメント|理由|意見",
    re.IGNORECASE,
)


def is_import_ids(cells: Sequence[str]) -> bool:
    """Whether a row is the one in which Qualtrics tells each column's own id.

    >>> is_import_ids(['{"ImportId":"startDate"}', '{"ImportId":"QID1"}']), is_import_ids(["5", "fine"])
    (True, False)
    """
    return len(cells) > 1 and all(_IMPORT_ID.match(cell) for cell in cells if cell)


def named_by_question(names: Sequence[str], questions: Sequence[str], ids: Sequence[str]) -> list[str]:
    """The columns' names, those of questions with what was asked: "Q2" alone tells nobody anything.

    >>> named_by_question(["RecordedDate", "Q2"], ["Recorded Date", "Why?"], ['{"ImportId":"recordedDate"}',
    ...                   '{"ImportId":"QID2_TEXT"}'])
    ['RecordedDate', 'Q2: Why?']
    """
    found = []
    for name, question, given in zip(names, questions, ids, strict=False):
        match = _IMPORT_ID.match(given)
        asked = match is not None and match[1].startswith("QID") and question.strip() and question != name
        found.append(f"{name}: {' '.join(question.split())}" if asked else name)
    return found + list(names[len(found) :])


def answer_columns(columns: Sequence[str]) -> dict[str, str | list[str]]:
    """The columns of a survey whose first NPS question tells which they are: score, comment, and who answered.

    >>> answer_columns(["Q1_NPS_GROUP: Recommend?", "Q1: Recommend?", "Q2: What is the reason?"])
    {'score': 'Q1: Recommend?', 'comment': 'Q2: What is the reason?'}
    """
    group = next((m[1] for c in columns if (m := _GROUP.match(c))), None)
    score = next((c for c in columns if group is not None and c.split(":")[0] == group), None)
    if score is None:
        return {}
    comment = next((c for c in columns if c != score and ":" in c and not _GROUP.match(c) and _COMMENT.search(c)), None)
    found: dict[str, str | list[str]] = {"score": score}
    if comment is not None:
        found["comment"] = comment
    if set(_NAME) <= set(columns):
        found["person"] = list(_NAME)
    return found
