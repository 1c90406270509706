"""Waves in the reader's words: states, reasons, and what an audience and its rules say."""

from collections.abc import Mapping
from typing import Any

from babel.dates import get_day_names
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scoring.vocabulary import Role, SubRole
from service.i18n.labels import label
from service.sending.audience import Audience
from service.sending.deciding import LeftOut
from service.sending.rules import Rules
from service.sending.states import WaveState
from service.sending.triggers import Trigger, TriggerKind

STATES: Mapping[WaveState, Any] = {
    WaveState.DRAFT: _l("Draft"),
    WaveState.SCHEDULED: _l("Scheduled"),
    WaveState.WAITING: _l("Waits for its trigger"),
    WaveState.SENDING: _l("Being sent"),
    WaveState.OPEN: _l("Open"),
    WaveState.OVER: _l("Over"),
    WaveState.CANCELLED: _l("Cancelled"),
}

#: The look of ``ui.status_badge`` for each state.
BADGES: Mapping[WaveState, str] = {
    WaveState.DRAFT: "draft",
    WaveState.SCHEDULED: "queued",
    WaveState.WAITING: "waiting",
    WaveState.SENDING: "sending",
    WaveState.OPEN: "open",
    WaveState.OVER: "done",
    WaveState.CANCELLED: "cancelled",
}

REASONS: Mapping[LeftOut, Any] = {
    LeftOut.LEFT: _l("Has left"),
    LeftOut.PLACEHOLDER: _l("Stands for somebody we do not know yet"),
    LeftOut.DO_NOT_CONTACT: _l("Not to be contacted"),
    LeftOut.UNSUBSCRIBED: _l("Has unsubscribed"),
    LeftOut.NO_ADDRESS: _l("No email address"),
    LeftOut.BAD_ADDRESS: _l("The email address cannot be right"),
    LeftOut.SUPPRESSED: _l("The address has unsubscribed, bounced or was erased"),
    LeftOut.NOTHING_TO_ASK: _l("The survey has no question for this role"),
    LeftOut.INVITED_ALREADY: _l("Invited by this wave already"),
    LeftOut.ASKED_ELSEWHERE: _l("Asked by this wave on another account or record"),
    LeftOut.QUARANTINED: _l("Asked lately by a survey"),
    LeftOut.ACCOUNT_ASKED_ENOUGH: _l("Enough people of the account are asked"),
}

TRIGGERS: Mapping[TriggerKind, Any] = {
    TriggerKind.TICKET_CLOSED: _l("A ticket is closed"),
    TriggerKind.STAGE_REACHED: _l("An account reaches a stage"),
    TriggerKind.BEFORE_RENEWAL: _l("A renewal comes near"),
}


def audience_words(
    audience: Audience, accounts: Mapping[int, str], touchpoints: Mapping[int, str]
) -> list[tuple[str, str]]:
    """What an audience says, part by part; accounts that the reader does not see are counted only."""
    parts = [
        (_("Roles"), [str(label(_role(role))) for role in sorted(audience.roles)]),
        (_("Whose people"), [str(label(side)) for side in sorted(audience.sides)]),
        (_("Segments"), sorted(audience.segments)),
        (_("Stages"), [str(label(stage)) for stage in sorted(audience.stages)]),
        (_("Tags"), sorted(audience.tags)),
    ]
    words = [(name, ", ".join(values)) for name, values in parts if values]
    if audience.account_ids:
        known = [accounts[number] for number in sorted(audience.account_ids) if number in accounts]
        others = len(audience.account_ids) - len(known)
        more = [ngettext("%(num)s account", "%(num)s accounts", others)] if others else []
        words.append((_("Accounts"), ", ".join([*known[:20], *(["…"] if len(known) > 20 else []), *more])))
    if audience.touchpoint_id is not None:
        words.append((_("Touchpoint"), touchpoints.get(audience.touchpoint_id, "–")))
    if audience.trigger is not None:
        words.append((_("Trigger"), trigger_words(audience.trigger)))
    return words or [(_("Audience"), _("Everybody with a place on an account"))]


def trigger_words(trigger: Trigger) -> str:
    """What a trigger waits for, in a sentence."""
    if trigger.kind is TriggerKind.BEFORE_RENEWAL:
        return str(ngettext("%(num)s day before a contract ends", "%(num)s days before a contract ends", trigger.days))
    wait = ngettext("%(num)s hour after", "%(num)s hours after", trigger.wait_hours) if trigger.wait_hours else ""
    if trigger.kind is TriggerKind.TICKET_CLOSED:
        what = _("A ticket is closed: whoever brought it is asked")
    else:
        stage = str(label(trigger.stage)) if trigger.stage is not None else "–"
        what = _("An account reaches the stage “%(stage)s”", stage=stage)
    return f"{what} ({wait})" if wait else what


def rules_words(rules: Rules) -> list[tuple[str, str]]:
    """What the rules of a wave say, line by line."""
    days = get_day_names("abbreviated", locale=get_locale())
    window = rules.window
    hours = f"{window.opens:02}:00–{window.closes:02}:00"
    reminders = _("None")
    if rules.reminders:
        reminders = ngettext("%(num)s reminder", "%(num)s reminders", rules.reminders)
        reminders += ", " + ngettext(
            "%(num)s day after the mail before", "%(num)s days after the mail before", rules.reminder_after_days
        )
    lines = [
        (_("Sent"), ", ".join(days[day] for day in sorted(window.days)) + f" {hours} · " + _("their time")),
        (_("Nobody asked within"), ngettext("%(num)s day", "%(num)s days", rules.quarantine_days)),
        (_("Reminders"), reminders),
        (_("Link works for"), ngettext("%(num)s day", "%(num)s days", rules.expires_after_days)),
    ]
    if rules.account_share < 1:
        lines.insert(2, (_("Of an account at most"), f"{rules.account_share:.0%}"))
    if rules.repeat_months:
        lines.append((_("Again"), ngettext("every month", "every %(num)s months", rules.repeat_months)))
    return lines


def _role(name: str) -> Role | SubRole:
    return Role(name) if name in set(Role) else SubRole(name)
