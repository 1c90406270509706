"""Places on accounts, roles and reporting lines that come with people from a file."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from models.chain import Tie
from models.person import Membership, RoleAssignment
from scoring.vocabulary import OrganisationSide, Role, SubRole, TieKind
from service.imports.rows import ParsedRow
from service.keys import email_key
from service.operations.importing.context import ImportContext
from service.operations.importing.effective import add_facts, supersede_facts
from service.operations.importing.lookups import Lookups, runs
from service.operations.importing.places import PeopleOnAccounts
from service.operations.importing.records import Item
from service.operations.title_rules import title_rules

MAX_PEOPLE = 500
"""The most people that a decision chain holds."""

_HELD = tuple[int, Role, SubRole | None, bool]
_Fact = tuple[int, dict[str, Any]]


@dataclass
class Placed:
    """A person of a file and the accounts that the file puts them on.

    ``parts`` are the rows that speak of the person, each with its accounts: they can differ in role and manager.
    """

    item: Item
    accounts: list[int] = field(default_factory=list)
    parts: list[tuple[ParsedRow, list[int]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Without parts the item's own row speaks of all accounts."""
        self.parts = self.parts or [(self.item.row, list(self.accounts))]


class Memberships:
    """Writes places, roles and reporting lines, a chunk at a time."""

    def __init__(self, context: ImportContext, lookups: Lookups) -> None:
        self.context = context
        self.lookups = lookups
        self._rules: Any = None

    def write(self, placed: list[Placed]) -> set[int]:
        """Put people on their accounts and give them the roles that the file states or their title suggests.

        The answer holds the people of whom that changed anything.
        """
        places, outdated, roles = self._facts(placed)
        add_facts(self.context, Membership, places)
        supersede_facts(self.context, RoleAssignment, outdated)
        add_facts(self.context, RoleAssignment, roles)
        return {fact["person_id"] for _, fact in [*places, *roles]}

    def would_change(self, placed: list[Placed], lines: list[tuple[Placed, str]]) -> set[int]:
        """The people on record of whom :meth:`write` and :meth:`link` would change anything; nothing is written."""
        places, _, roles = self._facts(placed)
        new, _ = self._new_lines(lines)
        return {fact["person_id"] for _, fact in [*places, *roles]} | {person for _, person in new}

    def _facts(self, placed: list[Placed]) -> tuple[list[_Fact], list[tuple[int, int]], list[_Fact]]:
        """The places to add, the roles that are outdated, the roles to add; each with its row."""
        people = [p.item.record_id for p in placed if p.item.record_id is not None]
        standing = self._standing(people)
        held = self._held(people)
        places: list[_Fact] = []
        roles: list[_Fact] = []
        outdated: list[tuple[int, int]] = []
        for entry, row, accounts in ((e, row, accounts) for e in placed for row, accounts in e.parts):
            person = entry.item.record_id
            if person is None:
                continue
            for account in accounts or sorted(standing.get(person, set()) if entry.item.changed else ()):
                new = account not in standing.setdefault(person, set())
                if new:
                    standing[person].add(account)
                    places.append((row.number, self._place(row, account, person)))
                if new or entry.item.changed:
                    self.context.stale.add(account)
                present = held.setdefault((person, account), [])
                added, dropped = self._roles(row, present, asked=new or entry.item.changed)
                roles += [(row.number, {"account_id": account, "person_id": person, **role}) for role in added]
                present += [(0, role["role"], role["sub_role"], role["suggested"]) for role in added]
                outdated += [(row.number, fact_id) for fact_id in dropped if fact_id]
        return places, outdated, roles

    def _place(self, row: ParsedRow, account: int, person: int) -> dict[str, Any]:
        values = row.values
        openness = values.get("openness")
        return {
            "account_id": account,
            "person_id": person,
            "side": values.get("side", OrganisationSide.CUSTOMER),
            "openness": openness if openness is not None and 0 <= openness <= 1 else None,
            "contact_cost": 1.0,
            "placeholder": False,
        }

    def _roles(self, row: ParsedRow, present: list[_HELD], *, asked: bool) -> tuple[list[dict[str, Any]], list[int]]:
        """The roles to add, and the suggestions that they replace.

        A role that the file states is a fact. A title only suggests one, to a newcomer or after a change of title,
        and never to somebody who has a role already.
        """
        values = row.values
        stated: tuple[tuple[Role, SubRole | None], ...] = values.get("sub_role") or values.get("role") or ()
        if stated:
            there = {(role, sub_role) for _, role, sub_role, suggested in present if not suggested}
            roles_there = {role for role, _ in there}
            added = [
                {"role": role, "sub_role": sub_role, "suggested": False, "confirmed_at": self.context.now}
                for role, sub_role in stated
                if (role, sub_role) not in there and not (sub_role is None and role in roles_there)
            ]
            return added, [fact_id for fact_id, _, _, suggested in present if suggested and added]
        confirmed = any(not suggested for *_, suggested in present)
        title = values.get("title")
        if title is None or confirmed or not asked:
            return [], []
        sub_role = self._title_rules().suggest(title)
        if sub_role is None or any(s is sub_role for _, _, s, _ in present):
            return [], []
        suggestion = {"role": sub_role.role, "sub_role": sub_role, "suggested": True, "confirmed_at": None}
        return [suggestion], [fact_id for fact_id, *_ in present]

    def _title_rules(self) -> Any:
        if self._rules is None:
            self._rules = title_rules(self.context.session)
        return self._rules

    def _standing(self, people: list[int]) -> dict[int, set[int]]:
        """Person -> accounts on which they stand now."""
        found: dict[int, set[int]] = {}
        for run in runs(people):
            statement = select(col(Membership.person_id), col(Membership.account_id)).where(
                col(Membership.person_id).in_(run), col(Membership.superseded_at).is_(None)
            )
            for person, account in self.context.session.execute(statement):
                found.setdefault(person, set()).add(account)
        return found

    def _held(self, people: list[int]) -> dict[tuple[int, int], list[_HELD]]:
        found: dict[tuple[int, int], list[_HELD]] = {}
        held = RoleAssignment
        for run in runs(people):
            statement = select(
                col(held.id),
                col(held.person_id),
                col(held.account_id),
                col(held.role),
                col(held.sub_role),
                col(held.suggested),
            ).where(col(held.person_id).in_(run), col(held.superseded_at).is_(None))
            for fact_id, person, account, role, sub_role, suggested in self.context.session.execute(statement):
                found.setdefault((person, account), []).append((fact_id, role, sub_role, suggested))
        return found

    def link(self, lines: list[tuple[Placed, str]]) -> set[int]:
        """Draw ``reports_to`` from each person to their manager on every account where both stand.

        The answer holds the people who report to somebody new.
        """
        new, outdated = self._new_lines(lines)
        supersede_facts(self.context, Tie, outdated)
        add_facts(self.context, Tie, [(number, _line(*at, boss)) for at, (number, boss) in new.items()])
        return {person for _, person in new}

    def _new_lines(
        self, lines: list[tuple[Placed, str]]
    ) -> tuple[dict[tuple[int, int], tuple[int, int]], list[tuple[int, int]]]:
        """(account, person) -> (row, manager) of the lines to draw, and those that they replace."""
        people = [p.item.record_id for p, _ in lines if p.item.record_id is not None]
        standing = self._standing(people)
        bosses = self._bosses(lines, standing)
        standing |= self._standing([boss for boss in bosses.values() if boss not in standing])
        drawn = self._lines(people)
        # What a later row says of the same person counts.
        ties: dict[tuple[int, int], tuple[int, int]] = {}
        for entry, manager in lines:
            person, row = entry.item.record_id, entry.parts[0][0]
            if person is None:
                continue
            for account in sorted(standing.get(person, set()) & set(entry.accounts or standing.get(person, set()))):
                boss = bosses.get((account, manager))
                if boss is None or boss == person or account not in standing.get(boss, set()):
                    continue
                ties[account, person] = row.number, boss
        new = {at: line for at, line in ties.items() if line[1] not in drawn.get(at, {})}
        outdated = [(number, fact) for at, (number, _) in new.items() for fact in drawn.get(at, {}).values()]
        return new, outdated

    def _bosses(self, lines: list[tuple[Placed, str]], standing: dict[int, set[int]]) -> dict[tuple[int, str], int]:
        """(account, manager as the file names them) -> the person; ids first, names and addresses for the rest."""
        self.lookups.learn_references("person", [manager for _, manager in lines])
        found: dict[tuple[int, str], int] = {}
        by_name: list[tuple[int, str]] = []
        for entry, manager in lines:
            boss = self.lookups.by_reference("person", manager)
            for account in standing.get(entry.item.record_id or 0, set()):
                if boss is not None:
                    found[(account, manager)] = boss
                else:
                    by_name.append((account, manager))
        named = PeopleOnAccounts(
            self.lookups,
            self.lookups.people_on({account for account, _ in by_name}),
            self.lookups.people_by_email({email_key(m) for _, m in by_name if "@" in m}),
        )
        for account, manager in by_name:
            boss = named.find(account, manager)
            if boss is not None:
                found[(account, manager)] = boss
        return found

    def _lines(self, people: list[int]) -> dict[tuple[int, int], dict[int, int]]:
        """(account, person) -> manager -> tie, as drawn now."""
        found: dict[tuple[int, int], dict[int, int]] = {}
        for run in runs(people):
            statement = select(col(Tie.id), col(Tie.account_id), col(Tie.source_id), col(Tie.target_id)).where(
                col(Tie.source_id).in_(run), col(Tie.superseded_at).is_(None), col(Tie.kind) == TieKind.REPORTS_TO
            )
            for tie, account, person, boss in self.context.session.execute(statement):
                found.setdefault((account, person), {})[boss] = tie
        return found


def _line(account: int, person: int, boss: int) -> dict[str, Any]:
    return {"account_id": account, "kind": TieKind.REPORTS_TO, "source_id": person, "target_id": boss, "strength": 1.0}
