"""The outbox for administrators, and, where no mail server is named, the mails themselves as they were written."""

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.vocabulary import DeliveryKind, DeliveryState
from service.auth.policy import Reach, Resource
from service.edge.current import current_principal, current_session
from service.edge.headers import policy
from service.edge.permits import needs
from service.edge.state import settings
from service.errors import NotFound
from service.i18n.labels import options
from service.mail.kept import KeptMail, kept_mail
from service.queries.outbox import Message, message, outbox

mails = Blueprint("admin_mails", __name__, url_prefix="/admin/mails")
needs(mails, Resource.ADMIN, least=Reach.ALL)

# What a mail may do inside its frame: show its own styles and open links beside it. No script, no form, no picture
# from elsewhere, and an origin of its own, so that it cannot reach the page around it.
FRAMED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'self'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@mails.get("")
def index() -> str:
    """Every message, the latest first."""
    state, kind = request.args.get("state"), request.args.get("kind")
    found = outbox(
        current_session(),
        current_principal(),
        state=DeliveryState(state) if state in {one.value for one in DeliveryState} else None,
        kind=DeliveryKind(kind) if kind in {one.value for one in DeliveryKind} else None,
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "admin/mails.html",
        found=found,
        states=options(DeliveryState),
        kinds=options(DeliveryKind),
        wanted=request.args,
        in_folder=_in_folder(),
    )


@mails.get("/<int:mail_id>")
def show(mail_id: int) -> Response:
    """One message: what became of it, and what it says where it went into the mail folder."""
    found = message(current_session(), current_principal(), mail_id)
    page = make_response(
        render_template("admin/mail.html", mail=found, kept=_kept(found), in_folder=_in_folder(), title=_title(found))
    )
    page.headers["Content-Security-Policy"] = policy(frames=True).header_value
    return page


@mails.get("/<int:mail_id>/html")
def html(mail_id: int) -> Response:
    """The HTML of a written mail, for its frame."""
    kept = _kept(message(current_session(), current_principal(), mail_id))
    if kept is None or kept.html is None:
        raise NotFound
    # Links open beside the page instead of inside the frame.
    answer = make_response(kept.html.replace("<head>", '<head><base target="_blank">', 1))
    answer.headers["Content-Security-Policy"] = FRAMED
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _in_folder() -> bool:
    return not settings().smtp_url


def _kept(found: Message) -> KeptMail | None:
    return kept_mail(settings().mail_folder, found.message_id) if _in_folder() else None


def _title(found: Message) -> str:
    return found.subject or _("No subject")
