"""The pages of teams and of territories, which differ in their words only."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from service.auth.policy import Resource
from service.auth.principal import Principal
from service.edge.current import current_principal, current_session, now
from service.edge.permits import needs
from service.errors import Conflict, Invalid, StaleVersion
from service.queries.teams import GroupRow
from service.queries.users import colleagues
from service.web.form_errors import form_errors


class _Create(Protocol):
    def __call__(
        self, session: Session, principal: Principal, name: str, *, member_ids: Collection[int], now: datetime
    ) -> Any: ...


@dataclass(frozen=True)
class GroupWords:
    """What the pages of one kind say."""

    title: Any
    explanation: Any
    add: Any
    empty_title: Any
    empty_text: Any
    remove_title: Any


@dataclass(frozen=True)
class GroupActions:
    """What the pages of one kind do."""

    listed: Callable[[Session, Principal], list[GroupRow]]
    one: Callable[[Session, Principal, int], GroupRow]
    create: _Create
    change: Callable[..., Any]
    remove: Callable[..., None]


def group_pages(name: str, words: GroupWords, actions: GroupActions) -> Blueprint:
    """A blueprint with list, form, creation, change and removal under ``/admin/<name>``."""
    blueprint = Blueprint(f"admin_{name}", __name__, url_prefix=f"/admin/{name}")
    needs(blueprint, Resource.ADMIN)
    views = _Views(name, words, actions)
    blueprint.add_url_rule("", "index", views.index)
    blueprint.add_url_rule("/new", "new", views.new)
    blueprint.add_url_rule("", "create", views.create, methods=["POST"])
    blueprint.add_url_rule("/<int:group_id>", "edit", views.edit)
    blueprint.add_url_rule("/<int:group_id>", "change", views.change, methods=["POST"])
    blueprint.add_url_rule("/<int:group_id>/remove", "remove", views.remove, methods=["POST"])
    return blueprint


@dataclass(frozen=True)
class _Views:
    """The pages of one kind of group."""

    name: str
    words: GroupWords
    actions: GroupActions

    def index(self) -> str:
        rows = self.actions.listed(current_session(), current_principal())
        return render_template("admin/groups.html", here=self._here, tab=self.name, words=self.words, rows=rows)

    def new(self) -> str:
        return self._form(None, "", ())

    def create(self) -> Response | tuple[str, int]:
        entered, members = self._entered()
        try:
            made = self.actions.create(current_session(), current_principal(), entered, member_ids=members, now=now())
        except (Invalid, Conflict) as refusal:
            current_session().rollback()
            return self._form(None, entered, members, form_errors(refusal)), refusal.status
        flash(_("%(name)s was added.", name=made.name), "success")
        return self._back()

    def edit(self, group_id: int) -> str:
        group = self.actions.one(current_session(), current_principal(), group_id)
        return self._form(group, group.name, [number for number, _name in group.members])

    def change(self, group_id: int) -> Response | tuple[str, int]:
        session, principal = current_session(), current_principal()
        entered, members = self._entered()
        version = request.form.get("version", type=int)
        try:
            made = self.actions.change(
                session, principal, group_id, name=entered, member_ids=members, version=version, now=now()
            )
        except (Invalid, Conflict, StaleVersion) as refusal:
            session.rollback()
            group = self.actions.one(session, principal, group_id)
            return self._form(group, entered, members, form_errors(refusal)), refusal.status
        flash(_("%(name)s was saved.", name=made.name), "success")
        return self._back()

    def remove(self, group_id: int) -> Response:
        self.actions.remove(current_session(), current_principal(), group_id, now=now())
        flash(_("It was removed."), "success")
        return self._back()

    @property
    def _here(self) -> str:
        return f"admin_{self.name}"

    def _back(self) -> Response:
        return redirect(url_for(f"{self._here}.index"), 303)

    def _entered(self) -> tuple[str, list[int]]:
        return request.form.get("name", ""), request.form.getlist("member_ids", type=int)

    def _form(
        self, group: GroupRow | None, entered: str, member_ids: Collection[int], errors: dict[str, str] | None = None
    ) -> str:
        return render_template(
            "admin/group_form.html",
            here=self._here,
            tab=self.name,
            words=self.words,
            group=group,
            entered=entered,
            member_ids=list(member_ids),
            people=colleagues(current_session(), current_principal()),
            errors=errors or {},
        )
