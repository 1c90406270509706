"""The respondent's pages: a signed link, the questions, one press, thanks. Reading them changes nothing."""

from service.web.respond.answering import answering
from service.web.respond.trial import trial

RESPOND_PAGES = (answering, trial)
