"""``linchpin feedback``: what people answered, who is silent, and what drives promoters and detractors."""

from collections.abc import Callable
from typing import Any

import click

from scoring.vocabulary import Role, ScoreFamily
from service.cli.console import say, show_json, show_table
from service.cli.context import CommandContext, pass_context
from service.queries.feedback.driver_figures import DriverAnalysis
from service.queries.feedback.drivers import feedback_drivers
from service.queries.feedback.figures import Figures
from service.queries.feedback.results import feedback_results
from service.queries.feedback.silence import MOST_ROWS, SilenceSort, SilenceWanted
from service.queries.feedback.silence import silence as silence_query
from service.queries.feedback.wanted import AccountWeight, Dimension, Period, Wanted
from service.surveys.wording import text_in

_ALL = "All together"
_HEADS = {Dimension.ROLE: "Role", Dimension.SEGMENT: "Segment", Dimension.TOUCHPOINT: "Touchpoint"}

_FIGURES = ("n", "NPS", "Interval", "Used", "Influence", "CSAT", "CES", "Rate")


@click.group("feedback")
def feedback_command() -> None:
    """What people answered over all accounts: results by role, who is silent, key drivers.

    The same figures stand on the pages, under Feedback; docs/feedback.md says what each of them means.
    """


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    """The options that restrict whose answers count."""
    for option in (
        click.option("--segment", help="Only accounts of one segment."),
        click.option("--role", type=click.Choice([role.value for role in Role]), help="Only people with this role."),
        click.option("--survey", type=int, metavar="NUMBER", help="Only one survey."),
        click.option(
            "--family",
            type=click.Choice([family.value for family in ScoreFamily]),
            default=ScoreFamily.CUSTOMER.value,
            show_default=True,
            help="Of customers, partners or our own teams.",
        ),
        click.option(
            "--period",
            type=click.Choice([period.value for period in Period]),
            default=Period.YEAR.value,
            show_default=True,
            help="How far back.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Print everything as JSON."),
    ):
        command = option(command)
    return command


def _wanted(period: str, family: str, survey: int | None, role: str | None, segment: str | None) -> Wanted:
    return Wanted(
        period=Period(period),
        family=ScoreFamily(family),
        survey_id=survey,
        segment=segment,
        role=Role(role) if role else None,
    )


@feedback_command.command("results")
@click.option(
    "--weighting",
    type=click.Choice([weighting.value for weighting in AccountWeight]),
    default=AccountWeight.EQUAL.value,
    show_default=True,
    help="What an account weighs in the NPS by influence.",
)
@_filters
@pass_context
def results_command(context: CommandContext, /, weighting: str, as_json: bool, **asked: Any) -> None:
    """Show NPS, satisfaction, effort and response rates by role, segment and touchpoint.

    NPS goes from -100 to 100, high is good; its interval is that of 95 %. Used is drawn towards what is usual where
    answers are few or old. Influence counts everybody by their share of the account's decision. CSAT and CES are the
    shares of good answers, Rate that of the invitations that were answered.

    \b
    Examples:
      linchpin feedback results
      linchpin feedback results --segment Enterprise --period quarter
      linchpin feedback results --weighting arr --json
    """
    with context.reading() as session:
        found = feedback_results(
            session,
            context.principal,
            _wanted(**asked),
            now=context.now(),
            currency=context.settings.currency,
            weighting=AccountWeight(weighting),
        )
    if as_json:
        show_json(found)
        return
    if not found.total.answers:
        say("Nobody has answered within this choice.")
        return
    for dimension, groups in found.groups.items():
        rows = [_line(group, dimension) for group in groups]
        if dimension is Dimension.ROLE:
            rows.append(_line(found.total, None))
        show_table(
            (_HEADS[dimension], *_FIGURES),
            rows,
            right=_FIGURES,
            flexible=(_HEADS[dimension],),
        )
    for change in found.changes:
        name = change.name or str(change.key)
        say(f"Changed since {found.compared_with}: {name} from {_points(change.before)} to {_points(change.now)}.")
    say(f"Roles disagree by more than chance in {found.agreement.disagreeing} of {found.agreement.judged} accounts.")


def _line(group: Figures, dimension: Dimension | None) -> tuple[object, ...]:
    name = _ALL if dimension is None else group.name or str(group.key or "None").replace("_", " ").capitalize()
    nps, used, weighted = group.nps, group.nps_used, group.nps_weighted
    return (
        name,
        group.answers,
        None if nps is None else _points(nps.score),
        None if nps is None else f"{_points(nps.low)} to {_points(nps.high)}",
        None if used is None else _points(used.mean),
        None if weighted is None else _points(weighted.score),
        _share(group.csat.share if group.csat else None),
        _share(group.ces.share if group.ces else None),
        _share(group.response.rate if group.response else None),
    )


def _points(value: float) -> str:
    return f"{round(value):+d}" if round(value) else "0"


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.0%}"


@feedback_command.command("silence")
@click.option("--segment", help="Only accounts of one segment.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Only people with this role.")
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in SilenceSort]),
    default=SilenceSort.WEIGHT.value,
    show_default=True,
    help="By decision weight, that times the money at risk, or the days since the last answer.",
)
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@pass_context
def silence_command(
    context: CommandContext, segment: str | None, role: str | None, sort: str, limit: int, as_json: bool
) -> None:
    """List who matters and has not answered within 180 days, the most decisive first.

    \b
    Examples:
      linchpin feedback silence
      linchpin feedback silence --role decision_maker --sort money
      linchpin feedback silence --limit 500 --json
    """
    wanted = SilenceWanted(segment=segment, role=Role(role) if role else None)
    with context.reading() as session:
        pages = [
            silence_query(
                session,
                context.principal,
                wanted,
                now=context.now(),
                currency=context.settings.currency,
                sort=SilenceSort(sort),
                limit=min(MOST_ROWS, limit - offset),
                offset=offset,
            )
            for offset in range(0, limit, MOST_ROWS)
        ]
    rows = [row for page in pages for row in page.rows]
    if as_json:
        show_json(rows)
        return
    show_table(
        ("Person", "Account", "Weight", "At risk", "Last answer", "Known by"),
        [
            (
                row.name,
                row.account,
                f"{row.decision_weight:.0%}",
                None if row.at_risk is None else f"{row.at_risk:,.0f}",
                row.last_answered_on or "never",
                row.known_by,
            )
            for row in rows
        ],
        right=("Weight", "At risk"),
        flexible=("Person", "Account", "Known by"),
        empty="Everybody who matters has answered, or nobody has been scored yet.",
    )
    if rows:
        say(f"Silent: {pages[0].total:,}, of them decision makers: {pages[0].deciders:,}.")


@feedback_command.command("drivers")
@_filters
@pass_context
def drivers_command(context: CommandContext, /, as_json: bool, **asked: Any) -> None:
    """Show which rated questions and touchpoints go with promoting and detracting.

    Importance is a driver's share of what all explain together (LMG), with a 90 % interval; Satisfied the share of
    good ratings. It need not be the cause.

    \b
    Examples:
      linchpin feedback drivers
      linchpin feedback drivers --role decision_maker --period two_years
      linchpin feedback drivers --json
    """
    with context.reading() as session:
        found = feedback_drivers(session, context.principal, _wanted(**asked), now=context.now())
    if as_json:
        show_json(found)
        return
    _show_drivers(f"Questions of {found.survey}" if found.survey else "Questions", "answers", found.questions)
    _show_drivers("Touchpoints", "accounts", found.touchpoints)


def _show_drivers(title: str, unit: str, analysis: DriverAnalysis) -> None:
    if not analysis.drivers:
        say(f"{title}: {analysis.complete} complete {unit}; at least {max(analysis.needed, 1)} are needed.")
        return
    show_table(
        ("Driver", "Importance", "Interval", "Satisfied"),
        [
            (
                text_in(one.names, "en") or one.key,
                f"{one.importance:.0%}",
                f"{one.low:.0%} to {one.high:.0%}",
                _share(one.satisfied.share),
            )
            for one in analysis.drivers
        ],
        title=f"{title}, from {analysis.complete:,} of {analysis.rows:,} {unit}",
        right=("Importance", "Satisfied"),
        flexible=("Driver",),
    )
