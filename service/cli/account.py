"""``linchpin account``: one account, on any day."""

from datetime import UTC, date, datetime
from typing import Any

import click

from models.account import Account
from service.auth.policy import Resource
from service.cli.account_argument import chosen_account
from service.cli.console import say, show_json, show_table
from service.cli.context import CommandContext, pass_context
from service.queries.account_analysis import AccountAnalysis, account_analysis
from service.queries.known_on import KnownOn
from service.queries.packed_scores import ReasonResult
from service.queries.scores import AccountScores, account_scores
from service.queries.visibility import visible_account

_PEOPLE, _REASONS = 12, 5
_NO_DIFFERENCE = 0.005


@click.command("account")
@click.argument("account")
@click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="As it was known at the end of a past day.",
)
@click.option("--all", "everybody", is_flag=True, help=f"Everybody, not only the {_PEOPLE} with the greatest weight.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, at full precision.")
@pass_context
def account_command(
    context: CommandContext, account: str, as_of: datetime | None, everybody: bool, as_json: bool
) -> None:
    """Show one account: who decides, scores and why.

    ACCOUNT is a number, a name, or the beginning of a name that fits one account only. The chain is computed from
    what was known on the day; the scores are those in force then.

    \b
    Examples:
      linchpin account 17
      linchpin account otterried --all
      linchpin account 17 --as-of 2026-06-30 --json
    """
    now = context.now()
    if as_of and as_of.date() > now.astimezone(UTC).date():
        raise click.UsageError("--as-of needs a day that has come.")
    known = KnownOn.end_of(as_of.date()) if as_of else KnownOn.at(now)
    with context.reading() as session:
        chosen = chosen_account(session, context.principal, account)
        record = visible_account(session, context.principal, chosen.id, Resource.ACCOUNT)
        found = account_analysis(session, context.principal, chosen.id, known)
        scores = account_scores(session, context.principal, chosen.id, known if as_of else None, known.day)
    if as_json:
        show_json(_as_json(record, found, scores))
        return
    _show_head(record, found, known.day)
    _show_scores(scores)
    _show_people(found, None if everybody else _PEOPLE)
    _show_reasons(scores)


def _show_head(record: Account, found: AccountAnalysis, day: date) -> None:
    consensus, covered = found.analysis.consensus, found.analysis.coverage
    about = ", ".join(part for part in (record.segment, record.industry, record.country) if part)
    say(f"{record.name} ({record.id}): {about or 'no further details'}")
    since = f", customer since {record.customer_since}" if record.customer_since else ""
    say(f"As known on {day}; {record.lifecycle_stage.value}{since}.")
    say()
    interval = f"{consensus.low:+.2f} to {consensus.high:+.2f}"
    say(f"Consensus forecast {consensus.forecast:+.2f} ({interval}; -1 = all against, +1 = all for it);")
    say(f"{consensus.known_weight:.0%} of the decision is known.")
    thread = "; it hangs on a single thread" if covered.single_threaded else ""
    say(f"We reach {covered.coverage:.0%} of the decision over {covered.threads:.1f} threads{thread}.")


def _show_scores(scores: AccountScores | None) -> None:
    if scores is None:
        say("Not scored by that day. `linchpin score` does it.")
        return
    health = scores.health
    shown = "unknown" if health.shown is None else f"{health.shown:.0f} of 100"
    say(f"Health {shown} (high is good), confidence {health.confidence:.0%}, computed {scores.as_of}.")
    for risk in scores.risks:
        chance = f", {risk.probability:.0%} ({risk.low:.0%} to {risk.high:.0%})" if risk.calibrated else ""
        say(f"Renewal risk of contract {risk.contract_id}: {risk.band.value}{chance}.")
    shown_groups = [group for group in health.groups if group.score is not None]
    show_table(
        ("Group", "Score", "Segment", "Adds"),
        [
            (group.group.value, f"{group.score:.0f}", f"{group.segment_mean:.0f}", f"{group.contribution:+.1f}")
            for group in shown_groups
        ],
        title="Health by group (Adds = what it adds against the segment)",
        right=("Score", "Segment", "Adds"),
        empty="No group of the health score has data.",
    )


def _show_people(found: AccountAnalysis, most: int | None) -> None:
    order = sorted(range(found.chain.size), key=lambda i: -float(found.analysis.weights[i]))
    rows = []
    for i in order[:most]:
        person_id = int(found.chain.ids[i])
        member, role, stance = found.members[person_id], found.leading_role(person_id), found.stance_of(person_id)
        held = (role.sub_role or role.role).value.replace("_", " ") if role else None
        rows.append(
            (
                person_id,
                member.name,
                f"{held}?" if role and role.suggested else held,
                f"{found.analysis.weights[i]:.0%}",
                stance[0].value if stance else "unknown",
                f"{found.analysis.reach[i]:.0%}",
            )
        )
    show_table(
        ("ID", "Person", "Role", "Weight", "Stance", "Reach"),
        rows,
        title="Who decides (weight = share of the decision, reach = how well we know them)",
        right=("ID", "Weight", "Reach"),
        flexible=("Person", "Role"),
        empty="Nobody is known yet. `linchpin import FILE --as people` takes people in.",
    )
    if most is not None and len(order) > most:
        say(f"... and {len(order) - most} more with less weight (--all shows them).")


def _show_reasons(scores: AccountScores | None) -> None:
    if scores is None or not scores.risks:
        return
    reasons = [reason for reason in scores.risks[0].reasons if abs(reason.log_odds) >= _NO_DIFFERENCE][:_REASONS]
    show_table(
        ("Reason", "Value", "Effect"),
        [(reason.factor.value.replace("_", " "), _value(reason), _effect(reason.log_odds)) for reason in reasons],
        title="What moves the renewal risk most, against the segment's average",
        right=("Value", "Effect"),
        empty="Nothing sets this renewal apart from its segment.",
    )


def _value(reason: ReasonResult) -> str:
    return "not known" if reason.value is None else f"{reason.value:.2f}"


def _effect(log_odds: float) -> str:
    return f"{log_odds:+.2f} {'worse' if log_odds > 0 else 'better'}"


def _as_json(record: Account, found: AccountAnalysis, scores: AccountScores | None) -> dict[str, Any]:
    consensus, covered = found.analysis.consensus, found.analysis.coverage
    people = []
    for i, person in enumerate(found.chain.ids):
        person_id = int(person)
        stance = found.stance_of(person_id)
        people.append(
            {
                "id": person_id,
                "name": found.members[person_id].name,
                "title": found.members[person_id].title,
                "roles": [
                    {"role": held.role, "sub_role": held.sub_role, "suggested": held.suggested}
                    for held in found.roles.get(person_id, ())
                ],
                "voting_power": float(found.analysis.power[i]),
                "decision_weight": float(found.analysis.weights[i]),
                "stance": stance[1] if stance else None,
                "confidence": stance[2] if stance else 0.0,
                "reach": float(found.analysis.reach[i]),
                "blocker": found.is_blocker(person_id),
            }
        )
    return {
        "id": record.id,
        "name": record.name,
        "as_of": found.known.day,
        "segment": record.segment,
        "country": record.country,
        "stage": record.lifecycle_stage,
        "people": people,
        "consensus": {
            "forecast": consensus.forecast,
            "low": consensus.low,
            "high": consensus.high,
            "known_weight": consensus.known_weight,
            "probability_yes": consensus.probability_yes,
        },
        "coverage": {
            "coverage": covered.coverage,
            "threads": covered.threads,
            "single_threaded": covered.single_threaded,
        },
        "scores": None if scores is None else _scores_json(scores),
    }


def _scores_json(scores: AccountScores) -> dict[str, Any]:
    return {
        "as_of": scores.as_of,
        "health": {
            "score": scores.health.score,
            "shown": scores.health.shown,
            "confidence": scores.health.confidence,
            "groups": scores.health.groups,
        },
        "risks": scores.risks,
    }
