"""Addresses that must not be written to do not come back by an import."""

from collections.abc import Sequence

from service.operations.importing.context import ImportContext
from service.operations.importing.records import Item
from service.queries.suppressions import suppression_reasons

ERASED = "erased"


def heed_suppression(context: ImportContext, items: Sequence[Item]) -> None:
    """Mark new people whose address is on the suppression list as unsubscribed, and remark their rows.

    Somebody who was erased and comes back with a file is not to be contacted at all.
    """
    if not context.plan.house.keys:
        return
    new = [item for item in items if item.record_id is None and item.values.get("email_key")]
    reasons = suppression_reasons(context.session, [item.values["email_key"] for item in new], context.plan.house.keys)
    for item in new:
        reason = reasons.get(item.values["email_key"])
        if reason is None:
            continue
        item.values["unsubscribed_at"] = context.now
        if reason == ERASED:
            item.values["do_not_contact"] = True
        item.row.remark(
            context.reader.column("email"), None, "suppressed",
            "This address must not be written to any more: the person is taken in as unsubscribed.",
        )  # fmt: skip
