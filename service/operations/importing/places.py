"""Which account, and which person on it, a row speaks of."""

from collections.abc import Iterable, Sequence

from service.imports.rows import ParsedRow
from service.keys import email_key, name_key
from service.operations.importing.context import ImportContext
from service.operations.importing.lookups import Lookups


def split(text: str) -> list[str]:
    """The parts of a cell that holds several values, as systems export them.

    >>> split("A; B;;C")
    ['A', 'B', 'C']
    """
    if ";" not in text:
        text = text.strip()
        return [text] if text else []
    return [part.strip() for part in text.split(";") if part.strip()]


class Places:
    """Resolves the account and person columns that most kinds of file share."""

    def __init__(self, context: ImportContext, lookups: Lookups) -> None:
        self.context = context
        self.lookups = lookups

    def learn(self, rows: Iterable[ParsedRow]) -> None:
        """Look up everything that these rows point at."""
        listed = list(rows)
        ids = [i for r in listed for name in ("account_id", "account") for i in split(r.values.get(name, ""))]
        ids += [r.values[n] for r in listed for n in ("account_id", "account") if n in r.values]
        self.lookups.learn_references("account", [i for i in ids if len(i) <= 255])
        self.lookups.learn_account_names(ids)

    def accounts(self, row: ParsedRow, required: bool = True) -> list[int]:
        """The accounts of a row; a row that names an unknown one is refused and the answer is empty."""
        if self.context.plan.account_id is not None:
            return [self.context.plan.account_id]
        given = row.values.get("account_id"), row.values.get("account")
        if given == (None, None):
            if required:
                row.refuse(
                    None, None, "account_missing",
                    "The row names no account. Map a column to one, or choose one account for the whole file.",
                )  # fmt: skip
            return []
        found: list[int] = []
        for field_name, text in zip(("account_id", "account"), given, strict=True):
            if text is None:
                continue
            found = self._resolve(row, field_name, text)
            if found:
                return found
        if not row.bad:
            name, text = ("account_id", given[0]) if given[0] is not None else ("account", given[1])
            self.context.unknown(row, name, text or "", "account")
        return []

    def _resolve(self, row: ParsedRow, field_name: str, text: str) -> list[int]:
        whole = self._one(row, field_name, text)
        if whole is not None or row.bad:
            return [] if whole is None else [whole]
        found: list[int] = []
        for part in split(text):
            account = self._one(row, field_name, part)
            if account is None:
                return []
            found.append(account)
        return list(dict.fromkeys(found))

    def _one(self, row: ParsedRow, field_name: str, text: str) -> int | None:
        by_reference = self.lookups.by_reference("account", text)
        if by_reference is not None:
            return by_reference
        named = self.lookups.accounts_named(text)
        if len(named) > 1:
            row.refuse(
                self.context.reader.column(field_name), text, "ambiguous_account",
                "%(count)s accounts are called “%(name)s”. Use their ids instead.", count=len(named), name=text[:100],
            )  # fmt: skip
        return named[0] if len(named) == 1 else None

    def wanting(self, row: ParsedRow) -> str | None:
        """The name of the account that a row asks for and that is not there, where accounts may be created."""
        name = row.values.get("account") or row.values.get("account_id")
        if not self.context.plan.create_accounts or self.context.plan.account_id is not None or name is None:
            return None
        texts = [t for t in (row.values.get("account_id"), row.values.get("account")) if t is not None]
        if any(self.lookups.by_reference("account", t) or self.lookups.accounts_named(t) for t in texts):
            return None
        return str(name)

    def learn_people(self, rows: Sequence[tuple[ParsedRow, list[int]]]) -> "PeopleOnAccounts":
        """Look up the people that rows name, each within the accounts of its row."""
        ids = [r.values[n] for r, _ in rows for n in ("person_id", "person", "source", "target") if n in r.values]
        self.lookups.learn_references("person", [p for i in ids for p in (i, *split(i)) if len(p) <= 255])
        return PeopleOnAccounts(
            self.lookups,
            self.lookups.people_on({a for _, accounts in rows for a in accounts}),
            self.lookups.people_by_email(
                {
                    email_key(e)
                    for r, _ in rows
                    for n in ("person_email", "source", "target")
                    for e in split(r.values.get(n, ""))
                    if "@" in e
                }
            ),
        )


class PeopleOnAccounts:
    """People who can be named within some accounts: by another system's id, by e-mail, by name."""

    def __init__(
        self,
        lookups: Lookups,
        on_account: dict[int, dict[str, list[tuple[int, str | None]]]],
        by_email: dict[str, list[tuple[int, str]]],
    ) -> None:
        self._lookups = lookups
        self._on_account = on_account
        self._by_email = by_email
        self._members = {a: {p for found in names.values() for p, _ in found} for a, names in on_account.items()}

    def members(self, account_id: int) -> set[int]:
        """Everybody who stands on the account now."""
        return self._members.get(account_id, set())

    def find(self, account_id: int | None, text: str) -> int | None:
        """The one person that ``text`` names: by id, by address, or by a name that is unique on the account."""
        by_reference = self._lookups.by_reference("person", text)
        if by_reference is not None:
            return by_reference
        if "@" in text:
            found = {p for p, _ in self._by_email.get(email_key(text), [])}
            if account_id is not None:
                found = found & self.members(account_id) or found
            return found.pop() if len(found) == 1 else None
        if account_id is None:
            return None
        named = self._on_account.get(account_id, {}).get(name_key(text), [])
        return named[0][0] if len(named) == 1 else None
