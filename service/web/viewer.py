"""The one who looks at a page, as templates see them: ``current_user``."""

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from service.auth.policy import Action, Reach, Resource, reach
from service.auth.principal import Principal
from service.edge.current import principal_or_none


@dataclass(frozen=True)
class Viewer:
    """Name, address and rights of the reader; a stranger has none of them."""

    principal: Principal | None = None

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        return self.principal is not None

    @property
    def name(self) -> str:
        """The reader's name; empty for a stranger."""
        return self.principal.name if self.principal else ""

    @property
    def email(self) -> str:
        """The reader's address; empty for a stranger."""
        return self.principal.email if self.principal else ""

    @property
    def administers(self) -> bool:
        """Whether the reader may open the administration."""
        return self.may("admin", "read")

    def may(self, resource: str, action: str = "read", least: str = "own") -> bool:
        """Whether the role allows an action at all, to show or leave out a button: ``current_user.may("case")``."""
        if self.principal is None:
            return False
        wanted = Reach[least.upper()]
        return reach(self.principal, Resource(resource), Action(action)) >= wanted


def current_user() -> Viewer:
    """The reader of the page; where the database cannot be asked, a stranger: an error page must still be drawn."""
    try:
        return Viewer(principal_or_none())
    except SQLAlchemyError:
        return Viewer()
