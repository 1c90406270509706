"""What a proposed contact is for, in words."""

from flask_babel import gettext as _

from scoring.next_contact import NextContact


def purpose(contact: NextContact, opinions: bool) -> str:
    """The largest of the parts that make a contact worth it; that somebody must be won over is said only to readers
    who may see what is believed of people."""
    stance = contact.stance_part if opinions else 0.0
    largest = max(stance, contact.coverage_part, contact.gap_part)
    if largest == contact.gap_part:
        return str(_("Find out where this person stands"))
    return str(_("Build the relationship") if largest == contact.coverage_part else _("Win this person over"))
