"""What would be sent if a wave began now: who is asked and when, and why somebody is left out. Nothing is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.account import Account
from service.auth.policy import Resource
from service.auth.principal import Principal
from service.queries.chunks import chunks
from service.queries.visibility import accounts_within
from service.queries.visible_waves import visible_wave
from service.queries.wave_basis import WaveBasis, wave_basis
from service.queries.wave_decisions import Decided, decide_part, wave_parts
from service.sending.deciding import Askings, LeftOut
from service.sending.triggers import FRESH_FOR
from service.surveys.wording import nearest_spoken

MOST_SHOWN = 200


@dataclass(frozen=True)
class DryRun:
    """The sums of a wave, and some of its decisions.

    ``asked`` counts people, ``left_out`` those left out by reason, ``languages`` the mails by language; ``rows`` are
    the first :data:`MOST_SHOWN` decisions that were asked for, ``matching`` how many there are of them.
    """

    asked: int
    accounts: int
    left_out: Mapping[LeftOut, int]
    languages: Mapping[str, int]
    first_at: datetime | None
    last_at: datetime | None
    rows: tuple[Decided, ...]
    matching: int


def wave_dry_run(
    session: Session,
    principal: Principal,
    wave_id: int,
    keys: Sequence[str],
    *,
    now: datetime,
    only: LeftOut | None = None,
    asked_only: bool = False,
    left_out_only: bool = False,
) -> DryRun:
    """Decide on a wave as its sending would at ``now``, by the same path; ``only`` shows one reason,
    ``asked_only`` and ``left_out_only`` one side.

    Of a wave that waits for a trigger it is what the trigger's last week would have come to.

    It is decided with the reach of whoever planned the wave; a reader sees what lies within their own.

    :raises NotFound: absent, or not within reach; :raises Conflict: the survey is not live.
    """
    wave = visible_wave(session, principal, wave_id)
    basis = wave_basis(session, wave, now=now)
    tally = _Tally(basis, only, asked_only, left_out_only)
    askings = Askings(basis.rules, now)
    for account_ids, events in wave_parts(session, basis, now=now, since=now - FRESH_FOR):
        seen = _seen(session, principal, basis, account_ids)
        for decided in decide_part(session, basis, account_ids, events, askings, keys):
            if decided.person.account_id in seen:
                tally.take(decided)
    return tally.result()


def _seen(session: Session, principal: Principal, basis: WaveBasis, account_ids: Sequence[int]) -> set[int]:
    """Those of the accounts that the reader sees."""
    if principal.user_id == basis.wave.created_by_id:
        return set(account_ids)
    found: set[int] = set()
    for part in chunks(account_ids):
        statement = select(col(Account.id)).where(
            col(Account.id).in_(part),
            accounts_within(principal, Resource.ACCOUNT),
            accounts_within(principal, Resource.SURVEY),
        )
        found |= set(session.execute(statement).scalars())
    return found


class _Tally:
    """Counts decisions as they come, and keeps the first that are to be shown."""

    def __init__(self, basis: WaveBasis, only: LeftOut | None, asked_only: bool, left_out_only: bool) -> None:
        self._spoken = basis.version.languages
        self._only, self._asked_only, self._left_out_only = only, asked_only, left_out_only
        self._reasons: Counter[LeftOut] = Counter()
        self._languages: Counter[str] = Counter()
        self._accounts: set[int] = set()
        self._rows: list[Decided] = []
        self._times: list[datetime] = []
        self._asked = self._matching = 0

    def take(self, decided: Decided) -> None:
        """Count one decision."""
        decision, person = decided.decision, decided.person
        if decision.send_at is not None:
            self._asked += 1
            self._accounts.add(person.account_id)
            self._languages[nearest_spoken(person.languages, self._spoken)] += 1
            self._times = [min([*self._times, decision.send_at]), max([*self._times, decision.send_at])]
        elif decision.reason is not None:
            self._reasons[decision.reason] += 1
        if self._wanted(decided):
            self._matching += 1
            if len(self._rows) < MOST_SHOWN:
                self._rows.append(decided)

    def _wanted(self, decided: Decided) -> bool:
        if self._asked_only:
            return decided.decision.send_at is not None
        if self._left_out_only and decided.decision.reason is None:
            return False
        return self._only is None or decided.decision.reason is self._only

    def result(self) -> DryRun:
        """The sums."""
        return DryRun(
            asked=self._asked,
            accounts=len(self._accounts),
            left_out={reason: self._reasons[reason] for reason in LeftOut if self._reasons[reason]},
            languages=dict(self._languages.most_common()),
            first_at=self._times[0] if self._times else None,
            last_at=self._times[-1] if self._times else None,
            rows=tuple(self._rows),
            matching=self._matching,
        )
