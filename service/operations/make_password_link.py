"""Make the link by which a user chooses a password."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlmodel import Session

from service.auth.password_links import PasswordLinks
from service.auth.policy import Action, Reach, Resource, require
from service.auth.principal import Principal
from service.errors import Conflict
from service.operations.change_user import user_to_change
from service.operations.record_audit import record_audit


def make_password_link(
    session: Session, principal: Principal, user_id: int, keys: Sequence[str], *, now: datetime
) -> str:
    """The last part of the link's address, valid for three days and for one use.

    :raises Forbidden: only administrators; :raises NotFound: no such user; :raises Conflict: the user is disabled.
    """
    require(principal, Resource.ADMIN, Action.WRITE, Reach.ALL)
    user = user_to_change(session, user_id)
    if not user.active:
        raise Conflict(_("This user is disabled. Enable them first."))
    record_audit(session, principal, "password_link_made", "user", user_id, now=now)
    return PasswordLinks(keys).make(user, now=now)
