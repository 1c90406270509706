"""Reports as jobs: a month's run fans out into one run an account, which issues the report and puts it in the post."""

from service.auth.principal import the_service
from service.database import writing
from service.i18n.languages import DEFAULT_LANGUAGE
from service.jobs.context import JobContext
from service.operations.claim_run import Claim, finish_run
from service.operations.enqueue_reports import enqueue_reports
from service.operations.issue_leadership import issue_leadership
from service.operations.issue_report import Store, issue_renewal_risk
from service.operations.post_report import post_leadership, post_report
from service.queries.report_readers import leadership_readers, report_readers


def run_issue_reports(context: JobContext, claim: Claim) -> None:
    """Enqueue the month's reports, one run an account.

    The month is that of the schedule's own calendar: on the first at 5 o'clock in Shanghai it is still the month before
    in UTC.
    """
    now = context.clock()
    with writing(context.factory) as session:
        enqueued = enqueue_reports(
            session, month=month_of(claim), today=now.date(), now=now, schedule_id=claim.schedule_id
        )
        finish_run(session, claim, now=now, result={"enqueued": enqueued})


def run_issue_report(context: JobContext, claim: Claim) -> None:
    """Issue one account's report in each language that its readers want, and post it to them.

    Report, messages and the end of the run are committed together. The scope of every reader is looked at again when
    the message is sent.
    """
    now = context.clock()
    account_id = int(claim.payload["account_id"])
    with writing(context.factory) as session:
        readers = report_readers(session, account_id, now=now)
        languages = sorted({reader.language for reader in readers}) or [DEFAULT_LANGUAGE]
        posted = 0
        for language in languages:
            report = issue_renewal_risk(
                session,
                the_service("reports"),
                account_id,
                now=now,
                period=claim.period,
                store=store_of(context),
                language=language,
            )
            mine = [reader for reader in readers if reader.language == language]
            posted += post_report(session, report, mine, now=now, base_url=context.settings.base_url)
        finish_run(session, claim, now=now, result={"reports": len(languages), "messages": posted})


def run_issue_leadership(context: JobContext, claim: Claim) -> None:
    """Issue the month's leadership report in each language that leadership reads, and post it to them."""
    now, settings = context.clock(), context.settings
    with writing(context.factory) as session:
        readers = leadership_readers(session)
        languages = sorted({reader.language for reader in readers}) or [DEFAULT_LANGUAGE]
        posted = 0
        for language in languages:
            report, content = issue_leadership(
                session,
                the_service("reports"),
                now=now,
                period=month_of(claim),
                store=store_of(context),
                language=language,
                currency=settings.currency,
            )
            mine = [reader for reader in readers if reader.language == language]
            if content is not None:
                posted += post_leadership(session, report, content, mine, now=now, base_url=settings.base_url)
        finish_run(session, claim, now=now, result={"reports": len(languages), "messages": posted})


def month_of(claim: Claim) -> str:
    """The month that a run is for: "2026-11", whether its period is that month or a day in it."""
    return claim.period[:7]


def store_of(context: JobContext) -> Store:
    """Where the installation keeps its reports."""
    return Store(context.settings.report_store, context.settings.font_folder)
