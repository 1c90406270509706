"""Who of a wave's audience is asked, when, and why somebody is left out: the same for a dry run and the real one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from service.sending.rules import Rules
from service.sending.window import zone_of


class LeftOut(StrEnum):
    """Why somebody is not asked; where several hold, the first of this order is given."""

    LEFT = "left"
    PLACEHOLDER = "placeholder"
    DO_NOT_CONTACT = "do_not_contact"
    UNSUBSCRIBED = "unsubscribed"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    SUPPRESSED = "suppressed"
    NOTHING_TO_ASK = "nothing_to_ask"
    INVITED_ALREADY = "invited_already"
    ASKED_ELSEWHERE = "asked_elsewhere"
    QUARANTINED = "quarantined"
    ACCOUNT_ASKED_ENOUGH = "account_asked_enough"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the audience on one account.

    ``barred`` is a reason that holds whatever else is asked. ``address_key`` is the one spelling of the address: two
    records of one person are asked once. ``rank``: who comes first where not all of an account may be asked.
    """

    account_id: int
    person_id: int
    occasion: str = ""
    address_key: str | None = None
    time_zone: str | None = None
    account_time_zone: str | None = None
    rank: int = 0
    barred: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class PastAsking:
    """One earlier invitation: whom, where, when (sent, or to be sent), and whether it belongs to this very wave."""

    account_id: int
    person_id: int
    address_key: str | None
    at: datetime
    this_wave: bool = False
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Asked at ``send_at``, or left out for ``reason``; ``until``: from when on that reason no longer holds."""

    candidate: Candidate
    send_at: datetime | None = None
    reason: LeftOut | None = None
    until: datetime | None = None


@dataclass
class Askings:
    """What was asked so far, in this wave and before; grows while a wave is decided, account after account."""

    rules: Rules
    now: datetime
    people: dict[int, list[PastAsking]] = field(default_factory=dict)
    addresses: dict[str, list[PastAsking]] = field(default_factory=dict)
    accounts: dict[int, list[PastAsking]] = field(default_factory=dict)

    def add(self, past: Iterable[PastAsking]) -> None:
        """Take in invitations."""
        for one in past:
            self.people.setdefault(one.person_id, []).append(one)
            self.accounts.setdefault(one.account_id, []).append(one)
            if one.address_key:
                self.addresses.setdefault(one.address_key, []).append(one)

    def of(self, candidate: Candidate) -> list[PastAsking]:
        """Every asking of this person or at this address."""
        found = list(self.people.get(candidate.person_id, ()))
        if candidate.address_key:
            known = set(found)
            found += [one for one in self.addresses.get(candidate.address_key, ()) if one not in known]
        return found


def decide(candidates: Sequence[Candidate], askings: Askings, account_people: dict[int, int]) -> list[Decision]:
    """One decision a candidate, in order of account, rank and person; ``askings`` takes in who is asked.

    ``account_people``: how many people each account has in all who could be asked something. Deciding account after
    account, or all at once, or again after half of them were invited, comes to the same.
    """
    ordered = sorted(candidates, key=lambda one: (one.account_id, one.rank, one.person_id, one.occasion))
    return [_decide(one, askings, account_people.get(one.account_id, 0)) for one in ordered]


def _decide(candidate: Candidate, askings: Askings, people: int) -> Decision:
    rules = askings.rules
    if candidate.barred is not None:
        return Decision(candidate, reason=candidate.barred)
    send_at = rules.window.next_opening(askings.now, zone_of(candidate.time_zone, candidate.account_time_zone))
    mine = askings.of(candidate)
    if any(_same(one, candidate) for one in mine):
        return Decision(candidate, reason=LeftOut.INVITED_ALREADY)
    close = [one for one in mine if abs(send_at - one.at) < rules.quarantine]
    if any(one.this_wave and one.occasion == candidate.occasion for one in close):
        return Decision(candidate, reason=LeftOut.ASKED_ELSEWHERE)
    if close:
        return Decision(candidate, reason=LeftOut.QUARANTINED, until=max(one.at for one in close) + rules.quarantine)
    asked = [one for one in askings.accounts.get(candidate.account_id, ()) if abs(send_at - one.at) < rules.quarantine]
    if len({one.person_id for one in asked}) >= rules.room(people):
        until = min((one.at for one in asked), default=send_at) + rules.quarantine
        return Decision(candidate, reason=LeftOut.ACCOUNT_ASKED_ENOUGH, until=until)
    askings.add([_asking(candidate, send_at)])
    return Decision(candidate, send_at=send_at)


def _same(one: PastAsking, candidate: Candidate) -> bool:
    return one.this_wave and (one.account_id, one.person_id, one.occasion) == (
        candidate.account_id,
        candidate.person_id,
        candidate.occasion,
    )


def _asking(candidate: Candidate, at: datetime) -> PastAsking:
    return PastAsking(
        candidate.account_id,
        candidate.person_id,
        candidate.address_key,
        at,
        this_wave=True,
        occasion=candidate.occasion,
    )
