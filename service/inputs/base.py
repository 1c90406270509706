"""What all inputs share: unknown fields are refused, and a change names only the fields that it sets."""

from typing import Any

from pydantic import BaseModel, ConfigDict, create_model


class Input(BaseModel):
    """Values that somebody wants to write; a field that is not declared is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Change(Input):
    """Some fields of a thing, to be set; those that are not named stay as they are."""

    @property
    def values(self) -> dict[str, Any]:
        """The fields that were named, with their new values."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def changes_of(made_from: type[Input], *, but: frozenset[str] = frozenset()) -> type[Change]:
    """The change that may be made to what ``made_from`` creates: the same fields, none of them required.

    >>> class NewThing(Input):
    ...     name: str
    ...     size: int = 1
    >>> changes_of(NewThing)(name="a").values
    {'name': 'a'}
    """
    fields: dict[str, Any] = {
        name: (info.annotation, _optional(info)) for name, info in made_from.model_fields.items() if name not in but
    }
    name = made_from.__name__.removeprefix("New") + "Change"
    made: type[Change] = create_model(name, __base__=Change, __module__=made_from.__module__, **fields)
    made.__doc__ = f"Fields of {made_from.__name__.removeprefix('New')} to set; those not named stay as they are."
    return made


def _optional(info: Any) -> Any:
    copied = info._copy()
    copied.default, copied.default_factory = None, None
    return copied
