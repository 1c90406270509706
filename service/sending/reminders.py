"""Whether somebody who has not answered is reminded, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service.sending.rules import Rules
from service.sending.window import zone_of

#: A reminder that leaves less time than this to answer helps nobody.
LEAST_TIME_LEFT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminding:
    """What is known of an invitation that waits for its answer; ``reminded_at``: when the latest reminder goes out."""

    sent_at: datetime
    expires_at: datetime
    reminders: int
    reminded_at: datetime | None = None
    time_zone: str | None = None
    account_time_zone: str | None = None


def reminder_at(waiting: Reminding, rules: Rules, now: datetime) -> datetime | None:
    """When the next reminder goes out; None: not yet, or not any more.

    >>> from datetime import UTC
    >>> sent = datetime(2026, 3, 3, 9, tzinfo=UTC)
    >>> waiting = Reminding(sent, sent + timedelta(days=30), reminders=0)
    >>> reminder_at(waiting, Rules(reminders=1, reminder_after_days=7), sent + timedelta(days=6)) is None
    True
    >>> reminder_at(waiting, Rules(reminders=1, reminder_after_days=7), sent + timedelta(days=7)).isoformat()
    '2026-03-10T09:00:00+00:00'
    """
    if waiting.reminders >= rules.reminders:
        return None
    latest = max(waiting.sent_at, waiting.reminded_at or waiting.sent_at)
    if now < latest + timedelta(days=rules.reminder_after_days):
        return None
    at = rules.window.next_opening(now, zone_of(waiting.time_zone, waiting.account_time_zone))
    return at if at + LEAST_TIME_LEFT <= waiting.expires_at else None
