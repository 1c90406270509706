"""Surveys as colleagues see them: the list, the versions, the editor, the journey, and answers entered by hand."""

from service.web.surveys.editor import editor
from service.web.surveys.entry import entry
from service.web.surveys.journey import journey
from service.web.surveys.pages import surveys

SURVEY_PAGES = (surveys, editor, journey, entry)
