"""What may be written about cases, playbooks and root causes."""

from typing import Annotated

from pydantic import Field

from models.vocabulary import CaseOrigin, CaseState, Urgency
from service.inputs.base import Input, changes_of
from service.inputs.fields import Count, Id, Language, Moment, Name, Remark, Story, Subject, Title


class NewCase(Input):
    """Something about a customer that somebody must deal with by a time."""

    account_id: Id
    person_id: Id | None = None
    response_id: Id | None = None
    title: Name
    urgency: Urgency = Urgency.NORMAL
    assignee_id: Id | None = None
    playbook_id: Id | None = None
    root_cause_id: Id | None = None
    due_at: Moment | None = None


class CaseFields(NewCase):
    """What a case says in the course of its life."""

    state: CaseState = CaseState.OPEN
    resolution: Story | None = None
    outcome: Subject | None = None
    public_note: Remark | None = None


CaseChange = changes_of(CaseFields, but=frozenset({"account_id", "response_id", "playbook_id"}))


class CaseResolution(Input):
    """How a case ended. ``follow_up_survey_id``: the survey with which its person is asked a week later."""

    resolution: Story
    outcome: Subject | None = None
    root_cause_id: Id | None = None
    public_note: Remark | None = None
    follow_up_survey_id: Id | None = None


class NewCaseStep(Input):
    """One thing to do within a case."""

    text: Subject
    due_at: Moment | None = None


class CaseComment(Input):
    """Something said in a case."""

    text: Story


class PlaybookStep(Input):
    """A step of a playbook, due so many days after the case was opened."""

    text: Subject
    days: Count = 0


class NewPlaybook(Input):
    """Steps that have worked before. ``origin``: the rule whose cases begin with them, for who reads ``language``."""

    name: Title
    origin: CaseOrigin | None = None
    language: Language = "en"
    steps: Annotated[list[PlaybookStep], Field(max_length=100)] = Field(default=[])


PlaybookChange = changes_of(NewPlaybook)


class NewRootCause(Input):
    """Why things go wrong, as the company names it."""

    name: Title


RootCauseChange = changes_of(NewRootCause)
