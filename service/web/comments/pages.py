"""All pages of comments, put together."""

from service.web.comments import comment_list, correcting, dictionary, theme_figures
from service.web.comments.blueprint import comments

__all__ = ["comment_list", "comments", "correcting", "dictionary", "theme_figures"]
