"""``linchpin difference``: what changed in one account between two days."""

from dataclasses import asdict
from datetime import date, datetime

import click

from scoring.vocabulary import Stance
from service.cli.account_argument import chosen_account
from service.cli.console import say, show_json, show_table
from service.cli.context import CommandContext, pass_context
from service.queries.chain_difference import ChainDifference, NumberChange, chain_difference
from service.queries.known_on import KnownOn

_Row = tuple[str, str, str | None, str | None]
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("difference")
@click.argument("account")
@click.option("--from", "earlier", type=_DAY, required=True, help="The earlier day, as YYYY-MM-DD.")
@click.option("--to", "later", type=_DAY, help="The later day; today where it is not given.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@pass_context
def difference_command(
    context: CommandContext, account: str, earlier: datetime, later: datetime | None, as_json: bool
) -> None:
    """Show what changed in one account between two days.

    Each day is taken as it was known then: what was learnt later does not change it. ACCOUNT is a number, a name or
    the beginning of one.

    \b
    Examples:
      linchpin difference 17 --from 2026-01-01
      linchpin difference Otterried --from 2026-01-01 --to 2026-04-01 --json
    """
    now = context.now()
    with context.reading() as session:
        chosen = chosen_account(session, context.principal, account)
        after = KnownOn.at(now) if later is None else KnownOn.end_of(later.date())
        difference = chain_difference(session, context.principal, chosen.id, KnownOn.end_of(earlier.date()), after)
    if as_json:
        show_json(asdict(difference))
        return
    show_table(
        ("What", "Who", _day(difference.before), _day(difference.after)),
        [*_numbers(difference), *_facts(difference), *_weights(difference)],
        flexible=("Who",),
        empty="Nothing changed.",
    )
    say(f"{chosen.name}. Forecast on -1 to +1, the rest as shares of the decision; high is good.")


def _day(day: date) -> str:
    return day.isoformat()


def _numbers(difference: ChainDifference) -> list[_Row]:
    named: tuple[tuple[str, NumberChange, str], ...] = (
        ("Forecast", difference.forecast, "+.2f"),
        ("Understood", difference.known_weight, ".0%"),
        ("Yes, uncalibrated", difference.probability_yes, ".0%"),
        ("Reached", difference.coverage, ".0%"),
        ("Threads", difference.threads, ".1f"),
    )
    return [(what, "", _number(pair.before, form), _number(pair.after, form)) for what, pair, form in named]


def _facts(difference: ChainDifference) -> list[_Row]:
    people: list[_Row] = [
        ("In the chain", person.name, *_either("no", "yes", person.came)) for person in difference.people
    ]
    roles: list[_Row] = [
        ("Role", role.name, *_either(None, (role.sub_role or role.role).value.replace("_", " "), role.gained))
        for role in difference.roles
    ]
    ties: list[_Row] = [
        (
            tie.kind.value.replace("_", " "),
            f"{tie.source} > {tie.target}",
            _number(tie.before, ".2f"),
            _number(tie.after, ".2f"),
        )
        for tie in difference.ties
    ]
    stances: list[_Row] = [
        ("Stance", change.name, _stance(change.before, change.before_value), _stance(change.after, change.after_value))
        for change in difference.stances
    ]
    return [*people, *roles, *ties, *stances]


def _weights(difference: ChainDifference) -> list[_Row]:
    return [
        ("Share of decision", change.name, _number(change.weight.before, ".0%"), _number(change.weight.after, ".0%"))
        for change in difference.weights
    ]


def _either(absent: str | None, present: str, gained: bool) -> tuple[str | None, str | None]:
    return (absent, present) if gained else (present, absent)


def _stance(stance: Stance | None, value: float | None) -> str:
    return "unknown" if stance is None else f"{stance.value} {value:+.2f}"


def _number(value: float | None, form: str) -> str | None:
    return None if value is None else format(value, form)
