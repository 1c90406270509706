"""The silence list: who matters and has not answered, as a page and as a file."""

from collections.abc import Iterator

from flask import Response, render_template, request, stream_with_context
from flask_babel import gettext as _

from scoring.vocabulary import Role
from service.auth.policy import Action, Reach, Resource, reach
from service.edge.current import apart, current_principal, current_session, now, today
from service.edge.permits import allows
from service.edge.state import settings
from service.exports.csv_rows import Cell, csv_rows
from service.i18n.labels import label, options
from service.operations.record_audit import record_audit
from service.queries.feedback.choices import feedback_choices
from service.queries.feedback.silence import MOST_ROWS, Silence, SilenceSort, SilenceWanted
from service.queries.feedback.silence import silence as silence_query
from service.web.feedback.address import shown, silence_in
from service.web.feedback.blueprint import feedback
from service.web.feedback.words import CHANNELS, SORTS

PAGE = 50


@feedback.get("/silence")
@allows(Resource.RESPONSE)
def silence() -> Response:
    """Everybody with decision weight and without a valid answer, those who decide most first."""
    session, principal = current_session(), current_principal()
    wanted, sort, page = silence_in(request.args)
    found = _found(wanted, sort, PAGE, (page - 1) * PAGE)
    revenue = found.at_risk is not None
    return shown(
        render_template(
            "feedback/silence.html",
            found=found,
            wanted=wanted,
            page=page,
            pages=max(1, -(-found.total // PAGE)),
            choices=feedback_choices(session, principal),
            roles=options(Role),
            sorts=[(key, words) for key, words in SORTS if revenue or key != SilenceSort.MONEY],
            channels=CHANNELS,
            revenue=revenue,
            may_enter=reach(principal, Resource.RESPONSE, Action.WRITE) >= Reach.OWN,
            may_ask=reach(principal, Resource.SURVEY, Action.WRITE) >= Reach.OWN,
            filtered=any(request.args.get(name) for name in request.args if name not in {"sort", "page"}),
        )
    )


@feedback.get("/silence.csv")
@allows(Resource.RESPONSE)
def silence_file() -> Response:
    """All whom the filter lets through, with the columns that the reader may see."""
    wanted, sort, _page = silence_in(request.args)
    principal = current_principal()
    with apart() as session:
        record_audit(
            session, principal, "exported", "silence", now=now(), fields={"filter": request.args.to_dict(flat=True)}
        )
    revenue = reach(principal, Resource.REVENUE, Action.READ) >= Reach.OWN
    lines = csv_rows(_header(revenue), _lines(wanted, sort, revenue))
    return Response(
        stream_with_context(lines),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="silence-{today().isoformat()}.csv"'},
    )


def _found(wanted: SilenceWanted, sort: SilenceSort, limit: int, offset: int) -> Silence:
    return silence_query(
        current_session(),
        current_principal(),
        wanted,
        now=now(),
        currency=settings().currency,
        sort=sort,
        limit=limit,
        offset=offset,
    )


def _header(revenue: bool) -> list[str]:
    money = [_("At risk, by decision weight (%(currency)s)", currency=settings().currency)] if revenue else []
    return [
        _("Person"),
        _("Title"),
        _("Account"),
        _("Role"),
        _("Decision weight (0–1)"),
        *money,
        _("Last answer"),
        _("Last asked"),
        _("Days silent"),
        _("Ways to reach them"),
        _("Known by"),
        _("Owner"),
    ]


def _lines(wanted: SilenceWanted, sort: SilenceSort, revenue: bool) -> Iterator[list[Cell]]:
    offset = 0
    while rows := _found(wanted, sort, MOST_ROWS, offset).rows:
        for row in rows:
            yield [
                row.name,
                row.title,
                row.account,
                str(label(row.sub_role or row.role)) if row.role else None,
                round(row.decision_weight, 4),
                *([None if row.at_risk is None else round(row.at_risk, 2)] if revenue else []),
                row.last_answered_on,
                row.last_asked_on,
                row.days_silent,
                ", ".join(str(CHANNELS[channel.value][0]) for channel in row.channels),
                row.known_by,
                row.owner,
            ]
        offset += MOST_ROWS
