"""Links by which somebody chooses a password: signed, for this purpose only, dated, and spent by their use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeSerializer
from sqlmodel import Session

from models.user import User
from service.auth.secrets import digest
from service.errors import Gone, NotFound

VALID_FOR = timedelta(hours=72)
_SALT = "linchpin.choose-password.1"


@dataclass(frozen=True)
class PasswordLinks:
    """Makes and reads links with ``keys``: the one in force first, then those still honoured."""

    keys: Sequence[str]

    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(list(reversed(self.keys)), salt=_SALT)

    def make(self, user: User, *, now: datetime, valid_for: timedelta = VALID_FOR) -> str:
        """The last part of the link's address. Any change of the user's session key spends it."""
        expires = int((now + valid_for).timestamp())
        text = self._serializer().dumps([user.id, digest(user.session_key)[:24], expires])
        return text if isinstance(text, str) else text.decode("ascii")

    def read(self, session: Session, text: str, *, now: datetime) -> User:
        """The user whom the link is for.

        :raises NotFound: not one of ours; :raises Gone: used, replaced or too old.
        """
        try:
            user_id, key, expires = self._serializer().loads(text)
        except (BadData, ValueError, TypeError) as error:
            raise NotFound from error
        user = session.get(User, user_id)
        if user is None or not user.active or digest(user.session_key)[:24] != key or now.timestamp() > expires:
            raise Gone(_("This link has been used, or it is too old. Ask for a new one."))
        return user
