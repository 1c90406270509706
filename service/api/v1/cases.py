"""Cases of the closed loop, playbooks and root causes."""

from service.api.answers import Answer
from service.api.noun import Noun
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.inputs.base import Input
from service.inputs.case import (
    CaseChange,
    CaseComment,
    NewCase,
    NewCaseStep,
    NewPlaybook,
    NewRootCause,
    PlaybookChange,
    RootCauseChange,
)
from service.operations.change_case import add_case_step, change_case, comment_on_case, finish_case_step, remove_case
from service.operations.open_case import open_case
from service.operations.shared_entries import PLAYBOOKS, ROOT_CAUSES
from service.queries.nouns import cases as listed

cases = Noun(
    name="cases",
    singular="case",
    about="Something about a customer that somebody must deal with by a time.",
    listing=listed.CASES,
    resource=Resource.CASE,
    parameter="case_id",
    create=(NewCase, open_case),
    change=(CaseChange, change_case),
    remove=remove_case,
)


class StepDone(Input):
    """Whether a step was done."""

    done: bool


def add_step(case_id: int, body: NewCaseStep) -> Answer:
    """One more thing to do, after the others; the answer is the whole case."""
    session, principal = current_session(), current_principal()
    add_case_step(session, principal, case_id, body, now=now())
    return cases.answer(session, principal, case_id, 201)


def finish_step(case_id: int, case_step_id: int, body: StepDone) -> Answer:
    """Note that a step was done, or that it was not after all; the answer is the whole case."""
    session, principal = current_session(), current_principal()
    finish_case_step(session, principal, case_id, case_step_id, done=body.done, now=now())
    return cases.answer(session, principal, case_id)


def comment(case_id: int, body: CaseComment) -> Answer:
    """Say something in a case; the answer is the whole case."""
    session, principal = current_session(), current_principal()
    comment_on_case(session, principal, case_id, body.text, now=now())
    return cases.answer(session, principal, case_id, 201)


_HERE = cases.address
_WRITE = (Resource.CASE, Action.WRITE)
_STEP = f"{_HERE}/steps/<{cases.rule}:case_step_id>"
cases.routes.post(f"{_HERE}/steps", add_step, "Add a step to a case", body=NewCaseStep, answer=cases.row, needs=_WRITE)
cases.routes.put(_STEP, finish_step, "Note that a step was done", body=StepDone, answer=cases.row, needs=_WRITE)
cases.routes.post(f"{_HERE}/comments", comment, "Comment on a case", body=CaseComment, answer=cases.row, needs=_WRITE)

playbooks = Noun(
    name="playbooks",
    singular="playbook",
    about="Steps that have worked before; a case opened with a playbook gets its steps.",
    listing=listed.PLAYBOOKS,
    resource=Resource.CASE,
    write=Resource.ADMIN,
    parameter="playbook_id",
    create=(NewPlaybook, PLAYBOOKS.create),
    change=(PlaybookChange, PLAYBOOKS.change),
    remove=PLAYBOOKS.remove,
)

root_causes = Noun(
    name="root-causes",
    singular="root cause",
    about="Why things go wrong, as the company names it.",
    listing=listed.ROOT_CAUSES,
    resource=Resource.CASE,
    write=Resource.ADMIN,
    parameter="root_cause_id",
    create=(NewRootCause, ROOT_CAUSES.create),
    change=(RootCauseChange, ROOT_CAUSES.change),
    remove=ROOT_CAUSES.remove,
)

ROUTES = (cases.routes, playbooks.routes, root_causes.routes)
