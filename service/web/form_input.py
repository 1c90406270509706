"""What a form sent, as the input of an operation."""

from typing import Any, TypeVar

from flask_babel import gettext as _
from pydantic import ValidationError

from service.errors import Invalid
from service.inputs.base import Input

In = TypeVar("In", bound=Input)


def form_input(kind: type[In], /, **values: Any) -> In:
    """``values`` as an input; an empty text counts as not given.

    :raises Invalid: naming each field at fault, in words for the one who filled in the form.
    """
    try:
        return kind(**{name: value for name, value in values.items() if value is not None and value != ""})
    except ValidationError as error:
        problems = [
            {"path": ".".join(map(str, problem["loc"])), "message": _message(problem["type"])}
            for problem in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise Invalid(_("Please check what was entered."), problems) from error


def _message(kind: str) -> str:
    if kind == "missing":
        return str(_("This is needed."))
    if kind.startswith(("date", "datetime")):
        return str(_("Enter a date, such as 2026-03-31."))
    if kind in {"enum", "literal_error"}:
        return str(_("Choose one of the list."))
    if kind.startswith(("int", "float", "greater", "less", "decimal", "finite")):
        return str(_("Enter a number within the range."))
    if kind == "string_too_long":
        return str(_("This is too long."))
    return str(_("This cannot be taken as it is."))
