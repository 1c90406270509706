"""The dictionary of themes: words in each language, suggestions that are taken with one press, and how well we read."""

import re
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from models.comment import CommentTheme
from scoring.comment_tone import tone_of_value
from scoring.comment_values import DEFAULT_COMMENTS
from scoring.comment_words import is_chinese
from service.auth.policy import Action, Reach, Resource, reach
from service.edge.current import abandon, current_principal, current_session, now
from service.edge.permits import allows
from service.errors import Conflict, Invalid
from service.inputs.comment import CommentThemeChange, NewCommentTheme
from service.operations.comment_themes import (
    add_delivered_comment_themes,
    add_word_to_theme,
    change_comment_theme,
    create_comment_theme,
    remove_comment_theme,
)
from service.queries.comment_dictionary import comment_theme, learned, suggested_themes, theme_rows
from service.web.comments.blueprint import comments
from service.web.comments.theme_words import theme_name, theme_names
from service.web.form_errors import form_errors
from service.web.form_input import form_input

# The mean tone of many comments is called by its name only where it is clear.
_CLEAR = replace(DEFAULT_COMMENTS, neutral_band=0.2)
_SEPARATORS = re.compile(r"[,;\n，；、]")


@comments.get("/dictionary")
@allows(Resource.SURVEY, Action.READ)
def dictionary() -> str:
    """The themes, words worth one, and how well tones are read."""
    session, principal = current_session(), current_principal()
    rows = theme_rows(session, principal)
    return render_template(
        "comments/dictionary.html",
        rows=rows,
        names=theme_names(row.theme for row in rows if row.theme.enabled),
        suggestions=[(one, tone_of_value(one.mean_tone, _CLEAR)) for one in suggested_themes(session, principal)],
        learned=learned(session),
        may_edit=reach(principal, Resource.SURVEY, Action.WRITE) >= Reach.OWN,
        theme_name=theme_name,
        is_chinese=is_chinese,
    )


@comments.get("/dictionary/new")
@allows(Resource.SURVEY, Action.WRITE)
def new_theme() -> str:
    """The form of a new theme."""
    return _form(None, request.args.to_dict())


@comments.post("/dictionary")
@allows(Resource.SURVEY, Action.WRITE)
def create_theme() -> Response | tuple[str, int]:
    """Add a theme."""
    try:
        made = create_comment_theme(
            current_session(), current_principal(), form_input(NewCommentTheme, **_entered({}, {})), now=now()
        )
    except (Invalid, Conflict) as refusal:
        abandon()
        return _form(None, request.form.to_dict(), _errors(refusal)), refusal.status
    return _saved(_("“%(name)s” was added. Comments are read anew now.", name=theme_name(made)))


@comments.post("/dictionary/delivered")
@allows(Resource.SURVEY, Action.WRITE)
def add_delivered() -> Response:
    """Add the delivered themes that are missing."""
    added = add_delivered_comment_themes(current_session(), current_principal(), now=now())
    return _saved(ngettext("%(num)s theme was added.", "%(num)s themes were added.", added))


@comments.post("/dictionary/suggested")
@allows(Resource.SURVEY, Action.WRITE)
def take_suggestion() -> Response | tuple[str, int]:
    """Take a suggested word: into a theme that is there, or as a theme of its own."""
    session, principal, word = current_session(), current_principal(), request.form.get("word", "").strip()[:100]
    language = "zh" if is_chinese(word) else "en"
    theme_id = request.form.get("theme_id", type=int)
    try:
        if theme_id is not None:
            made = add_word_to_theme(session, principal, theme_id, language, word, now=now())
        else:
            wanted = form_input(NewCommentTheme, name=word[:1].upper() + word[1:], words={language: [word]})
            made = create_comment_theme(session, principal, wanted, now=now())
    except (Invalid, Conflict) as refusal:
        abandon()
        return _form(None, {"name": word, f"words_{language}": word}, _errors(refusal)), refusal.status
    return _saved(_("“%(word)s” now belongs to “%(name)s”.", word=word, name=theme_name(made)))


@comments.get("/dictionary/<int:comment_theme_id>")
@allows(Resource.SURVEY, Action.WRITE)
def edit_theme(comment_theme_id: int) -> str:
    """The form of a theme."""
    theme = comment_theme(current_session(), current_principal(), comment_theme_id)
    return _form(theme, _shown(theme))


@comments.post("/dictionary/<int:comment_theme_id>")
@allows(Resource.SURVEY, Action.WRITE)
def change_theme(comment_theme_id: int) -> Response | tuple[str, int]:
    """Change a theme, or remove it."""
    session, principal = current_session(), current_principal()
    theme = comment_theme(session, principal, comment_theme_id)
    try:
        if request.form.get("remove"):
            remove_comment_theme(session, principal, comment_theme_id, now=now())
            return _saved(_("The theme was removed."))
        change = form_input(CommentThemeChange, **_entered(theme.names, theme.words))
        change_comment_theme(session, principal, comment_theme_id, change, now=now())
    except (Invalid, Conflict) as refusal:
        abandon()
        theme = comment_theme(session, principal, comment_theme_id)
        return _form(theme, request.form.to_dict(), _errors(refusal)), refusal.status
    return _saved(_("The theme was saved. Comments are read anew now."))


def _entered(names: dict[str, str], words: dict[str, list[str]]) -> dict[str, Any]:
    """The form's fields; names and words in languages that the form does not show stay as they were."""
    form = request.form
    typed = {
        language: [
            word
            for word in (" ".join(part.split()) for part in _SEPARATORS.split(form.get(f"words_{language}", "")))
            if word
        ]
        for language in ("en", "zh")
    }
    chinese = " ".join(form.get("name_zh", "").split())
    kept = {language: several for language, several in words.items() if language not in typed}
    return {
        "name": " ".join(form.get("name", "").split()),
        "names": {**{k: v for k, v in names.items() if k != "zh"}, **({"zh": chinese} if chinese else {})},
        "words": {**kept, **{language: several for language, several in typed.items() if several}},
        "enabled": form.get("enabled") == "1" if "shows_enabled" in form else True,
    }


def _errors(refusal: Invalid | Conflict) -> dict[str, str]:
    """Each message at its control; those of words stand at the English ones, the first of the form."""
    found: dict[str, str] = {}
    for name, message in form_errors(refusal).items():
        part, _dot, rest = name.partition(".")
        language = "zh" if rest.startswith("zh") else "en"
        found[f"words_{language}" if part == "words" else "name_zh" if part == "names" else part] = message
    return {"words_en" if not name and isinstance(refusal, Invalid) else name: text for name, text in found.items()}


def _shown(theme: CommentTheme) -> dict[str, str]:
    return {
        "name": theme.name,
        "name_zh": theme.names.get("zh", ""),
        "words_en": ", ".join(theme.words.get("en", [])),
        "words_zh": "，".join(theme.words.get("zh", [])),
        "enabled": "1" if theme.enabled else "",
    }


def _saved(said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("feedback_comments.dictionary"), 303)


def _form(theme: CommentTheme | None, entered: dict[str, str], errors: dict[str, str] | None = None) -> str:
    return render_template(
        "comments/theme.html", theme=theme, entered=entered, errors=errors or {}, theme_name=theme_name
    )
