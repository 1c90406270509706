"""An administrator opens what is said about the people of one account: with a reason, for a day, on record."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.auth.policy import Action, Resource
from service.edge.current import current_principal, current_session, now
from service.edge.permits import allows
from service.errors import Invalid
from service.operations.break_glass import break_glass
from service.web.accounts.account_page import open_account, render_account
from service.web.accounts.blueprint import accounts
from service.web.dates import moment
from service.web.form_errors import form_errors


@accounts.get("/<int:account_id>/break-glass")
@allows(Resource.ADMIN, Action.WRITE)
def ask_reason(account_id: int) -> str:
    """The form that asks for the reason, and says what follows from it."""
    return render_account("break_glass", open_account(account_id), "map", entered={}, errors={})


@accounts.post("/<int:account_id>/break-glass")
@allows(Resource.ADMIN, Action.WRITE)
def open_opinions(account_id: int) -> Response | tuple[str, int]:
    """Open the opinions of this account to the administrator who asks."""
    session = current_session()
    try:
        opened = break_glass(session, current_principal(), account_id, request.form.get("reason", ""), now=now())
    except Invalid as refusal:
        session.rollback()
        entered, errors = request.form.to_dict(), form_errors(refusal)
        return render_account("break_glass", open_account(account_id), "map", entered=entered, errors=errors), 422
    flash(_("Opened to you until %(when)s; this is in the audit trail.", when=moment(opened.expires_at)), "success")
    return redirect(url_for("accounts.show", account_id=account_id), 303)
