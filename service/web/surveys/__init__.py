"""Surveys as colleagues see them: list, versions, editor, journey, answers entered by hand, and tags."""

from service.web.surveys.editor import editor
from service.web.surveys.entry import entry
from service.web.surveys.journey import journey
from service.web.surveys.pages import surveys
from service.web.surveys.tags import tags

SURVEY_PAGES = (surveys, editor, journey, entry, tags)
