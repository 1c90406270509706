"""What is wrong with an input, in words for the one who sent it: each field at fault by its path."""

from typing import Any

from pydantic import ValidationError

from service.errors import Invalid

MOST_PROBLEMS = 50
_WORDS = {
    "extra_forbidden": "There is no such field, or it cannot be set.",
    "missing": "This field is needed.",
}


def refusal_of(error: ValidationError) -> Invalid:
    """The refusal that names each field at fault by its path."""
    problems = [
        {"path": ".".join(str(part) for part in one["loc"])[:100], "message": _message(one)}
        for one in error.errors(include_url=False, include_context=False, include_input=False)[:MOST_PROBLEMS]
    ]
    named = ", ".join(dict.fromkeys(problem["path"] for problem in problems if problem["path"]))
    detail = f"Not acceptable: {named[:300]}." if named else problems[0]["message"]
    return Invalid(detail, problems)


def _message(problem: Any) -> str:
    text = str(_WORDS.get(problem["type"], problem["msg"])).removeprefix("Value error, ")
    return text[0].upper() + text[1:]
