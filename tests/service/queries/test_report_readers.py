"""Who may order a renewal-risk report, and what somebody is told who may not."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from models.user import BreakGlass, User
from service.auth.identify import principal_of
from service.auth.principal import Principal
from service.errors import Forbidden, NotFound
from service.queries.report_readers import require_report_reader
from tests.factories.cast import NOW, Cast

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ALL = frozenset(f"{name}:read" for name in ("report", "account", "revenue", "opinion", "response"))


def _principal(session: Session, user: User) -> Principal:
    return principal_of(session, session.get_one(User, user.id), now=NOW)


def _refusal(session: Session, principal: Principal, account_id: int) -> str:
    with pytest.raises(Forbidden) as refused:
        require_report_reader(session, principal, account_id)
    return refused.value.detail


def test_those_in_charge_order_the_report(session: Session, cast: Cast) -> None:
    for user in (cast.sales, cast.csm):
        account = require_report_reader(session, _principal(session, user), cast.account_a.id)
        assert account.id == cast.account_a.id


def test_somebody_elses_account_is_not_found(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        require_report_reader(session, _principal(session, cast.csm), cast.account_b.id)


def test_an_administrator_is_told_to_open_opinions_and_may_then(session: Session, cast: Cast) -> None:
    said = _refusal(session, _principal(session, cast.admin), cast.account_b.id)
    assert "Choose “Open opinions” on the account's page" in said
    glass = {"reason": "A complaint of the customer.", "granted_at": NOW, "expires_at": NOW + timedelta(hours=24)}
    session.add(BreakGlass(user_id=cast.admin.id, account_id=cast.account_b.id, **glass))
    session.flush()
    require_report_reader(session, _principal(session, cast.admin), cast.account_b.id)
    # One account was opened, not all of them.
    assert "Open opinions" in _refusal(session, _principal(session, cast.admin), cast.account_a.id)


def test_an_administrators_token_is_told_to_sign_in(session: Session, cast: Cast) -> None:
    token = replace(_principal(session, cast.admin), token_id=1, scopes=ALL)
    said = _refusal(session, token, cast.account_a.id)
    assert said.startswith(
        "This report shows what is believed of single people, which no administrator's token may read."
    )
    assert "Sign in yourself" in said


def test_a_token_is_told_which_scopes_it_lacks(session: Session, cast: Cast) -> None:
    token = replace(_principal(session, cast.csm), token_id=1, scopes=ALL - {"opinion:read", "revenue:read"})
    assert _refusal(session, token, cast.account_a.id).endswith("these scopes too: revenue:read, opinion:read.")
    require_report_reader(session, replace(token, scopes=ALL), cast.account_a.id)


def test_a_reader_of_less_is_sent_to_those_in_charge(session: Session, cast: Cast) -> None:
    said = _refusal(session, _principal(session, cast.leadership), cast.account_a.id)
    assert said == "This report shows more than you may read. Let the account's owner or CSM order it."
