"""Which importer takes in which kind."""

from collections.abc import Mapping
from typing import Protocol

from models.vocabulary import ImportKind
from service.imports.rows import ParsedRow
from service.operations.importing.accounts import AccountImporter
from service.operations.importing.context import ImportContext
from service.operations.importing.contracts import ContractImporter
from service.operations.importing.events import InteractionImporter, InvoiceImporter, TicketImporter
from service.operations.importing.lookups import Lookups
from service.operations.importing.people import PeopleImporter
from service.operations.importing.responses import ResponseImporter
from service.operations.importing.ties import RelationshipImporter, TieImporter
from service.operations.importing.usage import UsageImporter


class Importer(Protocol):
    """What an import does with rows of its kind, a chunk at a time."""

    # The fields that the second walk needs of a row; none: there is no second walk.
    links: frozenset[str]
    lookups: Lookups
    # The table whose new records are looked through for look-alikes; None: none.
    compares: str | None

    def prepare(self) -> None:
        """Read whatever must be known of the whole file first."""

    def check(self, rows: list[ParsedRow]) -> None:
        """Add to each row what is wrong with it, and count what it would do; writes nothing."""

    def finish_check(self) -> list[ParsedRow]:
        """What only the end of the file shows, as rows that carry nothing but their problems."""

    def write(self, rows: list[ParsedRow]) -> None:
        """Write the rows that are not bad."""

    def link(self, rows: list[ParsedRow]) -> None:
        """Second walk: what points from one row of the file to another."""


IMPORTERS: Mapping[ImportKind, type] = {
    ImportKind.ACCOUNTS: AccountImporter,
    ImportKind.PEOPLE: PeopleImporter,
    ImportKind.CONTRACTS: ContractImporter,
    ImportKind.INTERACTIONS: InteractionImporter,
    ImportKind.TICKETS: TicketImporter,
    ImportKind.USAGE: UsageImporter,
    ImportKind.INVOICES: InvoiceImporter,
    ImportKind.RESPONSES: ResponseImporter,
    ImportKind.TIES: TieImporter,
    ImportKind.RELATIONSHIPS: RelationshipImporter,
}


def importer_for(kind: ImportKind, context: ImportContext) -> Importer:
    """The importer of a kind."""
    importer: Importer = IMPORTERS[kind](context)
    return importer
