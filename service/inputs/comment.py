"""What may be written about the reading of comments: themes and corrections."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from scoring.comment_values import Tone
from service.inputs.base import Input, changes_of
from service.inputs.fields import Count, Id, Label, Language, Title

MOST_WORDS = 200
MOST_THEMES = 50

Words = Annotated[list[Label], Field(max_length=MOST_WORDS)]


class NewCommentTheme(Input):
    """What customers write about. ``words`` by language; English ones match whole, ``slow*`` any ending."""

    name: Title
    names: Annotated[dict[Language, Title], Field(max_length=20)] = Field(default={})
    words: Annotated[dict[Language, Words], Field(max_length=20)]
    position: Count = 0
    enabled: bool = True

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        check_words(self.words)
        return self


def check_words(words: dict[str, Any] | None) -> None:
    """Demand at least one word that something can be found by.

    :raises ValueError: there is none, or one of them is nothing but a star.
    """
    found = [word for several in (words or {}).values() for word in several]
    if not found or not all(word.strip(" *") for word in found):
        raise ValueError("a theme needs at least one word, and a star needs a beginning")


CommentThemeChange = changes_of(NewCommentTheme)


class CommentCorrectionInput(Input):
    """What a person says of one comment; what is not given is left as it was read."""

    tone: Tone | None = None
    theme_ids: Annotated[list[Id], Field(max_length=MOST_THEMES)] | None = None
