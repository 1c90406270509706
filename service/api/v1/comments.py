"""Comments with their tone and themes, corrections of them, and the dictionary of themes."""

from service.api.answers import Answer
from service.api.noun import Noun
from service.api.tags import check_tag
from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.inputs.comment import CommentCorrectionInput, CommentThemeChange, NewCommentTheme
from service.operations.comment_themes import change_comment_theme, create_comment_theme, remove_comment_theme
from service.operations.correct_comment import correct_comment, take_correction_back
from service.queries.listing import one
from service.queries.nouns import comments as listed

comments = Noun(
    name="comments",
    singular="comment",
    about="What somebody wrote beside an answer, with the tone and the themes that were read from it.",
    listing=listed.COMMENTS,
    resource=Resource.RESPONSE,
    parameter="response_id",
)


def correct(response_id: int, body: CommentCorrectionInput) -> Answer:
    """Say what a comment means; sent twice, it changes nothing. With If-Match, only if nobody corrected it since."""
    session, principal = current_session(), current_principal()
    check_tag(one(session, principal, listed.COMMENTS, response_id))
    correct_comment(session, principal, response_id, body, now=now())
    return comments.answer(session, principal, response_id)


def take_back(response_id: int) -> None:
    """Read a comment by itself again."""
    session, principal = current_session(), current_principal()
    check_tag(one(session, principal, listed.COMMENTS, response_id))
    take_correction_back(session, principal, response_id, now=now())


_CORRECTION = f"{comments.address}/correction"
_WRITE = (Resource.RESPONSE, Action.WRITE)
comments.routes.put(
    _CORRECTION,
    correct,
    "Correct how a comment was read",
    body=CommentCorrectionInput,
    answer=comments.row,
    needs=_WRITE,
    operation_id="correct_comment",
)
comments.routes.delete(
    _CORRECTION, take_back, "Take a correction back", needs=_WRITE, operation_id="take_comment_correction_back"
)

comment_themes = Noun(
    name="comment-themes",
    singular="comment theme",
    about="What customers write about, as the company names it, and the words by which it is found.",
    listing=listed.COMMENT_THEMES,
    resource=Resource.SURVEY,
    parameter="comment_theme_id",
    create=(NewCommentTheme, create_comment_theme),
    change=(CommentThemeChange, change_comment_theme),
    remove=remove_comment_theme,
)

ROUTES = (comments.routes, comment_themes.routes)
