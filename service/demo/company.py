"""The whole demo, account by account: nothing is kept but the parent of the group at hand."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from models.money import ExchangeRate
from models.person import RequiredRole
from scoring.vocabulary import SubRole
from service.demo.accounts import Register, add_account, add_contracts
from service.demo.cases import LoopBooks, add_books, add_cases
from service.demo.cast import Company, add_company
from service.demo.chain_facts import add_people, add_place, add_rule, add_ties
from service.demo.customer import Customer
from service.demo.feedback import Feedback
from service.demo.meetings import add_meetings
from service.demo.opinions import add_notes, add_observations, add_override
from service.demo.rows import Rows
from service.demo.signals import add_invoices, add_tickets, add_usage, seats_of
from service.demo.story import HISTORY_DAYS, stories
from service.demo.survey_catalogue import Surveys, add_surveys

DEFAULT_SEED = 7
DEFAULT_ACCOUNTS = 300
_REQUIRED = (
    (None, SubRole.ECONOMIC_BUYER), (None, SubRole.CHAMPION), ("Enterprise", SubRole.EXECUTIVE_SPONSOR),
    ("Enterprise", SubRole.APPROVER), ("Enterprise", SubRole.TECHNICAL_EVALUATOR), ("Mid-market", SubRole.PROCUREMENT),
)  # fmt: skip

# What one unit is worth in euros, the currency in which the demo company adds up.
_RATES = {"USD": 0.92, "GBP": 1.16, "CNY": 0.128}


def demo_rows(
    seed: int, accounts: int, today: date, first: Mapping[str, int] | None = None
) -> Iterator[tuple[int, Rows]]:
    """Make the demo: (accounts done, rows so far) after the company itself and after every account.

    The same :class:`Rows` is given each time; whoever writes drains it whenever it has grown enough. ``first`` are
    the first free numbers of tables that are not empty.
    """
    rows = Rows(first)
    horizon = datetime.combine(today, time(0), tzinfo=UTC)
    founded = horizon - timedelta(days=HISTORY_DAYS)
    company = add_company(rows, seed, founded)
    surveys = add_surveys(rows, founded, today, company.users["Ada Lindqvist"])
    books = add_books(rows, founded)
    for segment, sub_role in _REQUIRED:
        rows.add(RequiredRole, segment=segment, sub_role=sub_role)
    for currency, rate in _RATES.items():
        dated = {"as_of": today, "created_at": founded, "updated_at": founded}
        rows.add(ExchangeRate, currency=currency, rate=rate, source="Rounded for the demo", **dated)
    yield 0, rows
    parent: Customer | None = None
    register = Register(seed)
    for done, story in enumerate(stories(seed, accounts, today), start=1):
        above = parent if story.parent is not None else None
        customer = add_account(rows, register, story, company, horizon, above)
        _tell(rows, customer, seed, surveys, books, company, above)
        parent = above or customer
        yield done, rows


def _tell(
    rows: Rows,
    customer: Customer,
    seed: int,
    surveys: Surveys,
    books: LoopBooks,
    company: Company,
    parent: Customer | None,
) -> None:
    """Add everything about one customer; each kind of data has its own dice, so that one never shifts another."""

    def dice(topic: str) -> Random:
        return Random(f"{seed}/{customer.story.number}/{topic}")

    add_people(rows, customer, dice("places"))
    head = _group_head(rows, customer, parent, dice("group"))
    add_ties(rows, customer, dice("ties"))
    add_rule(rows, customer, dice("rule"), head=head)
    terms = add_contracts(rows, customer, dice("contracts"))
    add_meetings(rows, customer, dice("meetings"))
    add_observations(rows, customer, dice("observations"))
    add_notes(rows, customer, dice("notes"))
    add_override(rows, customer, dice("override"))
    seats = seats_of(customer, dice("seats"))
    add_usage(rows, customer, seats, dice("usage"))
    solved = add_tickets(rows, customer, seats, dice("tickets"))
    add_invoices(rows, customer, terms, dice("invoices"))
    voices = Feedback(rows, customer, surveys, seed, dice("feedback")).add(solved)
    add_cases(rows, customer, books, voices, solved, dice("cases"))


def _group_head(rows: Rows, customer: Customer, parent: Customer | None, rng: Random) -> int | None:
    """Give the parent's economic buyer a place in a subsidiary's chain too; the number of that person."""
    if parent is None or parent.actors[0].left_on is not None:
        return None
    head = parent.actors[0]
    since = max(head.known_since, customer.story.customer_since)
    add_place(rows, customer, head, head.person_id, customer.at(since, rng), rng, since=since)
    return head.person_id
