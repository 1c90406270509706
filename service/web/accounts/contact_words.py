"""What a proposed contact is for, in words."""

from flask_babel import gettext as _

from scoring.next_contact import NextContact


def purpose(contact: NextContact) -> str:
    """The largest of the three parts that make a contact worth it."""
    largest = max(contact.stance_part, contact.coverage_part, contact.gap_part)
    if largest == contact.gap_part:
        return str(_("Find out where this person stands"))
    return str(_("Build the relationship") if largest == contact.coverage_part else _("Win this person over"))
