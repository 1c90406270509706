"""A refusal as the forms show it: each message at its control."""

from collections.abc import Mapping

from service.errors import Refusal


def form_errors(refusal: Refusal, renamed: Mapping[str, str] | None = None) -> dict[str, str]:
    """Control -> message, for ``ui.form``; a refusal that names no control stands above the form.

    ``renamed`` gives the control of a field that is called otherwise in the form.

    >>> from service.errors import Invalid
    >>> form_errors(Invalid("No.", [{"path": "name", "message": "Too long."}]))
    {'name': 'Too long.'}
    >>> form_errors(Invalid("No."))
    {'': 'No.'}
    """
    names = renamed or {}
    found = {names.get(p["path"], p["path"]): p["message"] for p in refusal.problems}
    return found or {"": refusal.detail}
