"""The mails that tell our people about their cases: one function a kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_datetime_format

from models.vocabulary import NoticeKind, Urgency
from service.i18n.catalogue import locale_of, translator
from service.i18n.labels import text_of
from service.mail.compose import compose
from service.mail.letter import Block, Button, Composed, Facts, Letter, Paragraph

MOST_LISTED = 20
_LAST = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a mail says of one notice."""

    kind: NoticeKind
    title: str
    account: str
    urgency: Urgency
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticeReader:
    """In which language and time zone a mail is written."""

    language: str
    time_zone: str


def notice_mail(facts: NoticeFacts, reader: NoticeReader, *, case_url: str, settings_url: str) -> Composed:
    """One notice about one case."""
    _ = translator(reader.language)
    kind = text_of(facts.kind, reader.language)
    rows = [(_("Account"), facts.account), (_("Urgency"), text_of(facts.urgency, reader.language))]
    if facts.due_at is not None:
        rows.append((_("Due"), moment(facts.due_at, reader)))
    return compose(
        Letter(
            language=reader.language,
            subject=_("{kind}: {title} ({account})").format(kind=kind, title=facts.title, account=facts.account),
            preview=facts.account,
            heading=facts.title,
            blocks=(Paragraph(kind), Facts(tuple(rows)), Button(_("Open the case"), case_url)),
            foot=_("You get this mail because of your part in this case."),
            foot_link=(_("Choose how you are told"), settings_url),
        )
    )


def digest_mail(notices: Sequence[NoticeFacts], reader: NoticeReader, *, inbox_url: str, settings_url: str) -> Composed:
    """Several notices in one mail, the most urgent first; beyond :data:`MOST_LISTED` they are counted."""
    _ = translator(reader.language)
    rank = {Urgency.HIGH: 0, Urgency.NORMAL: 1, Urgency.LOW: 2}
    ordered = sorted(notices, key=lambda one: (rank[one.urgency], one.due_at or _LAST))
    rows = tuple((text_of(one.kind, reader.language), _line(one, reader)) for one in ordered[:MOST_LISTED])
    blocks: tuple[Block, ...] = (Facts(rows),)
    if len(ordered) > MOST_LISTED:
        blocks += (Paragraph(_("And {count} more.").format(count=len(ordered) - MOST_LISTED), quiet=True),)
    return compose(
        Letter(
            language=reader.language,
            subject=_("Your cases: {count} notices").format(count=len(ordered)),
            heading=_("What is new in your cases"),
            blocks=(*blocks, Button(_("Open your notices"), inbox_url)),
            foot=_("You get this mail because of your part in these cases."),
            foot_link=(_("Choose how you are told"), settings_url),
        )
    )


def notice_line(facts: NoticeFacts, reader: NoticeReader) -> str:
    """One notice as a line of a chat message."""
    return f"{text_of(facts.kind, reader.language)}: {_line(facts, reader)}"


def moment(at: datetime, reader: NoticeReader) -> str:
    """A moment in the reader's time zone and way of writing."""
    locale = locale_of(reader.language)
    local = at.astimezone(ZoneInfo(reader.time_zone))
    day, time = format_date(local, "medium", locale=locale), format_time(local, "short", locale=locale)
    return str(get_datetime_format("medium", locale=locale)).replace("'", "").format(time, day)


def _line(facts: NoticeFacts, reader: NoticeReader) -> str:
    _ = translator(reader.language)
    said = f"{facts.title} · {facts.account}"
    return (
        said if facts.due_at is None else said + " · " + _("due {moment}").format(moment=moment(facts.due_at, reader))
    )
