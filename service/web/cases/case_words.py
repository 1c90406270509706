"""What happened in a case, in words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from models.vocabulary import CaseState, Urgency
from service.i18n.labels import label
from service.queries.case_detail import EventRow
from service.web.dates import moment


def event_words(event: EventRow, names: dict[str, str]) -> str:
    """One line of a case's timeline; ``names`` are those of colleagues by their number, for changes of hands."""
    words = _WORDS.get(event.kind)
    return event.text if words is None else words(event, names)


def _state(event: EventRow, _names: dict[str, str]) -> str:
    known = event.text in set(CaseState)
    return str(_("Now: %(state)s", state=label(CaseState(event.text)) if known else event.text))


def _urgency(event: EventRow, _names: dict[str, str]) -> str:
    known = event.text in set(Urgency)
    return str(_("Urgency: %(urgency)s", urgency=label(Urgency(event.text)) if known else event.text))


def _assignee(event: EventRow, names: dict[str, str]) -> str:
    if not event.text:
        return str(_("Given to nobody"))
    return str(_("Given to %(name)s", name=names.get(event.text, _("a colleague"))))


def _due(event: EventRow, _names: dict[str, str]) -> str:
    try:
        return str(_("Due %(moment)s", moment=moment(datetime.fromisoformat(event.text))))
    except ValueError:
        return str(_("No due time"))


def _escalated(event: EventRow, _names: dict[str, str]) -> str:
    return str(_("Overdue: %(names)s was called in", names=event.text) if event.text else _("Overdue"))


def _says(words: Callable[[], str]) -> Callable[[EventRow, dict[str, str]], str]:
    return lambda _event, _names: words()


_WORDS: dict[str, Callable[[EventRow, dict[str, str]], Any]] = {
    "opened": _says(lambda: _("Opened")),
    "amended": _says(lambda: _("Whoever gave the answer has changed it")),
    "again": _says(lambda: _("It happened again")),
    "reopened": _says(lambda: _("It came back: open again")),
    "follow_up": _says(lambda: _("Asked afterwards whether it helped")),
    "state": _state,
    "urgency": _urgency,
    "assignee_id": _assignee,
    "due_at": _due,
    "escalated": _escalated,
    "covers": lambda event, _names: _("Stands in for %(name)s, who is away", name=event.text),
    "playbook": lambda event, _names: _("Steps added: %(name)s", name=event.text),
}
