"""The texts that the page's own scripts show, handed over by the page so that they are translated like all others."""

from flask_babel import gettext as _


def frontend_messages() -> dict[str, str]:
    """Key -> text in the reader's language; ``{name}`` marks what the script fills in."""
    return {**_messages_of_pages(), **_messages_of_the_map()}


def _messages_of_pages() -> dict[str, str]:
    """Charts, search, uploads, failed requests, the theme."""
    return {
        "chart.table": _("Show as table"),
        "chart.chart": _("Show as chart"),
        "chart.failed": _("The chart could not be drawn. Its table is below."),
        "search.none": _("Nothing found for “{query}”."),
        "toast.dismiss": _("Dismiss"),
        "upload.chosen": _("{name}, {size}"),
        "upload.too_large": _("This file is larger than {size}. Choose a smaller one."),
        "request.failed": _("That did not work. Nothing was changed; try again."),
        "request.offline": _("The server cannot be reached. Nothing was changed; try again."),
    }


def _messages_of_the_map() -> dict[str, str]:
    """The map of a decision chain and its inspector."""
    return {
        "map.failed": _("The decision chain could not be loaded. Nothing was changed; try again."),
        "map.retry": _("Try again"),
        "map.empty": _("Nobody is on this chain yet."),
        "map.fit": _("Fit to view"),
        "map.zoom_in": _("Zoom in"),
        "map.zoom_out": _("Zoom out"),
        "map.layout": _("Arrange again"),
        "map.save_failed": _("The positions were not saved. They stay here until you leave the page."),
        "map.label": _("Decision chain. Move between people with Tab, move a person with the arrow keys."),
        "map.inspector": _("Details"),
        "map.close": _("Close details"),
        "map.key_select": _("Press Enter or Space to choose, then the arrow keys to move, Escape to let go."),
        "map.key_moved": _("Moved to {x}, {y}."),
        "map.pick": _("Choose a person to see their part in the decision."),
        "map.missing": _("Nobody known"),
        "map.former": _("Left"),
        "map.weight": _("Decision weight"),
        "map.stance": _("Stance"),
        "map.role": _("Role"),
        "map.voting": _("Voting power"),
        "map.reach": _("Reached by us"),
        "map.confidence": _("Confidence"),
        "map.contribution": _("Contribution to the forecast"),
        "map.ties": _("Ties"),
        "map.open_person": _("Open this person"),
        "map.decision_maker": _("Decision maker"),
        "map.influencer": _("Influencer"),
        "map.end_user": _("End user"),
        "map.no_role": _("No role yet"),
        "map.advocate": _("Advocate"),
        "map.supporter": _("Supporter"),
        "map.neutral": _("Neutral"),
        "map.sceptic": _("Sceptic"),
        "map.opponent": _("Opponent"),
        "map.unknown": _("Stance unknown"),
        "map.reports_to": _("Reports to {name}"),
        "map.manages": _("Manages {name}"),
        "map.influences": _("Influences {name}"),
        "map.influenced_by": _("Listens to {name}"),
        "map.works_with": _("Works with {name}"),
        "map.conflicts": _("In conflict with {name}"),
    }
