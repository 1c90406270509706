"""All pages of feedback over many accounts: importing this module gives the blueprint its routes."""

from service.web.feedback.blueprint import feedback
from service.web.feedback.drivers import drivers
from service.web.feedback.results import index
from service.web.feedback.silence import silence, silence_file

__all__ = ["drivers", "feedback", "index", "silence", "silence_file"]
