"""Routes of the API: each is described for readers and checked for programs by the same declaration."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import Response
from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.tag import Tag
from pydantic import BaseModel

from service.api import idempotency
from service.api.answers import written
from service.api.checking import body_as, query_as
from service.api.schemas import IfMatch, MaybeIfMatch, MaybeKey, Upload, path_model, problem
from service.api.tags import check_tag_is_sent
from service.auth.policy import Action, Reach, Resource
from service.edge.permits import allows, needs

PREFIX = "/api/v1"
View = Callable[..., Any]

_REFUSALS: Any = {
    "401": problem("Nobody is signed in, or the token is not in force."),
    "403": problem("The role or the token does not allow this."),
    "422": problem("Read, but not acceptable; `errors` names the places at fault."),
    "429": problem("Asked too often; `Retry-After` says in how many seconds it may be asked again."),
    "default": problem("Refused; `detail` says why."),
}


class Routes:
    """The addresses of one noun. ``resource`` is what they need unless a route says otherwise."""

    def __init__(self, name: str, resource: Resource, about: str, *, least: Reach = Reach.OWN) -> None:
        self.tag, self.resource, self.least = name, resource, least
        self.blueprint = APIBlueprint(
            "api_" + name.replace("-", "_").replace(" ", "_"),
            __name__,
            url_prefix=PREFIX,
            abp_tags=[Tag(name=name, description=about)],
            abp_responses=_REFUSALS,
            abp_security=[{"token": []}, {"session": []}],
        )
        needs(self.blueprint, resource, least=least)

    def get(
        self,
        rule: str,
        view: View,
        summary: str,
        *,
        query: type[BaseModel] | None = None,
        answer: type[BaseModel] | Mapping[str, Any] | None = None,
        needs: tuple[Resource, Action] | None = None,
        tagged: bool = False,
        operation_id: str | None = None,
    ) -> None:
        """Something to read. ``tagged``: it carries an ETag that a later change can name."""
        described = {"description": summary, **(answer if isinstance(answer, Mapping) else {})}
        if tagged:
            described["headers"] = {"ETag": {"description": "The version.", "schema": {"type": "string"}}}
        responses: dict[str, Any] = {"200": described if isinstance(answer, Mapping) or answer is None else answer}
        self._add("get", rule, view, summary, responses, query=query, permit=needs, operation_id=operation_id)

    def post(
        self,
        rule: str,
        view: View,
        summary: str,
        *,
        body: type[BaseModel] | None = None,
        query: type[BaseModel] | None = None,
        answer: type[BaseModel] | None = None,
        status: int = 201,
        needs: tuple[Resource, Action] | None = None,
        once: bool = True,
        operation_id: str | None = None,
    ) -> None:
        """Something to create or to do; ``once``: an Idempotency-Key is honoured."""
        responses: dict[str, Any] = {str(status): answer}
        self._add(
            *("post", rule, view, summary, responses),
            body=body,
            query=query,
            header=MaybeKey if once else None,
            permit=needs,
            once=once,
            operation_id=operation_id,
        )

    def upload(self, rule: str, view: View, summary: str, *, answer: type[BaseModel], operation_id: str) -> None:
        """A file to take in, as the part ``file`` of a form; larger than other requests may be."""
        self._add(
            *("post", rule, view, summary, {"201": answer}),
            operation_id=operation_id,
            upload=True,
            form=Upload,
        )

    def put(
        self,
        rule: str,
        view: View,
        summary: str,
        *,
        body: type[BaseModel],
        answer: type[BaseModel] | None = None,
        needs: tuple[Resource, Action] | None = None,
        operation_id: str | None = None,
    ) -> None:
        """Something to set, however often."""
        responses: dict[str, Any] = {"200" if answer else "204": answer}
        self._add("put", rule, view, summary, responses, body=body, permit=needs, operation_id=operation_id)

    def patch(
        self,
        rule: str,
        view: View,
        summary: str,
        *,
        body: type[BaseModel],
        answer: type[BaseModel] | None = None,
        needs: tuple[Resource, Action] | None = None,
        operation_id: str | None = None,
    ) -> None:
        """Something to change, from the version that If-Match names."""

        @wraps(view)
        def from_version(**given: Any) -> Any:
            check_tag_is_sent()
            return view(**given)

        responses: dict[str, Any] = {"200": answer}
        self._add(
            *("patch", rule, from_version, summary, responses),
            body=body,
            header=IfMatch,
            permit=needs,
            operation_id=operation_id,
        )

    def delete(
        self,
        rule: str,
        view: View,
        summary: str,
        *,
        needs: tuple[Resource, Action] | None = None,
        operation_id: str | None = None,
    ) -> None:
        """Something to remove or to end."""
        self._add(
            *("delete", rule, view, summary, {"204": None}),
            header=MaybeIfMatch,
            permit=needs,
            operation_id=operation_id,
        )

    def _add(
        self,
        method: str,
        rule: str,
        view: View,
        summary: str,
        responses: dict[str, Any],
        *,
        query: type[BaseModel] | None = None,
        body: type[BaseModel] | None = None,
        header: type[BaseModel] | None = None,
        permit: tuple[Resource, Action] | None = None,
        once: bool = False,
        operation_id: str | None = None,
        upload: bool = False,
        form: type[BaseModel] | None = None,
    ) -> None:
        @wraps(view)
        def serve(**parameters: Any) -> Response:
            given = dict(parameters)
            if query is not None:
                given["query"] = query_as(query)
            if body is not None:
                given["body"] = body_as(body)
            if once:
                return idempotency.once(lambda: written(view(**given)))
            return written(view(**given))

        # The library describes a route by these annotations; the values themselves are read above, more strictly than
        # it reads them, which its own mark for "validated later" lets it leave to us.
        parts = {"path": path_model(rule), "query": query, "body": body, "header": header, "form": form}
        serve.__annotations__ = {name: model for name, model in parts.items() if model is not None}
        serve.__dict__["__delay_validate_request__"] = True
        serve.__dict__.pop("__wrapped__", None)
        served: View = serve
        if permit is not None or upload:
            resource, action = permit or (self.resource, Action.WRITE)
            least = self.least if resource is self.resource else Reach.OWN
            served = allows(resource, action, least=least, upload=upload)(serve)
        name = operation_id or f"{view.__name__}_{self.tag.replace('-', '_')}"
        serve.__name__ = name
        add = getattr(self.blueprint, method)
        add(
            rule,
            summary=summary,
            description=(view.__doc__ or "").partition("\n:raises")[0].strip() or None,
            responses=responses,
            operation_id=name,
            endpoint=name,
        )(served)
