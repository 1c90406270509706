"""Events of an account as lines of a timeline."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from scoring.vocabulary import TieKind
from service.queries.account_timeline import Event, EventKind
from service.web.formatting import number
from service.web.words import word

LONGEST = 280


def timeline(events: list[Event], address: str) -> list[dict[str, Any]]:
    """Lines for ``ui.timeline``, the lines of one day and kind about many people as one; ``address`` of a person."""
    lines: list[dict[str, Any]] = []
    waiting: list[Event] = []
    for event in [*events, None]:
        if waiting and (event is None or (event.kind, event.at.date()) != (waiting[0].kind, waiting[0].at.date())):
            lines += _lines(waiting, address)
            waiting = []
        if event is not None:
            waiting.append(event)
    return lines


def _lines(events: list[Event], address: str) -> list[dict[str, Any]]:
    first = events[0]
    many = _MANY.get(first.kind)
    if len(events) > 3 and many is not None:
        return [{"when": first.at, "text": many(len(events)), "by": first.by}]
    return [{"when": event.at, "text": _text(event, address), "by": event.by} for event in events]


_MANY = {
    EventKind.PERSON_ADDED: lambda count: ngettext("%(num)s person joined", "%(num)s people joined", count),
    EventKind.ROLE: lambda count: ngettext("%(num)s role became known", "%(num)s roles became known", count),
    EventKind.TIE: lambda count: ngettext("%(num)s tie was drawn", "%(num)s ties were drawn", count),
    EventKind.RELATIONSHIP: lambda count: ngettext(
        "%(num)s relationship was noted", "%(num)s relationships were noted", count
    ),
}


def _text(event: Event, address: str) -> Markup:
    who = _who(event, address)
    match event.kind:
        case EventKind.INTERACTION | EventKind.TICKET | EventKind.CASE:
            what = {EventKind.TICKET: _("Ticket"), EventKind.CASE: _("Case")}.get(event.kind) or word(event.value)
            said = Markup("<strong>{}</strong> {}").format(what, _cut(event.text))
        case EventKind.ANSWER:
            score = "" if event.number is None else number(event.number)
            what = word(event.value) if event.value else _("Answer")
            said = Markup("{} <strong>{} {}</strong> {}").format(who, what, score, _quoted(event.text))
        case EventKind.NOTE:
            said = Markup("<strong>{}</strong> {} {}").format(_("Note"), who, _cut(event.text))
        case EventKind.PERSON_ADDED:
            said = escape(_("%(person)s joined the chain")) % {"person": who}
        case EventKind.PERSON_LEFT:
            said = escape(_("%(person)s left")) % {"person": who}
        case EventKind.ROLE:
            said = escape(_("%(person)s is %(role)s")) % {"person": who, "role": word(event.text or event.value)}
        case EventKind.TIE:
            said = escape(_ties(event.value)) % {"person": who, "other": event.other}
        case EventKind.STANCE:
            said = escape(_("%(person)s is seen as %(stance)s")) % {"person": who, "stance": word(event.value)}
            said += Markup(" ") + _quoted(event.text)
        case EventKind.RELATIONSHIP:
            values = {"other": event.other, "person": who, "strength": word(event.value)}
            said = escape(_("%(other)s knows %(person)s: %(strength)s")) % values
        case EventKind.OVERRIDE:
            score = number(event.number)
            said = Markup("<strong>{}</strong> {}").format(_("Health set to %(score)s", score=score), _cut(event.text))
    return said


def _ties(kind: TieKind) -> str:
    words = {
        TieKind.REPORTS_TO: _("%(person)s reports to %(other)s"),
        TieKind.INFLUENCES: _("%(person)s influences %(other)s"),
        TieKind.WORKS_WITH: _("%(person)s works with %(other)s"),
        TieKind.CONFLICTS: _("%(person)s is in conflict with %(other)s"),
    }
    return str(words[kind])


def _who(event: Event, address: str) -> Markup:
    if event.person is None:
        return Markup("")
    if event.person_id is None or event.kind is EventKind.PERSON_LEFT:
        return escape(event.person)
    return Markup('<a href="{}/people/{}">{}</a>').format(address, event.person_id, event.person)


def _cut(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _quoted(text: str | None) -> Markup:
    return Markup("“{}”").format(_cut(text)) if text and text.strip() else Markup("")
