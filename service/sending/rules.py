"""How a wave is sent: quarantine, share of an account, reminders, window and how long the link lives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from service.sending.window import SendWindow, stored_window, window_of

#: Nobody is asked more often than this, whatever a wave says.
LEAST_QUARANTINE_DAYS = 7
MOST_REMINDERS = 3


class WrongRules(ValueError):
    """Rules that say something out of range; ``name`` is the one."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


#: name -> (least, most) of the rules that are whole numbers.
RANGES: Mapping[str, tuple[int, int]] = {
    "quarantine_days": (LEAST_QUARANTINE_DAYS, 365),
    "reminders": (0, MOST_REMINDERS),
    "reminder_after_days": (2, 60),
    "expires_after_days": (3, 180),
    "repeat_months": (0, 24),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one wave.

    ``quarantine_days``: nobody is asked who was asked anything within so many days. ``account_share`` in (0, 1]: at
    most this share of an account's people (at least one) is asked within the same time. ``reminders``: at most so
    many, each at least ``reminder_after_days`` after the mail before. ``expires_after_days``: the life of a link.
    ``repeat_months``: plan the same wave again so many months later; 0: never.
    """

    quarantine_days: int = 30
    account_share: float = 1.0
    reminders: int = 1
    reminder_after_days: int = 7
    expires_after_days: int = 30
    repeat_months: int = 0
    window: SendWindow = field(default_factory=SendWindow)

    def __post_init__(self) -> None:
        for name, (least, most) in RANGES.items():
            if not least <= getattr(self, name) <= most:
                raise WrongRules(name, f"Choose a whole number from {least} to {most}.")
        if not 0 < self.account_share <= 1:
            raise WrongRules("account_share", "Choose a share above 0 and up to 1.")

    @property
    def quarantine(self) -> timedelta:
        """How long nobody is asked again."""
        return timedelta(days=self.quarantine_days)

    @property
    def life(self) -> timedelta:
        """How long a link can be used."""
        return timedelta(days=self.expires_after_days)

    def room(self, people: int) -> int:
        """How many of an account's people may be asked within the quarantine.

        >>> Rules(account_share=0.5).room(3), Rules(account_share=0.25).room(1), Rules().room(0)
        (2, 1, 0)
        """
        # The share is a decimal that a person wrote: three tenths of ten are three, not four.
        return min(people, -int(-round(people * self.account_share, 9) // 1)) if people else 0


def rules_of(stored: Mapping[str, Any]) -> Rules:
    """The rules of a wave as they are stored; what is not said is as usual.

    >>> rules_of({"reminders": 2}).reminders, rules_of({}).quarantine_days
    (2, 30)

    :raises WrongRules: out of range; :raises WrongWindow: a window that never opens.
    """
    given: dict[str, Any] = {}
    for name in RANGES:
        if name in stored:
            value = stored[name]
            if isinstance(value, bool) or not isinstance(value, int):
                raise WrongRules(name, "Choose a whole number.")
            given[name] = value
    share = stored.get("account_share", 1.0)
    if isinstance(share, bool) or not isinstance(share, int | float):
        raise WrongRules("account_share", "Choose a share above 0 and up to 1.")
    return Rules(**given, account_share=float(share), window=window_of(stored.get("window") or {}))


def stored_rules(rules: Rules) -> dict[str, Any]:
    """The form in which rules are stored.

    >>> rules_of(stored_rules(Rules(reminders=0))) == Rules(reminders=0)
    True
    """
    whole = {name: getattr(rules, name) for name in RANGES}
    return {**whole, "account_share": rules.account_share, "window": stored_window(rules.window)}
