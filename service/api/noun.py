"""One noun of the API, from a declaration: list, read, create, change, remove."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from flask import request, url_for
from pydantic import BaseModel
from sqlmodel import Session

from service.api.answers import Answer
from service.api.cursors import seal, unseal
from service.api.questions import Question, asked_of, question_model
from service.api.routing import Routes
from service.api.schemas import page_model, row_model
from service.api.tags import check_tag, tag_of
from service.auth.policy import Action, Reach, Resource
from service.auth.principal import Principal
from service.edge.current import current_principal, current_session, now
from service.inputs.base import Change, Input
from service.queries.listing import Asked, Listing, one, page

Do = Callable[..., Any]


@dataclass(frozen=True)
class Noun:
    """What the API says about one noun.

    ``create(session, principal, values, *, now)`` gives the row that it made, ``change(session, principal, key, change,
    *, now)`` the row that stands afterwards (a fact that is replaced gets a new number), and there is
    ``remove(session, principal, key, *, now)``. What is None cannot be done. ``write`` names the resource that writing
    needs where it is another one than reading does.
    """

    name: str
    singular: str
    about: str
    listing: Listing
    resource: Resource
    parameter: str
    create: tuple[type[Input], Do] | None = None
    change: tuple[type[Change] | type[Input], Do] | None = None
    remove: Do | None = None
    # What must be held before the thing itself is, called with (session, principal, key).
    hold: Do | None = None
    write: Resource | None = None
    least: Reach = Reach.OWN
    rule: str = "int(min=1, max=9007199254740991)"
    routes: Routes = field(init=False)
    row: type[BaseModel] = field(init=False)

    def __post_init__(self) -> None:
        title = self.singular.title().replace(" ", "")
        object.__setattr__(self, "routes", Routes(self.name, self.resource, self.about, least=self.least))
        object.__setattr__(self, "row", row_model(self.listing, title))
        self._add_list(title)
        self._add_read()
        self._add_create()
        self._add_change()
        self._add_remove()

    @property
    def address(self) -> str:
        """The rule of one thing."""
        return f"/{self.name}/<{self.rule}:{self.parameter}>"

    @property
    def _writing(self) -> tuple[Resource, Action]:
        return self.write or self.resource, Action.WRITE

    @property
    def _id(self) -> str:
        return self.singular.replace(" ", "_").replace("-", "_")

    def _add_list(self, title: str) -> None:
        questions = question_model(self.listing, f"{title}Question")

        def view(query: Question) -> dict[str, Any]:
            return listed(current_session(), current_principal(), self.listing, query)

        self.routes.get(
            f"/{self.name}",
            view,
            f"List {self.name.replace('-', ' ')}",
            query=questions,
            answer=page_model(self.row),
            operation_id=f"list_{self.name.replace('-', '_')}",
        )

    def _add_read(self) -> None:
        def view(**key: Any) -> Answer:
            return self.answer(current_session(), current_principal(), key[self.parameter])

        self.routes.get(
            self.address, view, f"Read one {self.singular}", answer=self.row, operation_id=f"read_{self._id}"
        )

    def _add_create(self) -> None:
        if self.create is None:
            return
        model, operation = self.create

        def view(body: Input) -> Answer:
            session, principal = current_session(), current_principal()
            made = operation(session, principal, body, now=now())
            return self.answer(session, principal, getattr(made, self.listing.key), 201)

        self.routes.post(
            f"/{self.name}",
            view,
            f"Create one {self.singular}",
            body=model,
            answer=self.row,
            needs=self._writing,
            operation_id=f"create_{self._id}",
        )

    def _add_change(self) -> None:
        if self.change is None:
            return
        model, operation = self.change

        def view(body: Input, **key: Any) -> Answer:
            session, principal = current_session(), current_principal()
            found = key[self.parameter]
            self._hold_version(session, principal, found)
            made = operation(session, principal, found, body, now=now())
            return self.answer(session, principal, getattr(made, self.listing.key))

        self.routes.patch(
            self.address,
            view,
            f"Change one {self.singular}",
            body=model,
            answer=self.row,
            needs=self._writing,
            operation_id=f"change_{self._id}",
        )

    def _add_remove(self) -> None:
        operation = self.remove
        if operation is None:
            return

        def view(**key: Any) -> None:
            session, principal = current_session(), current_principal()
            found = key[self.parameter]
            self._hold_version(session, principal, found)
            operation(session, principal, found, now=now())

        self.routes.delete(
            self.address, view, f"Remove one {self.singular}", needs=self._writing, operation_id=f"remove_{self._id}"
        )

    def _hold_version(self, session: Session, principal: Principal, key: Any) -> None:
        """Hold the thing that is written, and refuse a change that was made from another version of it."""
        if self.hold is not None:
            self.hold(session, principal, key)
        check_tag(one(session, principal, self.listing, key, lock=True))

    def answer(self, session: Session, principal: Principal, key: Any, status: int = 200) -> Answer:
        """One thing as it is read, with its version; after a create or a replacement also its address."""
        row = one(session, principal, self.listing, key)
        headers = {"ETag": tag_of(row)}
        if status == 201 or request.method == "PATCH":
            headers["Location"] = url_for(
                f"{self.routes.blueprint.name}.read_{self._id}", **{self.parameter: row[self.listing.key]}
            )
        return Answer(row, status, headers)


def listed(session: Session, principal: Principal, listing: Listing, question: Question) -> dict[str, Any]:
    """One page of a list, with the cursor of the next."""
    asked: Asked = asked_of(listing, question)
    cursor: str | None = getattr(question, "cursor", None)
    after = unseal(listing, asked, cursor) if cursor else None
    found = page(session, principal, listing, replace(asked, after=after))
    return {"items": found.rows, "next": seal(listing, asked, found.following)}
