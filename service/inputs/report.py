"""What may be ordered of reports."""

from typing import Literal

from service.inputs.base import Input
from service.inputs.fields import Id


class NewReport(Input):
    """A renewal-risk report of one account, as things stand now; in the language of who asks unless it says so."""

    account_id: Id
    language: Literal["en", "zh"] | None = None
