"""Which function does which kind of run."""

from collections.abc import Callable, Mapping

from service.jobs.cases import (
    CHECK,
    run_check_cases,
    run_escalate_cases,
    run_send_digests,
    run_send_to_channel,
    run_tell_notices,
)
from service.jobs.clean_up import run_clean_up
from service.jobs.comments import run_learn_comments, run_read_comments
from service.jobs.context import JobContext
from service.jobs.import_file import run_import_file
from service.jobs.reports import run_issue_leadership, run_issue_report, run_issue_reports
from service.jobs.score import run_score_accounts, run_score_portfolio
from service.jobs.waves import run_send_surveys, run_send_wave
from service.operations.claim_run import Claim
from service.operations.learn_comments import LEARN, READ
from service.operations.notify import TELL
from service.operations.start_wave import SEND_WAVE
from service.operations.tell_notices import SEND

Handler = Callable[[JobContext, Claim], None]
"""Does the run and finishes it (``finish_run``) in the transaction of its last effects."""

KINDS: Mapping[str, Handler] = {
    "score_accounts": run_score_accounts,
    "score_portfolio": run_score_portfolio,
    "issue_reports": run_issue_reports,
    "issue_report": run_issue_report,
    "issue_leadership": run_issue_leadership,
    "clean_up": run_clean_up,
    CHECK: run_check_cases,
    "escalate_cases": run_escalate_cases,
    TELL: run_tell_notices,
    "send_digests": run_send_digests,
    SEND: run_send_to_channel,
    "import_file": run_import_file,
    SEND_WAVE: run_send_wave,
    "send_surveys": run_send_surveys,
    READ: run_read_comments,
    LEARN: run_learn_comments,
}
