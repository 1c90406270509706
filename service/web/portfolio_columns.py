"""The columns of the portfolio's table."""

from typing import Any

from flask_babel import gettext as _

Column = dict[str, Any]


def portfolio_columns(revenue: bool) -> list[Column]:
    """For ``ui.table``: what is money only where the reader may see it."""
    columns: list[Column | None] = [
        {"key": "name", "label": _("Account"), "sort": True},
        {"key": "owner", "label": _("Owner, CSM"), "hide_narrow": True, "hide_medium": True},
        {"key": "ends_on", "label": _("Renews"), "sort": True, "hide_narrow": True},
        _money("arr", _("ARR"), _("Annual recurring revenue"), hide=True) if revenue else None,
        {"key": "risk", "label": _("Renewal risk"), "sort": True},
        _money("at_risk", _("At risk"), _("ARR times the probability of loss; low is good")) if revenue else None,
        {
            "key": "score",
            "label": _("Health"),
            "numeric": True,
            "sort": True,
            "hide_narrow": True,
            "hint": _("0–100, high is good; beside it how sure we are"),
        },
        {
            "key": "forecast",
            "label": _("Consensus"),
            "hide_narrow": True,
            "hint": _("What those who decide think, from −1 against to +1 for; the bar is the interval"),
        },
        {
            "key": "coverage",
            "label": _("Reached"),
            "sort": True,
            "hide_narrow": True,
            "hint": _("Share of the decision that we reach, high is good; on how many people it hangs"),
        },
        {"key": "reason", "label": _("Top reason"), "hide_narrow": True},
    ]
    return [column for column in columns if column is not None]


def _money(key: str, label: str, hint: str, hide: bool = False) -> Column:
    return {"key": key, "label": label, "numeric": True, "sort": True, "hint": hint, "hide_narrow": hide}
