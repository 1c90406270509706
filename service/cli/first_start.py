"""What `linchpin run` does before anything is served: database, demo, scores, and the logins to show."""

from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import func, select
from sqlmodel import col

from models.score import ScoreGeneration
from models.user import User
from models.vocabulary import GenerationState
from reports.fonts.typeface import FontsNotBuiltError
from scoring.vocabulary import RiskBand
from service.cli.console import note, progress, say
from service.cli.context import CommandContext
from service.cli.demo_password import demo_password, keep_password, kept_password
from service.cli.month_ends import unscored_month_ends
from service.database import migrate
from service.demo.cast import CAST
from service.operations.add_delivered_title_rules import seed_title_rules
from service.operations.comment_themes import seed_comment_themes
from service.operations.enqueue_reports import enqueue_reports
from service.operations.issue_report import Store, issue_renewal_risk
from service.operations.load_demo import is_empty, load_demo
from service.operations.score_portfolio import score_portfolio
from service.queries.portfolio import PortfolioFilter, portfolio

HISTORY_MONTHS = 12
# Reports that are written before the pages are served.
_REPORTS = 5


@dataclass(frozen=True)
class Ready:
    """What was found or made: the password of the demo's logins (None: no demo), and whether the demo lacks a past."""

    password: str | None
    lacks_history: bool


def prepare(context: CommandContext, *, demo_accounts: int) -> Ready:
    """Make the database ready.

    With ``demo_accounts`` above 0 an empty database is filled with the demo company.
    """
    note("Bringing the database up to date.")
    migrate(context.engine)
    with context.writing() as session:
        seed_title_rules(session, context.principal, now=context.now())
        seed_comment_themes(session, now=context.now())
    with context.reading() as session:
        empty = is_empty(session)
    if demo_accounts and empty:
        _load(context, demo_accounts)
    with context.reading() as session:
        published = col(ScoreGeneration.state) == GenerationState.PUBLISHED
        scored = session.execute(select(func.count()).select_from(ScoreGeneration).where(published)).scalar_one()
        shown = session.execute(select(col(User.id)).where(col(User.email) == CAST[0].email)).first() is not None
        nobody = is_empty(session)
    if not scored and not nobody:
        with progress("Scoring accounts") as advance:
            score_portfolio(context.factory, now=context.now(), progress=advance)
        _write_reports(context)
    password = kept_password(context.settings.home) if shown else None
    with context.reading() as session:
        lacking = unscored_month_ends(session, context.now().astimezone(UTC).date(), HISTORY_MONTHS)
    return Ready(password, lacks_history=password is not None and bool(lacking))


def _load(context: CommandContext, accounts: int) -> None:
    """Load the demo; its password is kept for its owner's eyes, so that every start can show it."""
    password = demo_password()
    keep_password(context.settings.home, password)
    now = context.now()
    with progress("Loading the demo company") as advance, context.writing() as session:
        load_demo(
            session,
            context.principal,
            now=now,
            today=now.astimezone(UTC).date(),
            accounts=accounts,
            password=password,
            progress=advance,
        )


def _write_reports(context: CommandContext) -> None:
    """Write the reports of the month for the accounts with most at stake now; the jobs write the others later."""
    now = context.now()
    today, month = now.date(), f"{now:%Y-%m}"
    store = Store(context.settings.report_store, context.settings.font_folder)
    with context.writing() as session:
        enqueue_reports(session, month=month, today=today, now=now)
    with context.reading() as session:
        page = portfolio(
            session,
            context.principal,
            today=today,
            currency=context.settings.currency,
            wanted=PortfolioFilter(band=RiskBand.HIGH),
            limit=_REPORTS,
        )
    try:
        with progress("Writing reports") as advance:
            for done, row in enumerate(page.rows, start=1):
                with context.writing() as session:
                    issue_renewal_risk(
                        session, context.principal, row.account_id, now=now, period=month, store=store, language="en"
                    )
                advance(done, len(page.rows))
    except FontsNotBuiltError as missing:
        note(f"No reports were written. {missing}")


def show_logins(password: str | None) -> None:
    """Say who can sign in: the demo's logins, or how to add somebody."""
    if password is None:
        say("`linchpin user add` adds somebody who can sign in.")
        return
    say(f"Sign in as one of these; the password of all is {password}")
    for colleague in CAST:
        if colleague.login:
            say(f"  {colleague.email:<34} {colleague.name}, {colleague.title.lower()}")
    say()
