"""The mail to somebody who has forgotten their password."""

from service.i18n.catalogue import translator
from service.mail.compose import compose
from service.mail.letter import Button, Composed, Letter, Paragraph


def password_mail(*, name: str, language: str, link: str, hours: int) -> Composed:
    """The link by which ``name`` chooses another password; it can be used once, for ``hours``."""
    _ = translator(language)
    return compose(
        Letter(
            language=language,
            subject=_("Choose a new password"),
            preview=_("The link can be used once, within {hours} hours.").format(hours=hours),
            heading=_("Choose a new password"),
            blocks=(
                Paragraph(_("{name}, somebody has asked for a new password for your sign-in.").format(name=name)),
                Button(_("Choose a password"), link),
                Paragraph(_("The link can be used once, within {hours} hours.").format(hours=hours)),
                Paragraph(
                    _("If it was not you, do nothing: your password stays as it is, and nobody else has this link."),
                    quiet=True,
                ),
            ),
            foot=_("You get this mail because your address was entered on the page for forgotten passwords."),
        )
    )
