"""What of the installation an import goes by."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.secret_key import secret_keys
from service.settings import Settings


@dataclass(frozen=True)
class House:
    """``keys``: the secrets by which an address that must not be written to is known again. ``currency``: the one that
    money is added up in, hence that of amounts of which nothing says the currency.
    """

    keys: Sequence[str] = field(default=(), repr=False)
    currency: str = "EUR"

    @classmethod
    def of(cls, settings: Settings) -> "House":
        """The house that these settings describe."""
        return cls(secret_keys(settings), settings.currency)
