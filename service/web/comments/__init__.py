"""Comments: the list with search and corrections, themes in figures, and the dictionary."""

from service.web.comments.pages import comments

__all__ = ["comments"]
