"""Job titles: which phrase of a title suggests which role, language by language."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from scoring.vocabulary import SubRole
from service.auth.policy import Reach, Resource
from service.edge.current import current_principal, current_session, now
from service.edge.permits import needs
from service.errors import Conflict, Invalid
from service.i18n.labels import options
from service.inputs.base import changes_of
from service.inputs.person import NewTitleRule
from service.operations.add_delivered_title_rules import add_delivered_title_rules
from service.operations.shared_entries import TITLE_RULES
from service.operations.title_rules import title_rules
from service.queries.title_rules import TitleRuleRow, title_rule, title_rule_page
from service.web.form_errors import form_errors
from service.web.form_input import form_input

titles = Blueprint("admin_titles", __name__, url_prefix="/admin/titles")
needs(titles, Resource.ADMIN, least=Reach.ALL)

_Change = changes_of(NewTitleRule)


@titles.get("")
def index() -> str:
    """The rules, and a place to try a title."""
    session = current_session()
    found = title_rule_page(
        session,
        current_principal(),
        language=request.args.get("language", ""),
        search=request.args.get("q", ""),
        page=request.args.get("page", 1, type=int),
    )
    tried = " ".join(request.args.get("title", "").split())[:300]
    return render_template(
        "admin/titles.html",
        tab="titles",
        found=found,
        languages_shown=[(one, one) for one in found.languages],
        wanted=request.args,
        tried=tried,
        suggested=title_rules(session).suggest(tried) if tried else None,
    )


@titles.get("/new")
def new() -> str:
    """The form of a new rule."""
    return _form(None)


@titles.post("")
def create() -> Response | tuple[str, int]:
    """Add a rule."""
    try:
        TITLE_RULES.create(current_session(), current_principal(), form_input(NewTitleRule, **_entered()), now=now())
    except (Invalid, Conflict) as refusal:
        current_session().rollback()
        return _form(None, form_errors(refusal)), refusal.status
    return _saved(_("The rule was added. It holds for the next import."))


@titles.post("/delivered")
def delivered() -> Response:
    """Add the delivered rules that are missing."""
    added = add_delivered_title_rules(current_session(), current_principal(), now=now())
    return _saved(ngettext("%(num)s rule was added.", "%(num)s rules were added.", added))


@titles.get("/<int:title_rule_id>")
def edit(title_rule_id: int) -> str:
    """The form of a rule."""
    return _form(title_rule(current_session(), current_principal(), title_rule_id))


@titles.post("/<int:title_rule_id>")
def change(title_rule_id: int) -> Response | tuple[str, int]:
    """Change a rule, or remove it."""
    session, principal = current_session(), current_principal()
    try:
        if request.form.get("remove"):
            TITLE_RULES.remove(session, principal, title_rule_id, now=now())
        else:
            TITLE_RULES.change(session, principal, title_rule_id, form_input(_Change, **_entered()), now=now())
    except (Invalid, Conflict) as refusal:
        session.rollback()
        return _form(title_rule(session, principal, title_rule_id), form_errors(refusal)), refusal.status
    return _saved(_("The rules were saved. They hold for the next import."))


def _entered() -> dict[str, str]:
    form = request.form
    return {name: " ".join(form.get(name, "").split()) for name in ("language", "pattern", "sub_role")}


def _saved(said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("admin_titles.index"), 303)


def _form(rule: TitleRuleRow | None, errors: dict[str, str] | None = None) -> str:
    form = request.form
    return render_template(
        "admin/title.html",
        tab="titles",
        rule=rule,
        pattern=form.get("pattern", "" if rule is None else rule.pattern),
        language=form.get("language", "en" if rule is None else rule.language),
        sub_role=form.get("sub_role", "" if rule is None else rule.sub_role.value),
        sub_roles=options(SubRole),
        errors=errors or {},
    )
