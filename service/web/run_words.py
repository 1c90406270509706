"""What a run does, in words."""

from typing import Any

from flask_babel import lazy_gettext as _l

_KINDS: dict[str, Any] = {
    "score_portfolio": _l("Score all accounts"),
    "score_accounts": _l("Score changed accounts"),
    "issue_reports": _l("Issue all renewal-risk reports"),
    "issue_report": _l("Issue one report"),
    "issue_leadership": _l("Issue the leadership report"),
    "deliver_mail": _l("Send mails"),
    "import_file": _l("Import a file"),
    "open_cases": _l("Open cases by rule"),
    "escalate_cases": _l("Escalate overdue cases"),
    "send_digests": _l("Send digests of notices"),
    "send_wave": _l("Send a survey"),
    "read_comments": _l("Read new comments"),
    "learn_comments": _l("Learn from comments"),
    "clean_up": _l("Clear what is no longer needed"),
}


def run_kind(kind: str) -> str:
    """The words for a kind of run; one without words is shown by its name.

    >>> run_kind("own_kind")
    'own kind'
    """
    return str(_KINDS.get(kind, kind.replace("_", " ")))


def run_kinds() -> list[tuple[str, str]]:
    """All kinds, for a list to choose from."""
    return [(kind, str(words)) for kind, words in _KINDS.items()]
