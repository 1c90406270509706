"""The mails that ask: one function a kind. Each number of the scale is a link that only marks it on the page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from models.survey import SurveyVersion
from scoring.vocabulary import QuestionKind
from service.auth.answer_links import answer_address
from service.i18n.catalogue import locale_of, translator
from service.mail.compose import compose
from service.mail.letter import Block, Button, Choice, Composed, Letter, Paragraph, Scale
from service.surveys.branching import Respondent, asked_questions
from service.surveys.question import Question, first_metric
from service.surveys.texts import survey_text
from service.surveys.wording import text_in

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Asking:
    """All that a mail to one respondent says and links to.

    ``address`` gives the address of the respondent's page, with a number of the scale marked there or None.
    ``closes_at`` is shown as a day in ``zone``. ``unsubscribe_url`` None: a test, which nobody unsubscribes from.
    ``done``: what was done since about an earlier answer, where the asking follows a case.
    """

    version: SurveyVersion
    questions: tuple[Question, ...]
    respondent: Respondent
    language: str
    name: str
    account: str
    sender: str
    anonymous: bool
    address: Callable[[int | None], str]
    closes_at: datetime
    zone: ZoneInfo
    unsubscribe_url: str | None = None
    done: str | None = None


def page_address(base_url: str, token: str, language: str) -> Callable[[int | None], str]:
    """The address of a respondent's page in their language, by the number that is marked there.

    >>> page_address("https://nps.example", "abc", "zh")(9)
    'https://nps.example/r/abc?score=9&language=zh'
    """
    return lambda score: answer_address(base_url, token, score=score, language=language)


def invitation_mail(asking: Asking) -> Composed:
    """The first mail to a respondent."""
    _ = translator(asking.language)
    subject = _own(asking, "mail_subject") or _own(asking, "title") or _("May we ask for your opinion?")
    text = _own(asking, "mail_text") or _own(asking, "introduction")
    usual = _("How we are doing is for you to say. It takes a minute.")
    return compose(_letter(asking, _, subject, Paragraph(text or usual)))


def reminder_mail(asking: Asking) -> Composed:
    """A later mail to a respondent who has not answered yet; it says that it is one."""
    _ = translator(asking.language)
    first = _own(asking, "mail_subject") or _own(asking, "title") or _("May we ask for your opinion?")
    subject = _own(asking, "reminder_subject") or _("A reminder: {subject}").format(subject=first)
    usual = _("A little while ago we asked for your opinion. It still counts: one minute is enough.")
    return compose(_letter(asking, _, subject, Paragraph(_own(asking, "reminder_text") or usual)))


def trial_mail(asking: Asking) -> Composed:
    """The invitation as a respondent would get it, marked as a test, for one of our own people."""
    _ = translator(asking.language)
    subject = _own(asking, "mail_subject") or _own(asking, "title") or _("May we ask for your opinion?")
    text = _own(asking, "mail_text") or _own(asking, "introduction")
    usual = _("How we are doing is for you to say. It takes a minute.")
    letter = _letter(asking, _, _("Test: {subject}").format(subject=subject), Paragraph(text or usual))
    note = Paragraph(_("This is a test. Its links show the survey; nothing entered there is kept."), strong=True)
    foot = _("You get this mail because you asked for a test.")
    return compose(replace(letter, blocks=(note, *letter.blocks), foot=foot))


def _letter(asking: Asking, _: Translate, subject: str, opening: Paragraph) -> Letter:
    blocks: list[Block] = []
    if asking.name:
        blocks.append(Paragraph(_("Hello {name},").format(name=asking.name)))
    if asking.done:
        blocks += [Paragraph(_("What we did about it"), strong=True), Paragraph(asking.done)]
    blocks += [opening, *_question(asking, _)]
    closes = format_date(asking.closes_at.astimezone(asking.zone), "long", locale=locale_of(asking.language))
    blocks.append(Paragraph(_("The link is yours alone and works until {day}.").format(day=closes), quiet=True))
    if asking.anonymous:
        promise = _("Your answer is anonymous: it is kept without your name, and shown only together with others.")
        blocks.append(Paragraph(promise, quiet=True))
    foot_link = None
    if asking.unsubscribe_url is not None:
        foot_link = (_("Unsubscribe from surveys"), asking.unsubscribe_url)
    return Letter(
        language=asking.language,
        subject=subject,
        preview=opening.text,
        heading=_own(asking, "title") or subject,
        blocks=tuple(blocks),
        foot=_("{sender} asks you because you work together.").format(sender=asking.sender),
        foot_link=foot_link,
        sender=asking.sender,
    )


def _question(asking: Asking, _: Translate) -> tuple[Block, ...]:
    """The leading number, if the respondent is asked for one, and the way to the page."""
    metric = first_metric(asked_questions(asking.questions, asking.respondent, {}))
    if metric is None:
        return (Button(_("Open the survey"), asking.address(None)),)
    languages = asking.version.languages
    low, high = _ends(metric, asking.language, languages, _)
    scale = Scale(
        question=text_in(metric.texts, asking.language, languages),
        choices=tuple(Choice(str(step), asking.address(step)) for step in metric.steps),
        low=low,
        high=high,
    )
    how = Paragraph(_("A press opens the page with your number marked. Nothing is sent before you confirm it there."))
    return scale, replace(how, quiet=True), Button(_("Open the survey"), asking.address(None))


def _ends(question: Question, language: str, languages: list[str], _: Translate) -> tuple[str, str]:
    low, high = _usual_ends(question, _)
    return (
        text_in(question.ends.get("low", {}), language, languages) or low,
        text_in(question.ends.get("high", {}), language, languages) or high,
    )


def _usual_ends(question: Question, _: Translate) -> tuple[str, str]:
    if question.kind is QuestionKind.NPS:
        return _("Not at all likely"), _("Extremely likely")
    if question.kind is QuestionKind.CSAT:
        return _("Very dissatisfied"), _("Very satisfied")
    if question.low_is_good:
        return _("Very little effort"), _("A great deal of effort")
    return _("Strongly disagree"), _("Strongly agree")


def _own(asking: Asking, key: str) -> str:
    """A text of the survey's own, with the respondent's name and account in their places."""
    text = survey_text(asking.version.texts, key, asking.language, asking.version.languages)
    return text.replace("{name}", asking.name).replace("{account}", asking.account)
